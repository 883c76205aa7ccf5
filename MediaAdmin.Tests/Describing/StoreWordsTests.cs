using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Describing;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Describing;

/// <summary>Cloudinary has the words that the portal has, whoever changes them and whatever fails meanwhile.</summary>
public sealed class StoreWordsTests
{
    private static readonly Actor Somebody = new("user:1", "Somebody", Role.Admin);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_upload_and_every_edit_of_one_picture_arrive(TestDatabase database)
    {
        await using var portal = await CloudinaryPortal.StartAsync(database);
        var product = await portal.App.NewProductAsync();
        var (client, sku) = await NamesAsync(portal.App, product);
        var url = await new TusClient(portal.App.Admin).UploadAsync(Pictures.Png(61), "lamp = 1|2.png", product);
        var asset = (await portal.App.UntilAsync(url, UploadState.Stored)).AssetId!.Value;
        await KeepsAsync(portal, asset, ["mediaadmin"], new() { ["caption"] = "lamp = 1|2", ["product"] = sku, ["product_name"] = "Lamp", ["client"] = client });

        (await portal.App.Admin.PatchAsJsonAsync($"/api/assets/{asset}", new { altEn = "A lamp", altTr = "Bir lamba", title = "Lamp", tags = new[] { "sale", "new" } })).EnsureSuccessStatusCode();
        await KeepsAsync(portal, asset, ["mediaadmin", "sale", "new"], new() { ["caption"] = "Lamp", ["alt"] = "A lamp", ["alt_tr"] = "Bir lamba", ["product"] = sku, ["product_name"] = "Lamp", ["client"] = client });
        (await portal.App.Admin.PatchAsJsonAsync($"/api/products/{product}", new { sku = "RENAMED" })).EnsureSuccessStatusCode();
        (await portal.App.Admin.PatchAsJsonAsync($"/api/products/{product}", new { name = "Floor lamp" })).EnsureSuccessStatusCode();
        (await portal.App.Admin.PatchAsJsonAsync($"/api/assets/{asset}", new { altEn = "", altTr = "", title = "", tags = Array.Empty<string>() })).EnsureSuccessStatusCode();
        await KeepsAsync(portal, asset, ["mediaadmin"], new() { ["product"] = "RENAMED", ["product_name"] = "Floor lamp", ["client"] = client });
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Placing_taking_back_and_deleting_a_product_are_told(TestDatabase database)
    {
        await using var portal = await CloudinaryPortal.StartAsync(database);
        var asset = Assert.Single(await portal.ShelveAsync(null, 1));
        var (one, two) = (await portal.App.NewProductAsync(), await portal.App.NewProductAsync());
        string[] skus = [(await NamesAsync(portal.App, one)).Sku, (await NamesAsync(portal.App, two)).Sku];
        var both = string.Join(", ", skus.Order(StringComparer.Ordinal));

        var (placed, _) = await portal.App.Get<AssetPlacing>().PlaceAsync(new(AssetIds: [asset]), [one, two], Somebody, default);
        await ContextAsync(portal, asset, "product", both);
        var gone = await portal.App.Get<Trash>().PutAsync(new DeletionTarget.OfProduct(two), Somebody, default);
        Assert.Equal(0, gone.Removed); // the picture stands on the other product too and stays
        await ContextAsync(portal, asset, "product", skus[0]);
        await portal.App.Get<Trash>().RestoreAsync(gone.Operation, Somebody, default);
        await ContextAsync(portal, asset, "product", both);
        await portal.App.Get<GalleryPlacements>().RemoveAsync(one, [new(asset, null)], Somebody, default);
        await ContextAsync(portal, asset, "product", skus[1]);
        await portal.App.Get<GalleryPlacements>().PlaceAsync(one, [new(asset, null)], Somebody, default);
        await ContextAsync(portal, asset, "product", both);
        await portal.App.Get<AssetPlacing>().TakeBackAsync(placed!.Placements, Somebody, default);
        await ContextAsync(portal, asset, "product", skus[0]);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_variant_that_is_removed_takes_its_product_from_the_pictures_that_stood_on_nothing_else_of_it(TestDatabase database)
    {
        await using var portal = await CloudinaryPortal.StartAsync(database);
        var (app, editor) = (portal.App, portal.App.Get<VariantEditor>());
        var product = await app.NewProductAsync();
        var (_, sku) = await NamesAsync(app, product);
        var saved = Assert.IsType<VariantsOutcome.Saved>(await editor.SaveAsync(product, [new(null, "red", "Red"), new(null, "blue", "Blue")], null, Somebody, default)).Variants;
        var assets = await portal.ShelveAsync(null, 2);
        await app.Get<GalleryPlacements>().PlaceAsync(product, [new(assets[0], saved[0].Id), new(assets[1], saved[0].Id), new(assets[1], null)], Somebody, default);
        foreach (var asset in assets) await ContextAsync(portal, asset, "product", sku);
        await SettledAsync(portal);

        await editor.SaveAsync(product, [new(saved[1].Id, "blue", "Blue")], null, Somebody, default);
        await ContextAsync(portal, assets[0], "product", null);
        await SettledAsync(portal);
        Assert.Equal(sku, (await portal.KeptAsync(assets[1])).Context["product"]);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Removing_a_variant_of_many_pictures_takes_as_many_statements_as_of_few(TestDatabase database)
    {
        await using var portal = await CloudinaryPortal.StartAsync(database);
        var statements = new List<int>();
        foreach (var pictures in (int[])[3, 60])
        {
            var product = await portal.App.NewProductAsync();
            var editor = portal.App.Get<VariantEditor>();
            var red = Assert.IsType<VariantsOutcome.Saved>(await editor.SaveAsync(product, [new(null, "red", "Red")], null, Somebody, default)).Variants[0].Id;
            await portal.App.PlaceAsync(product, red, await portal.ShelveAsync(null, pictures));
            statements.Add(await Statements.OfAsync(() => editor.SaveAsync(product, [], null, Somebody, default)));
        }
        Assert.Equal(statements[0], statements[1]);
        Assert.InRange(statements[0], 1, 14);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Tags_for_many_pictures_and_their_undo_take_one_call_each(TestDatabase database)
    {
        await using var portal = await CloudinaryPortal.StartAsync(database, new Dictionary<string, string> { ["Describing:BatchSize"] = "1000" });
        var assets = await portal.ShelveAsync(await portal.App.NewProductAsync(), 300);
        var (changed, _, former) = await portal.App.Get<AssetWording>().DescribeAsync(new(AssetIds: assets), new CommonWords(AddTags: ["summer"]), Somebody, default);
        Assert.Equal(300, changed);
        await SettledAsync(portal);
        Assert.All(portal.Cloudinary.Account.Pictures.Values, p => Assert.Equal(["mediaadmin", "summer"], p.Tags));
        Assert.Equal(300, Assert.Single(portal.Asked("POST /image/tags")).All("public_ids").Count);

        Assert.Equal(300, await portal.App.Get<AssetWording>().UndoAsync(former, Somebody, default));
        await SettledAsync(portal);
        Assert.All(portal.Cloudinary.Account.Pictures.Values, p => Assert.Equal(["mediaadmin"], p.Tags));
        Assert.Equal((2, 0), (portal.Asked("POST /image/tags").Count, portal.Asked("POST /image/context").Count));
    }

    [Fact]
    public async Task The_same_texts_take_one_call_and_what_others_keep_there_stays()
    {
        await using var portal = await CloudinaryPortal.StartAsync();
        var assets = await portal.ShelveAsync(null, 30);
        foreach (var (key, kept) in portal.Cloudinary.Account.Pictures) portal.Cloudinary.Account.Pictures[key] = kept with { Context = new Dictionary<string, string> { ["photographer"] = "Ann | Bea" } };
        await portal.App.Get<AssetWording>().DescribeEachAsync(assets.ToDictionary(id => id, _ => new AssetWords("Shelf", "A shelf", "Raf", null)), false, Somebody, default);
        await SettledAsync(portal);
        Assert.Equal(30, Assert.Single(portal.Asked("POST /image/context")).All("public_ids").Count);
        Assert.All(portal.Cloudinary.Account.Pictures.Values, p => Assert.Equal("Ann | Bea/Shelf/A shelf/Raf", $"{p.Context["photographer"]}/{p.Context["caption"]}/{p.Context["alt"]}/{p.Context["alt_tr"]}"));

        await portal.App.Get<AssetWording>().DescribeEachAsync(assets.ToDictionary(id => id, _ => new AssetWords("", "", "", null)), false, Somebody, default);
        await SettledAsync(portal);
        Assert.All(portal.Cloudinary.Account.Pictures.Values, p => Assert.Equal([new("photographer", "Ann | Bea")], p.Context));
        Assert.Equal(2, portal.Asked("GET /resources/image/upload").Count); // the quota of the Admin API is spared
    }

    [Fact]
    public async Task While_Cloudinary_serves_nobody_nothing_is_lost_and_the_page_can_say_so()
    {
        await using var portal = await CloudinaryPortal.StartAsync();
        var assets = await portal.ShelveAsync(await portal.App.NewProductAsync(), 5);
        portal.Cloudinary.Script.Play(CloudinaryFault.Answer(503, "Service Unavailable"), times: 1000, on: "/image/context");
        await DescribeAsync(portal, assets, "A shelf");
        var owed = await Eventually.GetAsync(() => portal.App.Get<WordsLedger>().ReadAsync(default), o => o.Pause is not null, "the pause");
        Assert.Equal((5, 0), (owed.Waiting, owed.Refused.Count));
        Assert.Contains("Service Unavailable", owed.Pause!.Detail);
        Assert.All(portal.Cloudinary.Account.Pictures.Values, p => Assert.Empty(p.Context));

        portal.Cloudinary.Script.Clear();
        await SettledAsync(portal);
        Assert.All(portal.Cloudinary.Account.Pictures.Values, p => Assert.Equal("A shelf", p.Context["alt"]));
        Assert.Null((await portal.App.Get<WordsLedger>().ReadAsync(default)).Pause);
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_asked_for_again_and_a_picture_that_is_refused_holds_up_no_other()
    {
        await using var portal = await CloudinaryPortal.StartAsync(settings: new Dictionary<string, string> { ["Describing:MaxAttempts"] = "2" });
        var assets = await portal.ShelveAsync(null, 4);
        var lost = await portal.KeptAsync(assets[2]);
        portal.Cloudinary.Account.Pictures.TryRemove(("upload", lost.PublicId), out _);
        portal.Cloudinary.Script.Play(CloudinaryFault.Reset with { AfterEffect = true }, times: 2, on: "/image/context");
        await DescribeAsync(portal, assets, "A shelf");
        var owed = await Eventually.GetAsync(() => portal.App.Get<WordsLedger>().ReadAsync(default), o => o is { Waiting: 0, Refused.Count: 1 }, "one that is refused");
        Assert.Equal(new RefusedWords("Cloudinary does not have this picture.", 1), Assert.Single(owed.Refused));
        Assert.All(portal.Cloudinary.Account.Pictures.Values, p => Assert.Equal("A shelf", p.Context["alt"]));

        portal.Cloudinary.Account.Pictures[("upload", lost.PublicId)] = lost;
        Assert.NotEqual(0, await portal.App.Get<WordsLedger>().TryAgainAsync(Somebody, default));
        await SettledAsync(portal);
        Assert.Equal("A shelf", (await portal.KeptAsync(assets[2])).Context["alt"]);
    }

    [Fact]
    public async Task What_is_in_the_trash_is_told_once_it_is_back()
    {
        await using var portal = await CloudinaryPortal.StartAsync(settings: new Dictionary<string, string> { ["Deletion:UndoWindow"] = "01:00:00" });
        var product = await portal.App.NewProductAsync();
        var assets = await portal.ShelveAsync(product, 2);
        var act = await portal.App.Get<Trash>().PutAsync(new DeletionTarget.Assets([assets[0]]), Somebody, default);
        (await portal.App.Admin.PatchAsJsonAsync($"/api/products/{product}", new { sku = "RENAMED" })).EnsureSuccessStatusCode();
        await ContextAsync(portal, assets[1], "product", "RENAMED");
        await SettledAsync(portal);
        Assert.Empty((await portal.KeptAsync(assets[0])).Context);
        await portal.App.Get<Trash>().RestoreAsync(act.Operation, Somebody, default);
        await ContextAsync(portal, assets[0], "product", "RENAMED");
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_store_that_keeps_files_only_is_owed_nothing(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        var assets = await app.ShelveAsync(await app.NewProductAsync(), 3);
        await app.Get<AssetWording>().DescribeAsync(new(AssetIds: assets), new CommonWords(AddTags: ["summer"], AltEn: "A shelf"), Somebody, default);
        (await app.Admin.PatchAsJsonAsync($"/api/assets/{assets[0]}", new { title = "Other" })).EnsureSuccessStatusCode();
        await using var db = await app.DbAsync();
        Assert.Equal(0, await db.Set<OwedWords>().CountAsync());
    }

    private static async Task DescribeAsync(CloudinaryPortal portal, long[] assets, string alt) =>
        await portal.App.Get<AssetWording>().DescribeAsync(new(AssetIds: assets), new CommonWords(AltEn: alt), Somebody, default);

    private static Task SettledAsync(CloudinaryPortal portal) =>
        Eventually.HoldsAsync(async () => await portal.App.Get<WordsLedger>().ReadAsync(default) is { Waiting: 0, Refused.Count: 0 }, "nothing owed");

    private static async Task KeepsAsync(CloudinaryPortal portal, long asset, string[] tags, Dictionary<string, string> context)
    {
        await Eventually.HoldsAsync(async () => await portal.KeptAsync(asset) is var kept && kept.Tags.SequenceEqual(tags) && kept.Context.Count == context.Count && !kept.Context.Except(context).Any(), "the words at Cloudinary");
        await SettledAsync(portal);
    }

    private static async Task ContextAsync(CloudinaryPortal portal, long asset, string name, string? text) =>
        await Eventually.GetAsync(async () => (await portal.KeptAsync(asset)).Context.GetValueOrDefault(name), seen => seen == text, $"{name} = {text}");

    private static async Task<(string Client, string Sku)> NamesAsync(MediaApp app, long product) =>
        await app.Get<Galleries>().OpenAsync(product, default) is { } view ? (view.Client, view.Sku) : throw new InvalidOperationException($"no product {product}");
}
