using MediaAdmin.Access;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>A store that asks to be left alone: storing pauses as a whole, no upload pays for it, and a restart changes nothing.</summary>
public sealed class StorePauseTests
{
    private static readonly Dictionary<string, string> Impatient = new() { ["Uploads:FirstRetry"] = "00:00:00.100", ["Uploads:MaxRetries"] = "1" };

    [Theory]
    [InlineData(StorageFault.RateLimited, null)]
    [InlineData(StorageFault.RateLimited, 0.2)]
    [InlineData(StorageFault.Unavailable, 0.2)] // a breaker that is open
    public async Task However_often_it_asks_to_wait_no_try_is_used_up(StorageFault fault, double? seconds)
    {
        await using var app = ScriptedStore.App(Impatient);
        var asked = 0;
        var url = await BeginAsync(app, 1, (_, _) => Interlocked.Increment(ref asked) <= 4
            ? throw new StorageException("Enhance Your Calm", fault, seconds is { } s ? TimeSpan.FromSeconds(s) : null) : Task.CompletedTask);

        var waiting = await app.UntilAsync(url, u => u.NextAttemptAt is not null, "a moment at which it goes on");
        Assert.Equal((UploadState.Queued, UploadFault.StoreUnavailable, 0), (waiting.State, waiting.Fault, waiting.Attempts));
        var stored = await app.UntilAsync(url, UploadState.Stored);
        Assert.Equal((5, 0, null), (asked, stored.Attempts, stored.Fault));
        await Eventually.HoldsAsync(async () => await PauseAsync(app) is null, "the pause to end with the first success");
    }

    [Fact]
    public async Task While_it_pauses_nobody_else_asks_and_every_row_says_until_when()
    {
        await using var app = ScriptedStore.App(Impatient);
        var first = await BeginAsync(app, 2, (tries, _) => tries == 1 ? throw new StorageException("later", StorageFault.RateLimited, TimeSpan.FromSeconds(3)) : Task.CompletedTask);
        await app.UntilAsync(first, u => u.NextAttemptAt is not null, "the pause");
        var until = (await PauseAsync(app))!.Until;

        var others = new List<string>();
        for (var seed = 3; seed < 7; seed++) others.Add(await BeginAsync(app, seed, (_, _) => Task.CompletedTask));
        foreach (var url in others)
        {
            var waiting = await app.UntilAsync(url, u => u.NextAttemptAt is not null, "its turn after the pause");
            Assert.Equal((until, 0), (waiting.NextAttemptAt, app.Get<ScriptedStore>().Tries(url)));
        }
        foreach (var url in others.Append(first)) await app.UntilAsync(url, UploadState.Stored);
    }

    [Fact]
    public async Task Those_that_wait_are_taken_up_once_and_at_once_when_somebody_resumes()
    {
        await using var app = ScriptedStore.App();
        var urls = new List<string> { await BeginAsync(app, 20, (tries, _) => tries == 1 ? throw new StorageException("later", StorageFault.RateLimited, TimeSpan.FromHours(1)) : Task.CompletedTask) };
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<JobServers>().Workers(StoreUploadJob.Queue) == 0), "the queue to have no worker");
        for (var seed = 21; seed < 41; seed++) urls.Add(await BeginAsync(app, seed, (_, _) => Task.CompletedTask));
        Assert.True(await app.Get<JobControl>().ResumeAsync(StoreUploadJob.Queue, Actor.User(1, "Ada", Role.Admin), default));
        foreach (var url in urls) await app.UntilAsync(url, UploadState.Stored);
        await Eventually.HoldsAsync(async () => (await app.Get<JobHistory>().FindAsync(new(Kind: StoreUploadJob.Queue), 0, 1, default)).Total == 22, "one run each, and the one that met the store's refusal");
    }

    [Fact]
    public async Task A_wait_that_Cloudinary_asks_for_is_kept_over_a_restart()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        cloudinary.Script.Play(CloudinaryFault.Answer(420, "Rate Limit Exceeded") with { Headers = new Dictionary<string, string> { ["Retry-After"] = "8" } }, on: "POST /v1_1/demo/image/upload");
        var settings = new Dictionary<string, string> { ["Storage:Provider"] = "Cloudinary", [CloudinaryUrl.Key] = cloudinary.CloudinaryUrl };
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-");
        string url;
        DateTimeOffset? next;
        await using (var app = new MediaApp(settings, dataDirectory: data.FullName))
        {
            url = await SendAsync(new(app.Admin), Pictures.Png(970), null);
            var waiting = await app.UntilAsync(url, u => u.NextAttemptAt is not null, "the pause");
            Assert.Equal(0, waiting.Stored); // its bytes were sent, and refused
            next = waiting.NextAttemptAt;
        }
        await using (var app = new MediaApp(settings, dataDirectory: data.FullName))
        {
            Assert.Equal(next, (await PauseAsync(app))!.Until);
            var late = await SendAsync(new(app.Admin), Pictures.Png(971), null);
            Assert.Equal(next, (await app.UntilAsync(late, u => u.NextAttemptAt is not null, "the same pause")).NextAttemptAt);
            Assert.Single(cloudinary.Requests, r => r.Path.EndsWith("/upload"));
            await app.UntilAsync(url, UploadState.Stored);
            await app.UntilAsync(late, UploadState.Stored);
        }
        data.Delete(recursive: true);
    }

    private static async Task<WorkPause?> PauseAsync(MediaApp app) => await app.Get<Pauses>().FindAsync(StoreUploadJob.Queue, default);

    private static Task<string> BeginAsync(MediaApp app, int seed, Func<int, CancellationToken, Task> script) =>
        SendAsync(new(app.Admin), Pictures.Png(950 + seed), url => app.Get<ScriptedStore>().BeforePut(url, script));

    private static async Task<string> SendAsync(TusClient tus, byte[] bytes, Action<string>? before)
    {
        var url = await tus.CreateAsync(bytes.Length, ("filename", "patient.png"));
        before?.Invoke(url);
        using var patch = await tus.PatchAsync(url, bytes, 0);
        return url;
    }
}
