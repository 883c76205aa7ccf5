using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Deletion;

/// <summary>One of several same pictures stays and takes the places of the others; an undo brings back exactly what was.</summary>
public sealed class MergeTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_kept_picture_stands_where_the_others_stood_and_only_once_in_a_gallery_at_the_first_place(TestDatabase database)
    {
        var app = apps.On(database);
        var (lamp, variant) = await ProductAsync(app);
        var ids = await app.ShelveAsync(lamp, 5);
        await app.PlaceAsync(lamp, variant, ids[3], ids[1]);
        var other = await app.NewProductAsync();
        await app.PlaceAsync(other, null, ids[0]);
        var done = await MergeAsync(app, new(ids[3], [ids[1]]));
        Assert.Equal(1, done.Removed);
        Assert.Equal([ids[0], ids[3], ids[2], ids[4]], await app.OrderAsync(lamp)); // the first of its two places
        Assert.Equal([ids[3]], await app.OrderAsync(lamp, variant));
        Assert.Equal(ids[..1], await app.OrderAsync(other));
        Assert.Equal((GalleryChange.Replaced, 1), (await app.Get<GalleryDiary>().ReadAsync(lamp, null, default)).Select(l => (l.Change, l.Pictures)).First());
        await UndoAsync(app, done);
        Assert.Equal(ids, await app.OrderAsync(lamp));
        Assert.Equal([ids[3], ids[1]], await app.OrderAsync(lamp, variant));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Whatever_is_merged_and_undone_leaves_no_gaps_and_every_placement_as_it_was(TestDatabase database)
    {
        var app = apps.On(database);
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            var (product, variant) = await ProductAsync(app);
            var ids = await app.ShelveAsync(product, 6);
            await app.PlaceAsync(product, variant, [.. ids.Where(_ => dice.Next(2) == 0).OrderBy(_ => dice.Next())]);
            if (dice.Next(2) == 0) await app.Get<GalleryOrder>().ArrangeAsync(product, null, [.. ids.OrderBy(_ => dice.Next())], null, Actor.Portal, default);
            var states = new Stack<(string Before, Guid Act)>();
            for (var n = 0; n < dice.Next(1, 4); n++)
            {
                var (before, some) = (await SnapshotAsync(app, product), ids.OrderBy(_ => dice.Next()).Take(dice.Next(2, 5)).ToList());
                states.Push((before, (await MergeAsync(app, new(some[0], some[1..]))).Operation));
                foreach (var gallery in (long?[])[null, variant]) Assert.Distinct(await app.OrderAsync(product, gallery));
            }
            while (states.TryPop(out var state))
            {
                await app.Get<Trash>().RestoreAsync(state.Act, Actor.Portal, default);
                Assert.True(state.Before == await SnapshotAsync(app, product), $"seed {seed}, round {round}");
            }
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Undone_in_the_order_made_all_comes_back_too(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, variant) = await ProductAsync(app);
        var ids = await app.ShelveAsync(product, 3);
        await app.PlaceAsync(product, variant, ids[2], ids[0]);
        var before = await SnapshotAsync(app, product);
        var (first, second) = (await MergeAsync(app, new(ids[1], [ids[0]])), await MergeAsync(app, new(ids[2], [ids[1]])));
        await UndoAsync(app, first);
        await UndoAsync(app, second);
        Assert.Equal(before, await SnapshotAsync(app, product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Once_the_others_are_gone_for_good_the_kept_one_stays_in_their_places_and_nothing_is_remembered(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, variant) = await ProductAsync(app);
        var ids = await app.ShelveAsync(product, 3);
        await app.PlaceAsync(product, variant, ids[0]);
        await MergeAsync(app, new(ids[2], [ids[0]]));
        await using var db = await app.DbAsync();
        await db.Set<Asset>().IgnoreQueryFilters().Where(a => a.Id == ids[0]).ExecuteDeleteAsync();
        Assert.Equal([ids[2], ids[1]], await app.OrderAsync(product));
        Assert.Equal([ids[2]], await app.OrderAsync(product, variant));
        Assert.False(await db.Set<Repointing>().AnyAsync(r => ids.Contains(r.AssetId)));
        Assert.Equal(3, await db.Set<Placement>().IgnoreQueryFilters().CountAsync(l => l.ProductId == product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_product_that_was_in_the_trash_meanwhile_comes_back_with_the_kept_picture(TestDatabase database)
    {
        var app = apps.On(database);
        var (shelf, product) = (await app.NewProductAsync(), await app.NewProductAsync());
        var ids = await app.ShelveAsync(shelf, 2);
        await app.PlaceAsync(product, null, ids[1]);
        var gone = await app.Get<Trash>().PutAsync(new DeletionTarget.OfProduct(product), Actor.Portal, default);
        await MergeAsync(app, new(ids[0], [ids[1]]));
        await UndoAsync(app, gone);
        Assert.Equal(ids[..1], await app.OrderAsync(product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Words_that_it_lacks_are_taken_over_when_asked_for_and_given_back_but_for_those_changed_since(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 3);
        var list = app.Get<AssetList>();
        await list.DescribeAsync(ids[0], new("Kept", "", "", ["a"]), Actor.Portal, default);
        await list.DescribeAsync(ids[1], new("Other", "A lamp", "", ["b"]), Actor.Portal, default);
        await list.DescribeAsync(ids[2], new("Third", "Another", "Bir lamba", ["A"]), Actor.Portal, default);
        await UndoAsync(app, await MergeAsync(app, new(ids[0], ids[1..])));
        Assert.Equal(("Kept", "", "", "a"), await WordsAsync(app, ids[0])); // not asked for
        var done = await MergeAsync(app, new(ids[0], ids[1..]), takeWords: true);
        Assert.Equal(("Kept", "A lamp", "Bir lamba", "a b"), await WordsAsync(app, ids[0]));
        Assert.Contains(ids[0], (await list.FindAsync(new AssetQuery("bir lamba"), 1, 200, default)).Items.Select(a => a.Id));
        await list.DescribeAsync(ids[0], new(null, null, "Eski lamba", null), Actor.Portal, default);
        await UndoAsync(app, done);
        Assert.Equal(("Kept", "", "Eski lamba", "a"), await WordsAsync(app, ids[0]));
        Assert.Equal(("Third", "Another", "Bir lamba", "A"), await WordsAsync(app, ids[2]));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_gone_of_another_client_or_named_twice_is_left_out(TestDatabase database)
    {
        var app = apps.On(database);
        var (mine, theirs) = (await app.ShelveAsync(await app.NewProductAsync(), 3), await app.ShelveAsync(await app.NewProductAsync(), 1));
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([mine[2]]), Actor.Portal, default);
        Assert.Equal(0, (await MergeAsync(app, new(mine[0], [mine[0], mine[2], theirs[0], long.MaxValue]))).Removed);
        Assert.Equal(0, (await MergeAsync(app, new(mine[2], [mine[0]]))).Removed);
        Assert.Equal(1, (await MergeAsync(app, new(mine[0], [mine[1], mine[1]]))).Removed);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Two_hundred_groups_take_as_many_statements_as_two_and_so_does_the_undo(TestDatabase database)
    {
        var app = apps.On(database);
        Assert.Equal(await StatementsAsync(app, 2), await StatementsAsync(app, 200));
    }

    private static async Task<(int Merge, int Undo)> StatementsAsync(MediaApp app, int groups)
    {
        var (product, variant) = await ProductAsync(app);
        var (kept, gone) = (await app.ShelveAsync(product, groups), await app.ShelveAsync(product, groups, variant));
        await app.Get<AssetWording>().DescribeAsync(new(AssetIds: gone), new(AltEn: "A lamp"), Actor.Portal, default);
        Trashed? done = null;
        var merge = await Statements.OfAsync(async () => done = await MergeAsync(app, true, [.. kept.Zip(gone, (k, g) => new Merge(k, [g]))]));
        Assert.Equal(kept, await app.OrderAsync(product, variant));
        var undo = await Statements.OfAsync(() => UndoAsync(app, done!));
        Assert.Equal(gone, await app.OrderAsync(product, variant));
        return (merge, undo);
    }

    private static Task<Trashed> MergeAsync(MediaApp app, Merge merge, bool takeWords = false) => MergeAsync(app, takeWords, merge);

    private static Task<Trashed> MergeAsync(MediaApp app, bool takeWords, params Merge[] merges) => app.Get<Trash>().PutAsync(new DeletionTarget.Merged(merges, takeWords), Actor.Portal, default);

    private static async Task UndoAsync(MediaApp app, Trashed done) => Assert.True((await app.Get<Trash>().RestoreAsync(done.Operation, Actor.Portal, default)).Asked > 0 || done.Removed == 0);

    private static async Task<(long Product, long Variant)> ProductAsync(MediaApp app)
    {
        var product = await app.NewProductAsync();
        return (product, (await app.Admin.NewVariantsAsync(product, 1))[0]);
    }

    /// <summary>Every placement of a product with all that it is, seen or not, and what is in the library.</summary>
    private static async Task<string> SnapshotAsync(MediaApp app, long product)
    {
        await using var db = await app.DbAsync();
        var rows = await db.Set<Placement>().IgnoreQueryFilters().Where(l => l.ProductId == product).OrderBy(l => l.Id)
            .Select(l => new { l.Id, l.AssetId, l.VariantId, l.Position, l.TrashId, l.Asset!.TrashedAt }).ToListAsync();
        return string.Join('\n', rows);
    }

    private static async Task<(string, string, string, string)> WordsAsync(MediaApp app, long id)
    {
        var asset = (await app.Get<AssetList>().FindAsync(id, default))!;
        return (asset.Title, asset.AltEn, asset.AltTr, string.Join(' ', asset.Tags));
    }
}
