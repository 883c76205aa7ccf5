using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Many pictures of the library put on many products at once, and taken back.</summary>
public sealed class AssetPlacingTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_pictures_come_to_the_end_in_their_order_those_that_are_there_stay_and_undo_takes_back_just_what_came(TestDatabase database)
    {
        var app = apps.On(database);
        var (lamp, vase) = (await app.NewProductAsync(), await app.NewProductAsync());
        var (ofLamp, loose) = (await app.ShelveAsync(lamp, 3), await app.ShelveAsync(null, 2));
        var placed = await PlaceAsync(app, new(AssetIds: [loose[1], ofLamp[1], loose[0], loose[0]]), lamp, vase);
        Assert.Equal((3, 2, 5, 1), (placed.Pictures, placed.Products, placed.Placements.Count, placed.Already));
        Assert.Equal(ofLamp.Append(loose[1]).Append(loose[0]), await app.OrderAsync(lamp));
        Assert.Equal([loose[1], ofLamp[1], loose[0]], await app.OrderAsync(vase));
        var line = (await app.Get<GalleryDiary>().ReadAsync(vase, null, default)).Single();
        Assert.Equal((GalleryChange.Added, 3), (line.Change, line.Pictures));

        var version = await VersionAsync(app, vase);
        Assert.Empty((await PlaceAsync(app, new(AssetIds: [.. loose]), lamp, vase)).Placements);
        Assert.Equal(version, await VersionAsync(app, vase)); // nothing has changed
        Assert.Equal(5, await app.Get<AssetPlacing>().TakeBackAsync(placed.Placements, Actor.Portal, default));
        Assert.Equal(ofLamp, await app.OrderAsync(lamp));
        Assert.Empty(await app.OrderAsync(vase));
        Assert.True(await VersionAsync(app, vase) > version);
        Assert.Equal(0, await app.Get<AssetPlacing>().TakeBackAsync(placed.Placements, Actor.Portal, default));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task All_that_match_come_in_the_order_of_the_filter_but_for_those_left_out(TestDatabase database)
    {
        var app = apps.On(database);
        var (from, to) = (await app.NewProductAsync(), await app.NewProductAsync());
        var ids = await app.ShelveAsync(from, 5);
        await PlaceAsync(app, new(new(Product: from, Sort: AssetSort.Newest), [ids[2]]), to);
        Assert.Equal([ids[4], ids[3], ids[1], ids[0]], await app.OrderAsync(to));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_in_the_trash_keeps_its_place_before_those_that_came(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var (ids, more) = (await app.ShelveAsync(product, 3), await app.ShelveAsync(null, 1));
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[2]]), Actor.Portal, default);
        var placed = await PlaceAsync(app, new(AssetIds: [more[0], ids[2]]), product);
        Assert.Equal((1, 1), (placed.Pictures, placed.Placements.Count)); // what is in the trash cannot be placed
        await app.Get<Trash>().RestoreAsync([ids[2]], Actor.Portal, default);
        Assert.Equal(ids.Concat(more), await app.OrderAsync(product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Two_hundred_pictures_on_twenty_products_take_as_many_statements_as_two_on_one_and_each_product_is_told(TestDatabase database)
    {
        var app = apps.On(database);
        Assert.Equal(await StatementsAsync(app, 2, 1), await StatementsAsync(app, 200, 20));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_cannot_be_done_is_refused_and_nothing_is_half_applied(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var (placing, ids) = (app.Get<AssetPlacing>(), await app.ShelveAsync(null, 1));
        Assert.Equal("productIds", (await placing.PlaceAsync(new(AssetIds: [.. ids]), [product, long.MaxValue], Actor.Portal, default)).Fault!.Field);
        Assert.Equal("productIds", (await placing.PlaceAsync(new(AssetIds: [.. ids]), [], Actor.Portal, default)).Fault!.Field);
        Assert.Equal("assetIds", (await placing.PlaceAsync(new(), [product], Actor.Portal, default)).Fault!.Field);
        Assert.Equal("assetIds", (await placing.PlaceAsync(new(AssetIds: [.. ids]), [.. Enumerable.Range(1, AssetPlacing.MostPlaces + 1)], Actor.Portal, default)).Fault!.Field);
        await Assert.ThrowsAsync<AccessDeniedException>(() => placing.PlaceAsync(new(AssetIds: [.. ids]), [product], Actor.User(1, "Vic", Role.Viewer), default));
        Assert.Empty(await app.OrderAsync(product));
    }

    private static async Task<(int Place, int TakeBack)> StatementsAsync(MediaApp app, int pictures, int count)
    {
        var products = new List<long>();
        for (var i = 0; i < count; i++) products.Add(await app.NewProductAsync());
        var (ids, placed) = (await app.ShelveAsync(null, pictures), (AssetsPlaced?)null);
        var place = await Statements.OfAsync(async () => placed = await PlaceAsync(app, new(AssetIds: ids), [.. products]));
        Assert.Equal(ids, await app.OrderAsync(products[^1]));
        var takeBack = await Statements.OfAsync(() => app.Get<AssetPlacing>().TakeBackAsync(placed!.Placements, Actor.Portal, default));
        Assert.Empty(await app.OrderAsync(products[^1]));
        return (place, takeBack);
    }

    private static async Task<AssetsPlaced> PlaceAsync(MediaApp app, AssetChoice choice, params long[] products)
    {
        var (placed, fault) = await app.Get<AssetPlacing>().PlaceAsync(choice, products, Actor.Portal, default);
        Assert.Null(fault);
        return placed!;
    }

    private static async Task<int> VersionAsync(MediaApp app, long product)
    {
        await using var db = await app.DbAsync();
        return await db.Set<Product>().Where(p => p.Id == product).Select(p => p.GalleryVersion).SingleAsync();
    }
}
