using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Pictures of the library put into galleries, and taken out again without being deleted.</summary>
public sealed class GalleryPlacementsTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Two_pictures_go_on_three_variants_in_one_call_and_each_diary_says_so(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var variants = await app.Admin.NewVariantsAsync(product, 4);
        var ids = await app.ShelveAsync(product, 3);
        await app.PlaceAsync(product, variants[0], ids[2], ids[1]);
        var placed = await PlaceAsync(app, product, new { assetIds = new[] { ids[1], ids[0] }, variants = variants[..3] });
        Assert.Equal([ids[2], ids[1], ids[0]], await app.OrderAsync(product, variants[0]));
        Assert.Equal([ids[1], ids[0]], await app.OrderAsync(product, variants[1]));
        Assert.Equal([ids[1], ids[0]], await app.OrderAsync(product, variants[2]));
        Assert.Empty(await app.OrderAsync(product, variants[3]));
        Assert.Equal(5, placed.Items.Count); // one was there
        Assert.Contains(new(ids[0], variants[0], 3), placed.Items);
        var line = (await app.Get<GalleryDiary>().ReadAsync(product, variants[1], default)).Single();
        Assert.Equal((GalleryChange.Added, 2), (line.Change, line.Pictures));
        Assert.Equal([ids[1], ids[0]], line.Order);
        Assert.Empty(await app.Get<GalleryDiary>().ReadAsync(product, null, default));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_picture_leaves_one_gallery_and_comes_back_to_its_place(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var variant = (await app.Admin.NewVariantsAsync(product, 1))[0];
        var ids = await app.ShelveAsync(product, 4, variant);
        await app.PlaceAsync(product, null, ids[1]);
        using var answer = await app.Admin.DeleteAsync($"/api/products/{product}/gallery/placements?asset={ids[1]}&asset={ids[2]}&variant={variant}");
        var removed = (await answer.Content.ReadFromJsonAsync<PlacementsAnswer>(MediaApp.Json))!;
        Assert.Equal([new(ids[1], variant, 2), new(ids[2], variant, 3)], removed.Items);
        Assert.Equal([ids[0], ids[3]], await app.OrderAsync(product, variant));
        Assert.Equal([ids[1]], await app.OrderAsync(product)); // only out of the one gallery
        Assert.Equal(HttpStatusCode.OK, (await app.Admin.GetAsync($"/api/assets/{ids[2]}")).StatusCode);

        await PlaceAsync(app, product, new { assetIds = new[] { ids[1], ids[2] }, variants = new[] { variant }, position = 2 });
        Assert.Equal(ids, await app.OrderAsync(product, variant));
        Assert.Equal([GalleryChange.Added, GalleryChange.Removed], (await app.Get<GalleryDiary>().ReadAsync(product, variant, default)).Select(l => l.Change));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Handed_to_the_opposite_verb_an_answer_is_the_undo_whatever_the_galleries_were(TestDatabase database)
    {
        var app = apps.On(database);
        var (placements, seed) = (app.Get<GalleryPlacements>(), Environment.TickCount);
        var dice = new Random(seed);
        var product = await app.NewProductAsync();
        var variants = await app.Admin.NewVariantsAsync(product, 4);
        var ids = await app.ShelveAsync(product, 6);
        for (var round = 0; round < 25; round++)
        {
            var before = await OrdersAsync(app, product, variants);
            var wished = Enumerable.Range(0, dice.Next(1, 9)).Select(_ => new GalleryPlace(ids[dice.Next(6)], variants[dice.Next(4)], dice.Next(2) == 0 ? null : dice.Next(1, 7))).ToList();
            var place = dice.Next(2) == 0;
            var done = Assert.IsType<PlacementOutcome.Done>(place ? await placements.PlaceAsync(product, wished, Actor.Portal, default) : await placements.RemoveAsync(product, wished, Actor.Portal, default));
            if (dice.Next(3) > 0) continue; // let it stand
            Assert.IsType<PlacementOutcome.Done>(place ? await placements.RemoveAsync(product, done.Places, Actor.Portal, default) : await placements.PlaceAsync(product, done.Places, Actor.Portal, default));
            Assert.True(before == await OrdersAsync(app, product, variants), $"seed {seed}, round {round}");
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_in_the_trash_keeps_its_place_between_those_put_in_meanwhile(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 3);
        var more = await app.ShelveAsync(null, 1);
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[1]]), Actor.Portal, default);
        await PlaceAsync(app, product, new { assetIds = more, position = 1 });
        using var trashed = await app.Admin.PostAsJsonAsync($"/api/products/{product}/gallery/placements", new { assetIds = new[] { ids[1] } });
        Assert.Equal(HttpStatusCode.BadRequest, trashed.StatusCode);
        await app.Get<Trash>().RestoreAsync([ids[1]], Actor.Portal, default);
        Assert.Equal(more.Concat(ids), await app.OrderAsync(product));
    }

    [Theory]
    [InlineData("assetIds", """{"variants":[VARIANT]}""")]
    [InlineData("assetIds", """{"assetIds":[],"variants":[VARIANT]}""")]
    [InlineData("assetIds", """{"assetIds":[PICTURE,999999999],"variants":[VARIANT]}""")]
    [InlineData("variants", """{"assetIds":[PICTURE],"variants":[]}""")]
    [InlineData("variants", """{"assetIds":[PICTURE],"variants":[VARIANT,FOREIGN]}""")]
    [InlineData("position", """{"assetIds":[PICTURE],"variants":[VARIANT],"position":0}""")]
    public async Task A_fault_is_named_and_nothing_is_half_applied(string field, string json)
    {
        foreach (var database in TestDatabases.All)
        {
            var app = apps.On(database);
            var product = await app.NewProductAsync();
            var (variant, picture) = ((await app.Admin.NewVariantsAsync(product, 1))[0], (await app.ShelveAsync(product, 1))[0]);
            var foreign = (await app.Admin.NewVariantsAsync(await app.NewProductAsync(), 1))[0];
            json = json.Replace("VARIANT", $"{variant}").Replace("PICTURE", $"{picture}").Replace("FOREIGN", $"{foreign}");
            using var answer = await app.Admin.PostAsync($"/api/products/{product}/gallery/placements", new StringContent(json, null, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains($"\"{field}\":[", await answer.Content.ReadAsStringAsync());
            Assert.Empty(await app.OrderAsync(product, variant));
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Ten_pictures_on_two_hundred_variants_take_as_many_statements_as_one_on_one(TestDatabase database)
    {
        var app = apps.On(database);
        Assert.Equal(await StatementsAsync(app, 1, 1), await StatementsAsync(app, 10, 200));
    }

    private static async Task<(int Place, int Remove)> StatementsAsync(MediaApp app, int pictures, int count)
    {
        var placements = app.Get<GalleryPlacements>();
        var product = await app.NewProductAsync();
        var variants = await app.Admin.NewVariantsAsync(product, count);
        var places = (from id in await app.ShelveAsync(product, pictures) from variant in variants select new GalleryPlace(id, variant, 1)).ToList();
        var place = await Statements.OfAsync(() => placements.PlaceAsync(product, places, Actor.Portal, default));
        Assert.Equal(pictures, (await app.OrderAsync(product, variants[^1])).Length);
        var remove = await Statements.OfAsync(() => placements.RemoveAsync(product, places, Actor.Portal, default));
        Assert.Empty(await app.OrderAsync(product, variants[^1]));
        return (place, remove);
    }

    private static async Task<PlacementsAnswer> PlaceAsync(MediaApp app, long product, object request)
    {
        using var answer = await app.Admin.PostAsJsonAsync($"/api/products/{product}/gallery/placements", request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<PlacementsAnswer>(MediaApp.Json))!;
    }

    private static async Task<string> OrdersAsync(MediaApp app, long product, long[] variants)
    {
        var orders = new List<string>();
        foreach (var variant in variants) orders.Add(string.Join(',', await app.OrderAsync(product, variant)));
        return string.Join(" | ", orders);
    }
}
