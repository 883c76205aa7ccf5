using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Catalog;

/// <summary>GET /api/products: filtered, ordered and paged by the database, on both databases alike.</summary>
public sealed class ProductListTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Turkish_words_are_found_however_they_are_written(TestDatabase database)
    {
        var shelf = await ShelfAsync(database, ("S-1", "Kırmızı Çanta İNCE"), ("S-2", "Şemsiye"));
        foreach (var words in (string[])["kirmizi", "KIRMIZI", "Kırmızı", "KİRMİZİ", "çanta", "canta", "ÇANTA", "ince", "İnce", "ınce", "kırm çan", "çanta kırmızı", "s-1"])
            Assert.Equal(["S-1"], await shelf.FindAsync(words));
        Assert.Equal(["S-2"], await shelf.FindAsync("semsiye"));
        Assert.Equal(["S-2"], await shelf.FindAsync("ŞEMSİYE"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task All_words_must_occur(TestDatabase database)
    {
        var shelf = await ShelfAsync(database, ("A1", "Red lamp"), ("A2", "Red chair"));
        Assert.Equal(["A1", "A2"], await shelf.FindAsync("red"));
        Assert.Equal(["A2"], await shelf.FindAsync("  red   chair "));
        Assert.Empty(await shelf.FindAsync("red table"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Signs_of_the_query_language_mean_themselves(TestDatabase database)
    {
        var shelf = await ShelfAsync(database, ("P1", "100% wool"), ("P2", "a_b"), ("P3", "it's"), ("P4", "back\\slash"), ("P5", "plain"));
        foreach (var (words, found) in ((string, string)[])[("%", "P1"), ("_", "P2"), ("'", "P3"), ("\\", "P4")])
            Assert.Equal([found], await shelf.FindAsync(words));
        foreach (var words in (string[])["'; drop table \"Products\";--", "\0", "a\0b", new('x', 4000), "日本", "\u202e"])
            Assert.Empty((await shelf.FindAsync(words)).Except(["P1", "P2", "P3", "P4", "P5"]));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Pages_hold_every_product_once_in_the_order_of_the_SKU(TestDatabase database)
    {
        var shelf = await ShelfAsync(database, [.. Enumerable.Range(1, 25).Select(i => ($"N-{i:00}", "Thing"))]);
        var pages = new List<Page<ProductRow>>();
        for (var page = 1; page <= 3; page++) pages.Add(await shelf.PageAsync($"page={page}&pageSize=10"));
        Assert.Equal([10, 10, 5], pages.Select(p => p.Items.Count));
        Assert.All(pages, p => Assert.Equal((25, 10), (p.Total, p.Size)));
        Assert.Equal(Enumerable.Range(1, 25).Select(i => $"N-{i:00}"), pages.SelectMany(p => p.Items).Select(r => r.Sku));
    }

    [Theory]
    [InlineData("page=0&pageSize=10", 1, 10)]
    [InlineData("page=-5&pageSize=10", 1, 10)]
    [InlineData("pageSize=0", 1, 1)]
    [InlineData("pageSize=-1", 1, 1)]
    [InlineData("pageSize=2147483647", 1, 200)]
    public async Task A_page_that_cannot_be_is_the_nearest_that_can(string query, int page, int size)
    {
        var shelf = await ShelfAsync(TestDatabase.Sqlite, ("X", "X"));
        var found = await shelf.PageAsync(query);
        Assert.Equal((page, size, 1), (found.Number, found.Size, found.Total));
    }

    [Theory]
    [InlineData("page=x")]
    [InlineData("pageSize=99999999999")]
    [InlineData("withoutImages=perhaps")]
    public async Task A_query_that_is_none_is_answered_400(string query)
    {
        using var answer = await apps.On(TestDatabase.Sqlite).Admin.GetAsync($"/api/products?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Products_without_pictures_are_found_and_pictures_counted(TestDatabase database)
    {
        var shelf = await ShelfAsync(database, ("W1", "with"), ("W2", "without"));
        var with = (await shelf.PageAsync("search=w1")).Items.Single();
        await shelf.App.UntilAsync(await new TusClient(shelf.App.Admin).UploadAsync(Pictures.Png(Random.Shared.Next()), "a.png", with.Id), UploadState.Stored);
        Assert.Equal("W2", (await shelf.PageAsync("withoutImages=true")).Items.Single().Sku);
        var row = (await shelf.PageAsync("search=w1")).Items.Single();
        Assert.Equal(1, row.Pictures);
        Assert.StartsWith("/media/", row.Thumbnail);
    }

    /// <summary>Products of one new client: what a test finds is only its own.</summary>
    private async Task<Shelf> ShelfAsync(TestDatabase database, params (string Sku, string Name)[] products)
    {
        var app = apps.On(database);
        var code = "C" + Guid.NewGuid().ToString("N")[..10];
        (await app.Admin.PostAsJsonAsync("/api/clients", new { code, name = code })).EnsureSuccessStatusCode();
        foreach (var (sku, name) in products) (await app.Admin.PostAsJsonAsync("/api/products", new { client = code, sku, name })).EnsureSuccessStatusCode();
        return new(app, code);
    }

    private sealed record Shelf(MediaApp App, string Client)
    {
        public async Task<Page<ProductRow>> PageAsync(string query) =>
            JsonSerializer.Deserialize<Page<ProductRow>>(await App.Admin.GetStringAsync($"/api/products?client={Client}&{query}"), MediaApp.Json)!;

        public async Task<IEnumerable<string>> FindAsync(string words) => (await PageAsync($"search={Uri.EscapeDataString(words)}")).Items.Select(r => r.Sku);
    }
}
