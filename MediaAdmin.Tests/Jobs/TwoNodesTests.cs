using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Access;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Jobs;

/// <summary>Two portals, each a process of its own, on one PostgreSQL database and one data directory.</summary>
public sealed class TwoNodesTests
{
    [PostgresFact]
    public Task What_comes_to_either_is_stored_and_deleted_once_and_both_honour_a_pause() => TogetherAsync(async (one, other, cloudinary) =>
    {
        await Task.WhenAll(one.StartAsync(), other.StartAsync());
        var product = await one.NewProductAsync();
        var urls = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => UploadAsync(n % 2 == 0 ? one : other, n, product)));
        await StoredAsync(other, product, 12);
        Assert.Equal(12, PutKeys(cloudinary).Count);
        var nodes = (await RoomAsync(one)).Nodes;
        Assert.Equal(2, nodes.Count);
        Assert.All(nodes, n => Assert.True(n.IsAlive && n.LastSign > DateTimeOffset.UtcNow.AddMinutes(-1)));
        Assert.Equal(nodes.Select(n => n.Name).Order(), (await RoomAsync(other)).Nodes.Select(n => n.Name).Order());

        await one.Admin.PutAsJsonAsync($"/api/jobs/{StoreUploadJob.Queue}/pause", new { reason = "the store moves house" });
        await Eventually.HoldsAsync(async () => (await RoomAsync(other)).Work.Single(w => w.Kind == StoreUploadJob.Queue).Pause?.Reason == "the store moves house", "the other to know");
        foreach (var n in Enumerable.Range(12, 4)) await UploadAsync(n % 2 == 0 ? one : other, n, product);
        var pictures = (await other.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!.Pictures;
        (await other.Admin.PostAsJsonAsync("/api/assets/deletions", new { assetIds = pictures.Take(6).Select(p => p.AssetId) })).EnsureSuccessStatusCode();
        (await one.Admin.PostAsJsonAsync("/api/assets/deletions", new { assetIds = pictures.Skip(6).Select(p => p.AssetId) })).EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(async () => (await one.Admin.GetFromJsonAsync<Page<DeletionView>>("/api/cleanup/queue?state=deleted", MediaApp.Json))!.Total == 12, "all twelve to be deleted, while storing stands still");
        Assert.Equal(4, (await RoomAsync(other)).Work.Single(w => w.Kind == StoreUploadJob.Queue).Waiting);
        await other.Admin.DeleteAsync($"/api/jobs/{StoreUploadJob.Queue}/pause");
        await StoredAsync(one, product, 4);
        Assert.Equal(16, PutKeys(cloudinary).Count);
    });

    [PostgresFact]
    public Task What_one_had_in_hand_when_it_was_killed_the_other_finishes_and_nothing_is_stored_twice() => TogetherAsync(async (one, other, cloudinary) =>
    {
        await one.StartAsync();
        var product = await one.NewProductAsync();
        cloudinary.Script.Hold();
        foreach (var n in Enumerable.Range(20, 3)) await UploadAsync(one, n, product);
        await Eventually.HoldsAsync(() => Task.FromResult(PutKeys(cloudinary).Count == 3), "three on their way to the store");
        var dead = Assert.Single((await RoomAsync(one)).Nodes).Name;
        await other.StartAsync();
        one.Kill();
        cloudinary.Script.LetGo();
        await StoredAsync(other, product, 3);
        Assert.Equal(3, PutKeys(cloudinary).Count); // each under one key, however often it was sent
        Assert.Contains((await RoomAsync(other)).Nodes, n => n.IsAlive && n.Name != dead);
        Assert.DoesNotContain((await RoomAsync(other)).Nodes, n => n.IsAlive && n.Name == dead);
    });

    private static async Task TogetherAsync(Func<MediaProcess, MediaProcess, CloudinaryDouble, Task> test)
    {
        var database = new TestPostgres();
        await using (var cloudinary = await CloudinaryDouble.StartAsync())
        await using (var one = new MediaProcess(settings: [
            ("Database:Provider", "PostgreSql"), ("ConnectionStrings:MediaDb", database.ConnectionString), ("Storage:Provider", "Cloudinary"), (CloudinaryUrl.Key, cloudinary.CloudinaryUrl),
            ("Deletion:UndoWindow", "00:00:00"), ("Jobs:Concurrency", "4")]))
        await using (var other = one.Beside())
            await test(one, other, cloudinary);
        database.Drop();
    }

    private static HashSet<string> PutKeys(CloudinaryDouble cloudinary) => [.. cloudinary.Requests.Where(r => r.Method == "POST" && r.Path.EndsWith("/upload", StringComparison.Ordinal)).Select(r => r["public_id"]!)];

    private static Task<string> UploadAsync(MediaProcess to, int seed, long product) => new TusClient(to.Admin).UploadAsync(Pictures.Png(9900 + seed), $"shared-{seed}.png", product);

    private static async Task<EngineRoom> RoomAsync(MediaProcess portal) => (await portal.Admin.GetFromJsonAsync<EngineRoom>("/api/jobs", MediaApp.Json))!;

    private static Task StoredAsync(MediaProcess seenBy, long product, int pictures) =>
        Eventually.HoldsAsync(async () => (await seenBy.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!.Pictures.Count == pictures, $"{pictures} pictures in the gallery");
}
