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
        Assert.Equal([AssetTurn.Reordered], Others(await StoryAsync(app, ids[1])));
        Assert.Empty(Others(await StoryAsync(app, ids[0])));
        await app.Get<Trash>().RestoreAsync((await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[1]]), Actor.Portal, CancellationToken.None)).Operation, Actor.Portal, CancellationToken.None);
        var story = await StoryAsync(app, ids[1]);
        Assert.Equal([AssetTurn.Restored, AssetTurn.Removed, AssetTurn.Reordered], Others(story));
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

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Its_story_goes_on_where_it_has_left_and_tells_whose_place_it_took(TestDatabase database)
    {
        var app = apps.On(database);
        var (lamp, vase, placing) = (await app.NewProductAsync("Lamp"), await app.NewProductAsync("Vase"), app.Get<AssetPlacing>());
        var twins = await app.ShelveSameAsync(null, Journey.Sha256(Guid.NewGuid().ToByteArray()), 2);
        var (onLamp, _) = await placing.PlaceAsync(new(AssetIds: [twins[0]]), [lamp], Actor.Portal, default);
        await placing.PlaceAsync(new(AssetIds: [twins[1]]), [vase], Actor.Portal, default);
        await placing.TakeBackAsync(onLamp!.Placements, Actor.Portal, default);
        Assert.Equal([AssetTurn.Removed, AssetTurn.Added], (await StoryAsync(app, twins[0])).Select(e => e.Turn)); // no gallery shows it now
        var merge = await app.Get<Trash>().PutAsync(new DeletionTarget.Merged([new(twins[0], [twins[1]])], false), Actor.Portal, default);
        Assert.Equal((AssetTurn.TookPlace, vase), (await StoryAsync(app, twins[0])).Select(e => (e.Turn, e.ProductId)).First());
        Assert.Equal([AssetTurn.GavePlace, AssetTurn.Added], (await StoryAsync(app, twins[1])).Select(e => e.Turn));
        await app.Get<Trash>().RestoreAsync(merge.Operation, Actor.Portal, default);
        Assert.Equal([AssetTurn.Restored, AssetTurn.GavePlace, AssetTurn.Added], (await StoryAsync(app, twins[1])).Select(e => e.Turn));
        Assert.Equal([DeletionState.Undone], (await app.Get<DeletionList>().OfAssetAsync(twins[1], default)).Select(d => d.State));
    }

    private static Task<IReadOnlyList<AssetEvent>> StoryAsync(MediaApp app, long asset) => app.Get<AssetUses>().StoryAsync(asset, CancellationToken.None);

    /// <summary>But for its arrival, which uploads that come close together share.</summary>
    private static IEnumerable<AssetTurn> Others(IEnumerable<AssetEvent> story) => story.Select(e => e.Turn).Where(c => c != AssetTurn.Added);
}
