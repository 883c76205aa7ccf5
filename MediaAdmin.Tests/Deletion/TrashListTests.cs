using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>What the trash tells: who took what from where, and until when it can come back.</summary>
public sealed class TrashListTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    private static readonly Actor Ada = Actor.User(7, "Ada", Role.Editor);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Acts_come_the_latest_first_with_who_took_what_from_where(TestDatabase database)
    {
        var app = apps.On(database);
        var (lamp, cup) = (await app.NewProductAsync(), await app.NewProductAsync());
        var ids = await app.ShelveAsync(lamp, 3);
        await app.PlaceAsync(cup, null, ids[0]);
        var (client, sku) = await NamesAsync(app, lamp);
        await Trash(app).PutAsync(new DeletionTarget.Assets([ids[0], ids[1]]), Ada, default);
        var last = await Trash(app).PutAsync(new DeletionTarget.Assets([ids[2]]), Ada, default);

        var page = await List(app).FindAsync(new(Client: client), default);
        Assert.Equal([1, 2], page.Acts.Select(a => a.Pictures));
        Assert.Equal((3, 1, 1), (page.Total, page.Number, page.Pages));
        Assert.All(page.Acts, a => Assert.Equal(("Ada", a.Pictures, true), (a.ActorName, a.Restorable, a.CanRestore)));
        Assert.Equal(last.Operation, page.Acts[0].Operation);
        Assert.Equal(last.NotBefore, page.Acts[0].Until!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal([(ids[0], 1), (ids[1], 0)], page.Acts[1].Shown.Select(p => (p.Entry.AssetId!.Value, p.MorePlaces)));
        Assert.All(page.Acts.SelectMany(a => a.Shown), p => Assert.Equal(new FormerPlace(lamp, sku, null, IsGone: false), p.Place));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_picture_that_was_merged_away_tells_where_it_stood(TestDatabase database)
    {
        var app = apps.On(database);
        var (lamp, cup) = (await app.NewProductAsync(), await app.NewProductAsync());
        var ids = await app.ShelveSameAsync(null, Journey.Sha256(Guid.NewGuid().ToByteArray()), 2);
        await app.PlaceAsync(lamp, null, ids[1]);
        await app.PlaceAsync(cup, null, ids[1]);
        var merge = await app.Get<Trash>().PutAsync(new DeletionTarget.Merged([new(ids[0], [ids[1]])], false), Actor.Portal, CancellationToken.None);
        var gone = (await app.Get<TrashList>().FindAsync(new(), CancellationToken.None)).Acts.Single(a => a.Operation == merge.Operation).Shown.Single();
        Assert.Equal((lamp, 1), (gone.Place!.ProductId, gone.MorePlaces));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_deleted_product_is_there_with_its_pictures_and_also_when_it_had_none(TestDatabase database)
    {
        var app = apps.On(database);
        var (full, bare) = (await app.NewProductAsync("Lantern"), await app.NewProductAsync("Torch"));
        await app.ShelveAsync(full, 2);
        var ((client, sku), (_, bareSku)) = (await NamesAsync(app, full), await NamesAsync(app, bare));
        await Trash(app).PutAsync(new DeletionTarget.OfProduct(full), Ada, default);
        var act = await Trash(app).PutAsync(new DeletionTarget.OfProduct(bare), Ada, default);

        var found = Assert.Single((await List(app).FindAsync(new(Client: client), default)).Acts);
        Assert.Equal((new TrashedProduct(full, client, sku, "Lantern"), 2, 2), (found.Product, found.Pictures, found.Shown.Count));
        Assert.All(found.Shown, p => Assert.True(p.Place!.IsGone));
        var torch = Assert.Single((await List(app).FindAsync(new(Search: bareSku), default)).Acts);
        Assert.Equal((act.Operation, "Torch", 0, true), (torch.Operation, torch.Product!.Name, torch.Pictures, torch.CanRestore));
        Assert.Equal(act.NotBefore, torch.Until!.Value, TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, (await Trash(app).RestoreAsync(torch.Operation, Ada, default)).Products);
        Assert.Empty((await List(app).FindAsync(new(Search: bareSku), default)).Acts);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Words_are_looked_for_in_file_names_and_in_the_names_of_products(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync("Çaydanlık");
        await app.ShelveAsync(product, 12);
        var (client, _) = await NamesAsync(app, product);
        await Trash(app).PutAsync(new DeletionTarget.OfProduct(product), Ada, default);

        Assert.Equal(["shelf-010.png", "shelf-011.png", "shelf-012.png"], await NamesFoundAsync(app, new("SHELF-01", client)));
        var byName = Assert.Single((await List(app).FindAsync(new("caydanlik", client), default)).Acts);
        Assert.Equal((12, 0), (byName.Pictures, byName.Shown.Count));
        Assert.Empty((await List(app).FindAsync(new("\0nothing", client), default)).Acts);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_act_goes_on_over_pages_and_the_statements_stay_as_few(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var (client, _) = await NamesAsync(app, product);
        await Trash(app).PutAsync(new DeletionTarget.Assets(await app.ShelveAsync(product, 1)), Ada, default);
        var ofOne = await Statements.OfAsync(() => List(app).FindAsync(new(Client: client), default));
        await Trash(app).PutAsync(new DeletionTarget.Assets(await app.ShelveAsync(product, 1000)), Ada, default);
        TrashView page = null!;
        Assert.Equal(ofOne, await Statements.OfAsync(async () => page = await List(app).FindAsync(new(Client: client, Page: 20), default)));
        Assert.Equal((1001, 20, 21), (page.Total, page.Number, page.Pages));
        Assert.Equal((1000, 50), (Assert.Single(page.Acts).Pictures, page.Acts[0].Shown.Count));
        page = await List(app).FindAsync(new(Client: client, Page: 99), default);
        Assert.Equal((21, 1), (page.Number, page.Acts.Sum(a => a.Shown.Count)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_deleted_for_good_is_shown_as_gone_for_a_moment_and_its_product_does_not_come_back(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        await app.ShelveAsync(product, 2);
        var (client, sku) = await NamesAsync(app, product);
        var act = (await Trash(app).PutAsync(new DeletionTarget.OfProduct(product), Ada, default)).Operation;

        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Get<DeletionControl>().HurryAsync(act, Ada, default));
        Assert.Equal(2, await app.Get<DeletionControl>().HurryAsync(act, Actor.Portal, default));
        var gone = await Eventually.GetAsync(() => List(app).FindAsync(new(Client: client), default),
            p => p.Acts is [{ Shown: var shown }] && shown.All(s => s.Entry.State == DeletionState.Deleted), "both gone and still shown");
        Assert.Equal((false, null), (gone.Acts[0].CanRestore, gone.Acts[0].Product));
        Assert.Equal(gone.Acts[0].Shown.Min(p => p.Entry.EndedAt) + TrashList.Farewell, gone.ChangesAt);
        Assert.All(gone.Acts[0].Shown, p => Assert.Equal(sku, p.Place!.Sku));
        Assert.Equal(0, (await Trash(app).RestoreAsync(act, Ada, default)).Products);
        await Eventually.HoldsAsync(async () => (await List(app).FindAsync(new(Client: client), default)).Total == 0, "an empty trash");
    }

    private static async Task<string[]> NamesFoundAsync(MediaApp app, TrashQuery query) =>
        [.. (await List(app).FindAsync(query, default)).Acts.SelectMany(a => a.Shown).Select(p => p.Entry.FileName)];

    private static async Task<(string Client, string Sku)> NamesAsync(MediaApp app, long product)
    {
        var view = await app.Admin.GetFromJsonAsync<JsonElement>($"/api/products/{product}");
        return (view.GetProperty("client").GetString()!, view.GetProperty("sku").GetString()!);
    }

    private static TrashList List(MediaApp app) => app.Get<TrashList>();

    private static Trash Trash(MediaApp app) => app.Get<Trash>();
}
