using System.Net;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>A store that fails, hangs or refuses: what the row says meanwhile, and that a picture ends up stored once or not at all.</summary>
public sealed class StoreFaultTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Impatient = new() { ["Uploads:FirstRetry"] = "00:00:00.300", ["Uploads:MaxRetries"] = "2" };

    private MediaApp App { get; } = ScriptedStore.App(Impatient);
    private ScriptedStore Store => App.Get<ScriptedStore>();
    private TusClient Tus => new(App.Admin);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    [Fact]
    public async Task A_store_that_recovers_gets_the_picture_and_the_row_says_when_it_is_tried_next()
    {
        var url = await BeginAsync(1, (tries, _) => tries <= 2 ? throw new StorageException("busy", StorageFault.Unavailable) : Task.CompletedTask);

        var waiting = await App.UntilAsync(url, u => u.NextAttemptAt is not null, "a next attempt");
        Assert.Equal((UploadState.Queued, UploadFault.StoreUnavailable), (waiting.State, waiting.Fault));
        Assert.InRange(waiting.Attempts, 1, 2);

        var stored = await App.UntilAsync(url, UploadState.Stored);
        Assert.Equal((null, null, 3), (stored.Fault, (object?)stored.NextAttemptAt, Store.Tries(url)));
        Assert.Equal(3, App.Stored(url).Count);
        Assert.Empty(App.Staged(url));
    }

    [Fact]
    public async Task A_time_out_told_as_a_cancellation_is_tried_again()
    {
        var url = await BeginAsync(2, (tries, _) => tries == 1 ? throw new TaskCanceledException("The request timed out.") : Task.CompletedTask);
        await App.UntilAsync(url, UploadState.Stored);
        Assert.Equal(2, Store.Tries(url));
    }

    [Fact]
    public async Task A_store_that_stays_away_ends_the_upload_which_a_person_can_try_again()
    {
        var away = true;
        var url = await BeginAsync(3, (_, _) => away ? throw new StorageException("away", StorageFault.Unavailable) : Task.CompletedTask);
        Assert.Equal(UploadFault.StoreUnavailable, (await App.UntilAsync(url, UploadState.Failed)).Fault);
        Assert.Single(App.Staged(url), n => !n.Contains('.'));

        away = false;
        using var answer = await App.Admin.PostAsync($"{url}/retry", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await App.UntilAsync(url, UploadState.Stored);
    }

    [Fact]
    public async Task A_store_that_refuses_is_not_asked_again()
    {
        var url = await BeginAsync(4, (_, _) => throw new StorageException("no", StorageFault.Refused));
        Assert.Equal(UploadFault.StoreRefused, (await App.UntilAsync(url, UploadState.Failed)).Fault);
        Assert.Equal(1, Store.Tries(url));
    }

    [Fact]
    public async Task A_store_that_hangs_shows_as_storing_and_can_be_given_up()
    {
        var url = await BeginAsync(5, (_, ct) => Task.Delay(Timeout.Infinite, ct));
        await App.UntilAsync(url, UploadState.Storing);
        using var answer = await Tus.SendAsync(HttpMethod.Delete, url);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await Eventually.HoldsAsync(() => Task.FromResult(App.Staged(url).Count == 0 && App.Stored(url).Count == 0), "nothing left");
        Assert.Equal(UploadState.Cancelled, (await App.UploadAsync(url)).State);
    }

    [Fact]
    public async Task A_store_that_takes_no_byte_for_too_long_is_given_up_and_tried_again()
    {
        await using var app = ScriptedStore.App(new Dictionary<string, string>(Impatient) { ["Uploads:StoreStall"] = "00:00:01" });
        var tus = new TusClient(app.Admin);
        var bytes = Pictures.Png(910);
        var url = await tus.CreateAsync(bytes.Length, ("filename", "stalled.png"));
        app.Get<ScriptedStore>().BeforePut(url, (tries, ct) => tries == 1 ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask);
        using var patch = await tus.PatchAsync(url, bytes, 0);
        Assert.Equal(UploadFault.StoreUnavailable, (await app.UntilAsync(url, u => u.NextAttemptAt is not null, "a next attempt")).Fault);
        await app.UntilAsync(url, UploadState.Stored);
    }

    [Fact]
    public async Task What_lands_in_the_store_after_it_was_taken_back_is_taken_out_again()
    {
        var go = new TaskCompletionSource();
        var url = await BeginAsync(6, (_, _) => go.Task);
        await App.UntilAsync(url, UploadState.Storing);
        using var answer = await Tus.SendAsync(HttpMethod.Delete, url);
        go.SetResult();
        await Eventually.HoldsAsync(async () =>
        {
            await App.SweepAsync();
            return App.Stored(url).Count == 0 && (await App.RowAsync(url)).StoreKey == "";
        }, "the store emptied and the key forgotten");
        Assert.Equal(UploadState.Cancelled, (await App.UploadAsync(url)).State);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_taken_out_of_the_store_now_does_not_stop_the_sweep()
    {
        var stubborn = await CancelledInStoreAsync(7);
        var other = await CancelledInStoreAsync(8);
        Store.Deleting = (keys, ct) => keys.Any(k => k.EndsWith($"{Journey.Id(stubborn):N}")) ? throw new StorageException("not now", StorageFault.Unavailable) : Store.Real.DeleteAsync(keys, ct);
        await App.SweepAsync();
        Assert.Equal("", (await App.RowAsync(other)).StoreKey);
        Assert.NotEqual("", (await App.RowAsync(stubborn)).StoreKey);

        Store.Deleting = Store.Real.DeleteAsync;
        await App.SweepAsync();
        Assert.Equal("", (await App.RowAsync(stubborn)).StoreKey);
    }

    [Fact]
    public async Task The_job_run_twice_at_once_stores_once()
    {
        using var both = new CountdownEvent(2);
        var product = await App.NewProductAsync();
        var bytes = Pictures.Png(9);
        var url = await Tus.CreateAsync(bytes.Length, ("filename", "twice.png"), ("product", $"{product}"));
        Store.BeforePut(url, (tries, ct) =>
        {
            if (tries > 2) return Task.CompletedTask;
            both.Signal();
            return Task.Run(() => both.Wait(ct), ct);
        });
        using var patch = await Tus.PatchAsync(url, bytes, 0);
        await Eventually.HoldsAsync(() => Task.FromResult(Store.Tries(url) == 1), "the first run at the store");
        await App.Get<StoreUpload>().RunAsync(Journey.Id(url), CancellationToken.None);
        await App.UntilAsync(url, UploadState.Stored);
        Assert.Single(await App.GalleryAsync(product, 1));
        Assert.Equal(3, App.Stored(url).Count);
    }

    [Fact]
    public async Task A_run_that_comes_to_the_store_after_another_has_cleared_up_ends_well()
    {
        var product = await App.NewProductAsync();
        var bytes = Pictures.Png(10);
        var url = await Tus.CreateAsync(bytes.Length, ("filename", "overtaken.png"), ("product", $"{product}"));
        var mayStore = new TaskCompletionSource();
        Store.BeforePut(url, async (tries, _) =>
        {
            if (tries == 1)
            {
                await mayStore.Task;
                return;
            }
            mayStore.TrySetResult();
            await Eventually.HoldsAsync(() => Task.FromResult(!App.Get<Staging>().Has(Journey.Id(url), bytes.Length)), "the other run to clear up");
        });
        using var patch = await Tus.PatchAsync(url, bytes, 0);
        await Eventually.HoldsAsync(() => Task.FromResult(Store.Tries(url) == 1), "the first run at the store");
        await App.Get<StoreUpload>().RunAsync(Journey.Id(url), CancellationToken.None);
        Assert.Single(await App.GalleryAsync(product, 1));
    }

    private async Task<string> BeginAsync(int seed, Func<int, CancellationToken, Task> script)
    {
        var bytes = Pictures.Png(900 + seed);
        var url = await Tus.CreateAsync(bytes.Length, ("filename", "scripted.png"));
        Store.BeforePut(url, script);
        using var patch = await Tus.PatchAsync(url, bytes, 0);
        return url;
    }

    private async Task<string> CancelledInStoreAsync(int seed)
    {
        var url = await BeginAsync(seed, (_, ct) => Task.Delay(Timeout.Infinite, ct));
        await App.UntilAsync(url, UploadState.Storing);
        using var answer = await Tus.SendAsync(HttpMethod.Delete, url);
        return url;
    }
}
