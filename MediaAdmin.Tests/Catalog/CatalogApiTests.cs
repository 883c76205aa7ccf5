using System.Net;
using System.Net.Http.Json;
using System.Text;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Making and changing clients, products and the words on pictures: what is wrong is named by its field.</summary>
public sealed class CatalogApiTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [InlineData("/api/clients", "code", """{"name":"n"}""")]
    [InlineData("/api/clients", "code", """{"code":"with space","name":"n"}""")]
    [InlineData("/api/clients", "code", """{"code":"ÇINAR","name":"n"}""")]
    [InlineData("/api/clients", "code", """{"code":"12345678901234567890123456789012345678901","name":"n"}""")]
    [InlineData("/api/clients", "name", """{"code":"OK-1","name":"  "}""")]
    [InlineData("/api/clients", "name", """{"code":"OK-2","name":"a\u0000b"}""")]
    [InlineData("/api/products", "client", """{"client":"nobody-known","sku":"s","name":"n"}""")]
    [InlineData("/api/products", "client", """{"client":"a\u0000b","sku":"s","name":"n"}""")]
    [InlineData("/api/products", "sku", """{"client":"c","sku":"","name":"n"}""")]
    [InlineData("/api/products", "sku", """{"client":"c","sku":"a\u0000b","name":"n"}""")]
    [InlineData("/api/products", "name", """{"client":"c","sku":"s"}""")]
    [InlineData("/api/products", "name", """{"client":"c","sku":"s","name":"a\tb"}""")]
    public async Task A_bad_field_is_named(string path, string field, string json)
    {
        foreach (var database in TestDatabases.All)
        {
            using var answer = await apps.On(database).Admin.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains($"\"{field}\":[", await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_code_and_a_SKU_are_there_once(TestDatabase database)
    {
        var app = apps.On(database);
        var product = (await app.Admin.GetFromJsonAsync<ProductView>($"/api/products/{await app.NewProductAsync()}", MediaApp.Json))!;
        using var client = await app.Admin.PostAsJsonAsync("/api/clients", new { code = product.Client, name = "again" });
        using var sku = await app.Admin.PostAsJsonAsync("/api/products", new { client = product.Client, sku = product.Sku, name = "again" });
        Assert.Contains("\"code\":[", await client.Content.ReadAsStringAsync());
        Assert.Contains("\"sku\":[", await sku.Content.ReadAsStringAsync());
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_same_SKU_made_many_times_at_once_is_made_once_and_nobody_is_told_of_a_server_fault(TestDatabase database)
    {
        var app = apps.On(database);
        var client = (await app.Admin.GetFromJsonAsync<ProductView>($"/api/products/{await app.NewProductAsync()}", MediaApp.Json))!.Client;
        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var answer = await app.Admin.PostAsJsonAsync("/api/products", new { client, sku = "same", name = "n" });
            return answer.StatusCode;
        }));
        Assert.Single(statuses, HttpStatusCode.Created);
        Assert.All(statuses, s => Assert.Contains(s, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.BadRequest]));
    }

    [Fact]
    public async Task A_product_is_renamed_and_found_under_its_new_name_only()
    {
        var app = apps.On(TestDatabase.Sqlite);
        var id = await app.NewProductAsync("Old name");
        using var answer = await app.Admin.PatchAsJsonAsync($"/api/products/{id}", new { name = "Yeni Gözlük" });
        var product = (await answer.Content.ReadFromJsonAsync<ProductView>(MediaApp.Json))!;
        var found = await app.Admin.GetFromJsonAsync<Page<ProductRow>>($"/api/products?client={product.Client}&search=GOZLUK", MediaApp.Json);
        Assert.Equal((id, "Yeni Gözlük"), (found!.Items.Single().Id, found.Items.Single().Name));
        Assert.Equal(0, (await app.Admin.GetFromJsonAsync<Page<ProductRow>>($"/api/products?client={product.Client}&search=old", MediaApp.Json))!.Total);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_words_on_a_picture_are_changed_and_what_is_left_out_stays(TestDatabase database)
    {
        var app = apps.On(database);
        var url = $"/api/assets/{await NewAssetAsync(app)}";
        using var first = await app.Admin.PatchAsJsonAsync(url, new { altEn = "A lamp", altTr = "Bir lamba", tags = new[] { "red", " Red ", "", "küçük" } });
        using var second = await app.Admin.PatchAsJsonAsync(url, new { title = "Lamp" });
        var asset = (await app.Admin.GetFromJsonAsync<AssetView>(url, MediaApp.Json))!;
        Assert.Equal(("Lamp", "A lamp", "Bir lamba"), (asset.Title, asset.AltEn, asset.AltTr));
        Assert.Equal(["red", "küçük"], asset.Tags);
    }

    [Theory]
    [InlineData("title", 301)]
    [InlineData("altEn", 1001)]
    [InlineData("altTr", 1001)]
    public async Task Words_that_are_too_long_or_hold_a_NUL_are_named(string field, int length)
    {
        foreach (var database in TestDatabases.All)
        {
            var app = apps.On(database);
            var url = $"/api/assets/{await NewAssetAsync(app)}";
            foreach (var text in (string[])[new('x', length), "a\0b"])
            {
                using var answer = await app.Admin.PatchAsJsonAsync(url, new Dictionary<string, string> { [field] = text });
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
                Assert.Contains($"\"{field}\":[", await answer.Content.ReadAsStringAsync());
            }
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Tags_with_a_NUL_are_named(TestDatabase database)
    {
        var app = apps.On(database);
        using var answer = await app.Admin.PatchAsJsonAsync($"/api/assets/{await NewAssetAsync(app)}", new { tags = new[] { "a\0b" } });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"tags\":[", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Pictures_are_found_by_name_and_product(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var name = "Find" + Guid.NewGuid().ToString("N");
        var stored = await app.UntilAsync(await new TusClient(app.Admin).UploadAsync(Pictures.Png(Random.Shared.Next()), $"{name}.png", product), UploadState.Stored);
        foreach (var query in (string[])[$"search={name.ToUpperInvariant()}", $"product={product}", $"search={name}&product={product}"])
            Assert.Equal(stored.AssetId, (await app.Admin.GetFromJsonAsync<Page<AssetView>>($"/api/assets?{query}", MediaApp.Json))!.Items.Single().Id);
        using var nul = await app.Admin.GetAsync("/api/assets?search=a%00b&client=a%00b");
        Assert.Equal(HttpStatusCode.OK, nul.StatusCode);
    }

    [Theory]
    [InlineData("/api/products/999999999")]
    [InlineData("/api/products/999999999/gallery")]
    [InlineData("/api/assets/999999999")]
    [InlineData("/api/uploads/01234567-89ab-cdef-0123-456789abcdef")]
    public async Task What_is_unknown_is_answered_404(string path)
    {
        using var answer = await apps.On(TestDatabase.Sqlite).Admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<long> NewAssetAsync(MediaApp app) =>
        (await app.UntilAsync(await new TusClient(app.Admin).UploadAsync(Pictures.Png(Random.Shared.Next()), "words.png"), UploadState.Stored)).AssetId!.Value;
}
