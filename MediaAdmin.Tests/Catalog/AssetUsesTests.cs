using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Where a picture is shown, and what happened to it.</summary>
public sealed class AssetUsesTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task It_names_every_gallery_with_the_place_that_people_see(TestDatabase database)
    {
        var app = apps.On(database);
        var (lamp, vase) = (await app.NewProductAsync("Lamp"), await app.NewProductAsync("Vase"));
        var ids = await app.ShelveAsync(lamp, 3);
        await app.PlaceAsync(vase, null, ids[2]);
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[0]]), Actor.Portal, CancellationToken.None);
        var uses = await app.Get<AssetUses>().FindAsync(ids[2], CancellationToken.None);
        Assert.Equal([("Lamp", 2, 2), ("Vase", 1, 1)], uses.OrderBy(u => u.Name).Select(u => (u.Name, u.Place, u.Pictures)));
        Assert.All(uses, u => Assert.Null(u.Variant));
        Assert.Empty(await app.Get<AssetUses>().FindAsync((await app.ShelveAsync(null, 1))[0], CancellationToken.None));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Its_story_tells_its_own_moves_and_not_those_of_others(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, uploader) = (await app.NewProductAsync(), new TusClient(app.Admin));
        var uploads = new List<string>();
        foreach (var seed in (int[])[1, 2, 3])
        {
            uploads.Add(await uploader.UploadAsync(Pictures.Png(seed), $"{seed}.png", product));
            await app.UntilAsync(uploads[^1], UploadState.Stored);
        }
        var ids = await app.OrderAsync(product);
        await app.Get<GalleryOrder>().ArrangeAsync(product, null, [ids[0], ids[2], ids[1]], null, Actor.Portal, CancellationToken.None);
        Assert.Equal([GalleryChange.Reordered], Others(await StoryAsync(app, ids[1])));
        Assert.Empty(Others(await StoryAsync(app, ids[0])));
        await app.Get<Trash>().RestoreAsync((await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[1]]), Actor.Portal, CancellationToken.None)).Operation, Actor.Portal, CancellationToken.None);
        var story = await StoryAsync(app, ids[1]);
        Assert.Equal([GalleryChange.Restored, GalleryChange.Removed, GalleryChange.Reordered], Others(story));
        Assert.Equal("MediaAdmin", story[0].ActorName);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_file_that_took_the_place_of_another_is_told(TestDatabase database)
    {
        var app = apps.On(database);
        var id = (await app.ShelveAsync(null, 1))[0];
        var upload = await new TusClient(app.Admin).UploadAsync(Pictures.Png(9), "better.png", null, ("replaces", $"{id}"));
        await app.UntilAsync(upload, UploadState.Stored);
        var told = Assert.Single(await app.Get<UploadList>().ReplacementsAsync(id, CancellationToken.None));
        Assert.Equal("better.png", told.FileName);
        Assert.Empty(await app.Get<UploadList>().ReplacementsAsync((await app.ShelveAsync(null, 1))[0], CancellationToken.None));
    }

    private static async Task<IReadOnlyList<AssetEvent>> StoryAsync(MediaApp app, long asset) =>
        await app.Get<AssetUses>().StoryAsync(asset, await app.Get<AssetUses>().FindAsync(asset, CancellationToken.None), CancellationToken.None);

    /// <summary>But for its arrival, which uploads that come close together share.</summary>
    private static IEnumerable<GalleryChange> Others(IEnumerable<AssetEvent> story) => story.Select(e => e.Change).Where(c => c != GalleryChange.Added);
}
