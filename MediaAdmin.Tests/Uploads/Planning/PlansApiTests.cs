using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads.Planning;

namespace MediaAdmin.Tests.Uploads.Planning;

/// <summary>POST /api/uploads/plans: names against the real catalogue.</summary>
public sealed class PlansApiTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Names_are_answered_with_product_variant_place_and_what_stands_there(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, sku) = await NewProductAsync(app);
        var variants = await app.Admin.NewVariantsAsync(product, 2);
        var standing = await app.ShelveAsync(product, 2);
        await app.ShelveAsync(product, 1, variants[0]);
        var rows = await PlanAsync(app, $"{sku}_2.jpg", $"shoot/{sku.ToLowerInvariant()}_v-002_1.png", $"{sku}/v_001/1.jpg", "nobody_1.jpg");
        Assert.Equal(
            [(product, null, 2, PlanState.Taken, standing[1]), (product, variants[1], 1, PlanState.Ready, null), (product, variants[0], 1, PlanState.Taken, rows[2].Standing), (null, null, null, PlanState.NoProduct, null)],
            rows.Select(r => (r.Product, r.Variant, r.Position, r.State, r.Standing)));
        Assert.Equal("V-002", rows[1].VariantSku);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Turkish_letters_match_whatever_their_case(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, sku) = await NewProductAsync(app, "-IŞIK_İNCİ");
        var stem = sku[..^"-IŞIK_İNCİ".Length];
        var rows = await PlanAsync(app, $"{stem}-ışık-inci_1.jpg", $"{stem}-IŞIK-İNCİ_2.jpg", $"{stem} isik inci 3.jpg");
        Assert.All(rows, r => Assert.Equal(product, r.Product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_in_the_trash_holds_no_place_and_takes_no_files(TestDatabase database)
    {
        var app = apps.On(database);
        var ((product, sku), (gone, goneSku)) = (await NewProductAsync(app), await NewProductAsync(app));
        var standing = await app.ShelveAsync(product, 2);
        (await app.Admin.DeleteAsync($"/api/assets/{standing[0]}")).EnsureSuccessStatusCode();
        (await app.Admin.DeleteAsync($"/api/products/{gone}")).EnsureSuccessStatusCode();
        var rows = await PlanAsync(app, $"{sku}_1.jpg", $"{sku}_2.jpg", $"{goneSku}_1.jpg");
        Assert.Equal([(PlanState.Taken, standing[1]), (PlanState.Ready, null), (PlanState.NoProduct, null)], rows.Select(r => (r.State, r.Standing)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_number_of_statements_is_the_same_for_one_file_and_for_five_hundred(TestDatabase database)
    {
        var statements = new AppStatements();
        await using var app = new MediaApp(services: statements.Count, database: database);
        var products = new List<string>();
        for (var n = 0; n < 10; n++) products.Add((await NewProductAsync(app)).Sku);
        string[] many = [.. products.SelectMany(sku => Enumerable.Range(1, 50).Select(n => $"{sku}_{n}.jpg"))];
        await PlanAsync(app, many[0]);
        Assert.Equal(3, await statements.OfAsync(() => PlanAsync(app, many[0])));
        Assert.Equal(3, await statements.OfAsync(async () => Assert.All(await PlanAsync(app, many), r => Assert.Equal(PlanState.Ready, r.State))));
    }

    [Theory]
    [InlineData("files", """{"files":[]}""")]
    [InlineData("files", "{}")]
    [InlineData("files", """{"files":[" "]}""")]
    [InlineData("pattern", """{"files":["a.jpg"],"pattern":"{size}"}""")]
    public async Task A_bad_field_is_named(string field, string json)
    {
        using var answer = await apps.On(TestDatabase.Sqlite).Admin.PostAsync("/api/uploads/plans", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\":[", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Whoever_may_not_upload_may_not_plan()
    {
        var app = apps.On(TestDatabase.Sqlite);
        using var answer = await app.Client(await app.NewKeyAsync(Role.Viewer)).PostAsJsonAsync("/api/uploads/plans", new { files = (string[])["a.jpg"] });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task<(long Id, string Sku)> NewProductAsync(MediaApp app, string ending = "")
    {
        var id = await app.NewProductAsync();
        var sku = (await app.Admin.GetFromJsonAsync<ProductView>($"/api/products/{id}", MediaApp.Json))!.Sku + ending;
        (await app.Admin.PatchAsJsonAsync($"/api/products/{id}", new { sku })).EnsureSuccessStatusCode();
        return (id, sku);
    }

    private static async Task<IReadOnlyList<PlannedFile>> PlanAsync(MediaApp app, params string[] files)
    {
        using var answer = await app.Admin.PostAsJsonAsync("/api/uploads/plans", new { files });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<PlanAnswer>(MediaApp.Json))!.Files;
    }
}
