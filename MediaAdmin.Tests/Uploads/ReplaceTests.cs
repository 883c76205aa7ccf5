using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>A new file for a picture that is there: same asset, same places, another address at once; the old file goes through the deletion queue.</summary>
public sealed class ReplaceTests : IAsyncLifetime
{
    private MediaApp App { get; } = ScriptedStore.App(new Dictionary<string, string> { ["Deletion:UndoWindow"] = "00:00:00", ["Uploads:MaxRetries"] = "1", ["Uploads:FirstRetry"] = "00:00:00.05" });
    private TusClient Tus => new(App.Admin);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    [Fact]
    public async Task The_asset_keeps_its_places_and_words_and_gets_another_address_everywhere()
    {
        var (product, other) = (await App.NewProductAsync(), await App.NewProductAsync());
        var ids = await App.ShelveAsync(product, 3);
        await App.PlaceAsync(other, null, ids[1]);
        await App.Admin.PatchAsJsonAsync($"/api/assets/{ids[1]}", new { title = "A lamp", altEn = "Seen from the side" });
        var before = await AssetAsync(ids[1]);
        var oldKey = (await App.KeysAsync(ids[1])).Single();

        var upload = await ReplaceAsync(ids[1], Pictures.Png(77));
        await App.UntilAsync(upload, UploadState.Stored);

        var after = await AssetAsync(ids[1]);
        Assert.Equal((before.Title, before.AltEn, "new.png"), (after.Title, after.AltEn, after.FileName));
        Assert.NotEqual(before.Thumbnail, after.Thumbnail);
        Assert.Equal(ids, await App.OrderAsync(product));
        Assert.Equal([ids[1]], await App.OrderAsync(other));
        Assert.Equal(after.Preview, (await App.Get<Galleries>().OpenAsync(other, default))!.Pictures.Single().Preview);
        await Eventually.HoldsAsync(() => Task.FromResult(!App.StoreHas(oldKey)), "the old file to leave the store");
        Assert.True((await App.Admin.GetAsync(after.Original)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_file_that_cannot_be_stored_leaves_the_old_one_in_place()
    {
        var id = (await App.ShelveAsync(await App.NewProductAsync(), 1))[0];
        var before = await AssetAsync(id);
        var bytes = Pictures.Png(78);
        var url = await Tus.CreateAsync(bytes.Length, ("filename", "new.png"), ("replaces", $"{id}"));
        App.Get<ScriptedStore>().BeforePut(url, (_, _) => throw new StorageException("away", StorageFault.Unavailable));
        using var patch = await Tus.PatchAsync(url, bytes, 0);
        await App.UntilAsync(url, UploadState.Failed);
        Assert.Equal(before.Original, (await AssetAsync(id)).Original);
        Assert.True((await App.Admin.GetAsync(before.Original)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task When_the_picture_is_deleted_meanwhile_the_upload_says_so_and_leaves_no_file_behind()
    {
        var id = (await App.ShelveAsync(await App.NewProductAsync(), 1))[0];
        var (bytes, go) = (Pictures.Png(79), new TaskCompletionSource());
        var url = await Tus.CreateAsync(bytes.Length, ("filename", "new.png"), ("replaces", $"{id}"));
        App.Get<ScriptedStore>().BeforePut(url, (_, _) => go.Task);
        using var patch = await Tus.PatchAsync(url, bytes, 0);
        await App.UntilAsync(url, UploadState.Storing);
        await App.Get<Trash>().PutAsync(new DeletionTarget.Assets([id]), Actor.Portal, default);
        go.SetResult();
        Assert.Equal(UploadFault.TargetGone, (await App.UntilAsync(url, UploadState.Failed)).Fault);
        await Eventually.HoldsAsync(() => Task.FromResult(App.Stored(url).Count == 0 && App.Staged(url).Count == 0), "nothing left");
    }

    [Fact]
    public async Task Two_files_for_one_picture_at_once_leave_one_of_them_and_no_third()
    {
        var id = (await App.ShelveAsync(await App.NewProductAsync(), 1))[0];
        var oldKey = (await App.KeysAsync(id)).Single();
        var urls = await Task.WhenAll(ReplaceAsync(id, Pictures.Png(80)), ReplaceAsync(id, Pictures.Png(81)));
        foreach (var url in urls) await App.UntilAsync(url, UploadState.Stored);
        await Eventually.HoldsAsync(() => Task.FromResult(!App.StoreHas(oldKey) && urls.Count(u => App.Stored(u).Count > 0) == 1), "one file left");
        Assert.True((await App.Admin.GetAsync((await AssetAsync(id)).Original)).IsSuccessStatusCode);
    }

    private async Task<string> ReplaceAsync(long asset, byte[] bytes)
    {
        var url = await Tus.CreateAsync(bytes.Length, ("filename", "new.png"), ("replaces", $"{asset}"));
        using var patch = await Tus.PatchAsync(url, bytes, 0);
        return url;
    }

    private async Task<AssetView> AssetAsync(long id) => (await App.Admin.GetFromJsonAsync<AssetView>($"/api/assets/{id}", MediaApp.Json))!;
}
