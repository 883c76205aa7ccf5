using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Editing;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Editing;

/// <summary>Changes of one product saved together: all or nothing, never over somebody else's unseen, and what was removed comes back exactly.</summary>
public sealed class ProductEditsTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Name_removal_order_and_words_are_saved_at_once_and_the_undo_brings_back_what_was_removed(TestDatabase database)
    {
        var (app, product, ids) = await NewAsync(database, 5);
        var variant = (await app.Admin.NewVariantsAsync(product, 1))[0];
        await app.PlaceAsync(product, variant, ids[2], ids[1], ids[4]);
        var seen = await OpenAsync(app, product);
        var saved = Assert.IsType<EditOutcome.Saved>(await SaveAsync(app, new(product, seen.GalleryVersion)
        {
            Name = new(seen.Name, " Desk lamp "),
            Sku = new(seen.Sku, "DESK-1"),
            Removals = [ids[1]],
            Orders = [new(null, [ids[4], ids[0], ids[2], ids[3]]), new(variant, [ids[4], ids[2]])],
            Words = new Dictionary<long, WordsEdit> { [ids[0]] = new(new(null, "A lamp", null, null, true), new(null, "", null, null, false)) },
        }));
        var now = await OpenAsync(app, product);
        Assert.Equal(("DESK-1", "Desk lamp"), (now.Sku, now.Name));
        Assert.Equal([ids[4], ids[0], ids[2], ids[3]], await app.OrderAsync(product));
        Assert.Equal([ids[4], ids[2]], await app.OrderAsync(product, variant));
        var described = (await app.Get<AssetList>().FindAsync(ids[0], default))!;
        Assert.Equal(("A lamp", true), (described.AltEn, described.IsDecorative));
        Assert.Equal(1, saved.Removed!.Removed);

        Assert.Equal(1, (await app.Get<Trash>().RestoreAsync(saved.Removed.Operation, Actor.Portal, default)).Back);
        Assert.Equal([ids[4], ids[1], ids[0], ids[2], ids[3]], await app.OrderAsync(product)); // at the second place, where it stood
        Assert.Equal([ids[4], ids[1], ids[2]], await app.OrderAsync(product, variant));
        Assert.Equal([GalleryChange.Restored, GalleryChange.Reordered, GalleryChange.Removed], (await app.Get<GalleryDiary>().ReadAsync(product, null, default)).Select(l => l.Change));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Without_a_change_of_order_the_undo_makes_the_galleries_what_they_were(TestDatabase database)
    {
        var (app, product, ids) = await NewAsync(database, 6);
        var other = await app.NewProductAsync();
        await app.PlaceAsync(other, null, ids[3], ids[0]);
        var saved = Assert.IsType<EditOutcome.Saved>(await SaveAsync(app, new(product, -1) { Removals = [ids[0], ids[3], ids[5]] })); // no order: no version either
        Assert.Equal([ids[1], ids[2], ids[4]], await app.OrderAsync(product));
        Assert.Empty(await app.OrderAsync(other));
        await app.Get<Trash>().RestoreAsync(saved.Removed!.Operation, Actor.Portal, default);
        Assert.Equal(ids, await app.OrderAsync(product));
        Assert.Equal([ids[3], ids[0]], await app.OrderAsync(other));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_somebody_else_changed_first_stops_all_of_it(TestDatabase database)
    {
        var (app, product, ids) = await NewAsync(database, 3);
        var seen = await OpenAsync(app, product);
        await app.Get<GalleryOrder>().ArrangeAsync(product, null, [ids[1], ids[0], ids[2]], null, Actor.Portal, default);
        await app.Get<ProductEditor>().RenameAsync(product, null, "Theirs", Actor.Portal, default);
        await app.Get<AssetList>().DescribeAsync(ids[0], new("Theirs", null, null, null), Actor.Portal, default);
        var title = new Dictionary<long, WordsEdit> { [ids[0]] = new(new("Mine", null, null, null), new("shelf-001", null, null, null)) };
        foreach (var edit in (ProductEdit[])[
            new(product, seen.GalleryVersion) { Sku = new(seen.Sku, "MINE"), Removals = [ids[2]], Orders = [new(null, [ids[1], ids[0]])] },
            new(product, seen.GalleryVersion) { Sku = new(seen.Sku, "MINE"), Removals = [ids[2]], Name = new(seen.Name, "Mine") },
            new(product, seen.GalleryVersion) { Sku = new(seen.Sku, "MINE"), Removals = [ids[2]], Words = title }])
        {
            Assert.IsType<EditOutcome.Overtaken>(await SaveAsync(app, edit));
            var now = await OpenAsync(app, product);
            Assert.Equal((seen.Sku, "Theirs"), (now.Sku, now.Name));
            Assert.Equal([ids[1], ids[0], ids[2]], await app.OrderAsync(product));
            Assert.Equal("Theirs", now.Pictures[1].Title);
        }
        Assert.IsType<EditOutcome.Saved>(await SaveAsync(app, new(product, (await OpenAsync(app, product)).GalleryVersion) { Name = new(seen.Name, "Theirs"), Orders = [new(null, ids)] })); // the same wish is no clash
        Assert.Equal(ids, await app.OrderAsync(product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_fault_is_named_and_nothing_is_saved(TestDatabase database)
    {
        var (app, product, ids) = await NewAsync(database, 3);
        var seen = await OpenAsync(app, product);
        var order = new ProductEdit(product, seen.GalleryVersion) { Removals = [ids[0]], Orders = [new(null, [ids[2], ids[1]])] };
        var words = new Dictionary<long, WordsEdit> { [ids[1]] = new(new(null, new string('x', Asset.MaxAlt + 1), null, null), new(null, "", null, null)) };
        Assert.Equal("sku", Assert.IsType<EditOutcome.Refused>(await SaveAsync(app, order with { Sku = new(seen.Sku, " ") })).Fault.Field);
        Assert.Equal("name", Assert.IsType<EditOutcome.Refused>(await SaveAsync(app, order with { Name = new(seen.Name, "") })).Fault.Field);
        var refused = Assert.IsType<EditOutcome.Refused>(await SaveAsync(app, order with { Words = words }));
        Assert.Equal(("altEn", ids[1]), (refused.Fault.Field, refused.AssetId));
        Assert.Equal("assetIds", Assert.IsType<EditOutcome.Refused>(await SaveAsync(app, order with { Name = new(seen.Name, "New"), Orders = [new(null, [ids[2]])] })).Fault.Field);
        Assert.IsType<EditOutcome.NoSuchProduct>(await SaveAsync(app, order with { ProductId = -1 }));
        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Get<ProductEdits>().SaveAsync(order, Actor.User(1, "v", Role.Viewer), default));
        var now = await OpenAsync(app, product);
        Assert.Equal((seen.Sku, seen.Name, seen.GalleryVersion), (now.Sku, now.Name, now.GalleryVersion));
        Assert.Equal(ids, await app.OrderAsync(product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_picture_that_has_left_the_product_meanwhile_is_not_deleted(TestDatabase database)
    {
        var (app, product, ids) = await NewAsync(database, 3);
        await app.Get<GalleryPlacements>().RemoveAsync(product, [new(ids[0], null)], Actor.Portal, default);
        var saved = Assert.IsType<EditOutcome.Saved>(await SaveAsync(app, new(product, 0) { Removals = [ids[0], ids[1]] }));
        Assert.Equal(1, saved.Removed!.Removed);
        Assert.NotNull(await app.Get<AssetList>().FindAsync(ids[0], default));
        Assert.Equal([ids[2]], await app.OrderAsync(product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Of_two_who_save_another_order_at_once_exactly_one_wins(TestDatabase database)
    {
        var (app, product, ids) = await NewAsync(database, 5);
        for (var round = 0; round < 10; round++)
        {
            var seen = (await OpenAsync(app, product)).GalleryVersion;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => SaveAsync(app, new(product, seen) { Orders = [new(null, n == 0 ? [.. ids.Reverse()] : [ids[1], ids[0], .. ids[2..]])] })));
            Assert.Single(outcomes, o => o is EditOutcome.Saved);
            Assert.Single(outcomes, o => o is EditOutcome.Overtaken);
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Five_pictures_and_two_hundred_cost_the_same_number_of_statements(TestDatabase database)
    {
        var costs = new List<int>();
        foreach (var number in (int[])[5, 200])
        {
            var (app, product, ids) = await NewAsync(database, number);
            var seen = await OpenAsync(app, product);
            var edit = new ProductEdit(product, seen.GalleryVersion)
            {
                Name = new(seen.Name, "New name"),
                Removals = [.. ids.Where((_, n) => n % 2 == 0)],
                Orders = [new(null, [.. ids.Where((_, n) => n % 2 == 1).Reverse()])],
                Words = ids.Where((_, n) => n % 2 == 1).ToDictionary(id => id, id => new WordsEdit(new("New", "New", null, null), new(null, "", null, null))),
            };
            costs.Add(await Statements.OfAsync(async () => Assert.IsType<EditOutcome.Saved>(await SaveAsync(app, edit))));
            Assert.Equal(edit.Orders[0].AssetIds, await app.OrderAsync(product));
        }
        Assert.Equal(costs[0], costs[1]);
    }

    private async Task<(MediaApp App, long Product, long[] Ids)> NewAsync(TestDatabase database, int pictures)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        return (app, product, await app.ShelveAsync(product, pictures));
    }

    private static async Task<ProductView> OpenAsync(MediaApp app, long product) => (await app.Get<Galleries>().OpenAsync(product, default))!;

    private static Task<EditOutcome> SaveAsync(MediaApp app, ProductEdit edit) => app.Get<ProductEdits>().SaveAsync(edit, Actor.Portal, default);
}
