using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Galleries: positions count from 1 without gaps, whatever arrives at the same moment.</summary>
public sealed class GalleryTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Twenty_pictures_that_arrive_at_once_stand_on_the_places_1_to_20(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => new TusClient(app.Admin).UploadAsync(Pictures.Png(20_000 + i), $"{i}.png", product)));
        Assert.Equal(Enumerable.Range(1, 20), (await app.GalleryAsync(product, 20)).Select(p => p.Position));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Files_of_one_drop_stand_in_the_order_dropped_although_they_arrive_at_once(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var files = Enumerable.Range(1, 12).Select(i => Pictures.Png(21_000 + i)).ToList();
        var batch = await app.Admin.ExpectAsync(new { product, files = files.Select((f, i) => new { name = $"{i + 1}.png", size = f.Length }) });
        await Task.WhenAll(batch.Uploads.Zip(files).Reverse().Select(async pair =>
        {
            using var answer = await new TusClient(app.Admin).PatchAsync(pair.First.Url, pair.Second, 0);
        }));
        Assert.Equal(Enumerable.Range(1, 12).Select(i => $"{i}.png"), (await app.GalleryAsync(product, 12)).Select(p => p.FileName));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_wanted_place_is_taken_and_the_others_move_on(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var tus = new TusClient(app.Admin);
        foreach (var (name, position) in ((string, string)[])[("a.png", ""), ("b.png", ""), ("first.png", "1"), ("end.png", "99")])
        {
            (string, string)[] place = position == "" ? [] : [("position", position)];
            await app.UntilAsync(await tus.UploadAsync(Pictures.Png(Random.Shared.Next()), name, product, place), UploadState.Stored);
        }
        var gallery = await app.GalleryAsync(product, 4);
        Assert.Equal([("first.png", 1), ("a.png", 2), ("b.png", 3), ("end.png", 4)], gallery.Select(p => (p.FileName, p.Position)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Every_change_of_a_gallery_changes_its_ETag(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        using var before = await app.Admin.GetAsync($"/api/products/{product}/gallery");
        await app.UntilAsync(await new TusClient(app.Admin).UploadAsync(Pictures.Png(Random.Shared.Next()), "a.png", product), UploadState.Stored);
        using var after = await app.Admin.GetAsync($"/api/products/{product}/gallery");
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.Equal(1, (await after.Content.ReadFromJsonAsync<Page<GalleryPicture>>(MediaApp.Json))!.Total);
    }
}
