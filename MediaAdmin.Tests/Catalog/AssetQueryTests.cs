using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>What the library finds.</summary>
public sealed class AssetQueryTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task All_words_must_occur_each_in_the_pictures_own_words_or_in_those_of_a_product_that_shows_it(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync("Çınar armchair");
        var ids = await app.ShelveAsync(product, 3);
        await DescribeAsync(app, ids[0], new { title = "Seen from the İstanbul side", tags = new[] { "frontal" } });

        Assert.Equal([ids[0]], await FindAsync(app, product, "ISTANBUL"));
        Assert.Equal([ids[0]], await FindAsync(app, product, "cinar tanb"));
        Assert.Equal(ids.Reverse(), await FindAsync(app, product, "ÇINAR arm"));
        Assert.Equal([ids[1]], await FindAsync(app, product, "shelf-002"));
        Assert.Equal([ids[0]], await FindAsync(app, product, "fr cinar frontal"));
        Assert.Empty(await FindAsync(app, product, "cinar sofa"));
        Assert.Empty(await FindAsync(app, product, "\"quoted\" OR shelf*"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task New_words_are_found_and_old_ones_no_longer(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var id = (await app.ShelveAsync(product, 1))[0];
        await DescribeAsync(app, id, new { altEn = "umbrella" });
        Assert.Equal([id], await FindAsync(app, product, "umbrella"));
        await DescribeAsync(app, id, new { altEn = "parasol" });
        Assert.Empty(await FindAsync(app, product, "umbrella"));
        Assert.Equal([id], await FindAsync(app, product, "parasol"));
        (await app.Admin.DeleteAsync($"/api/assets/{id}")).EnsureSuccessStatusCode();
        Assert.Empty(await FindAsync(app, product, "parasol"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Unused_missing_alt_tag_and_galleries_each_narrow_the_list(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, other) = (await app.NewProductAsync(), await app.NewProductAsync());
        var ids = await app.ShelveAsync(product, 3);
        await app.PlaceAsync(other, null, ids[0]);
        await DescribeAsync(app, ids[0], new { altEn = "A", altTr = "B", tags = new[] { "hero" } });
        await DescribeAsync(app, ids[1], new { isDecorative = true });

        Assert.Equal([ids[2]], await FindAsync(app, product, "", "&missingAlt=true"));
        Assert.Equal([ids[0]], await FindAsync(app, product, "", "&tag=hero"));
        Assert.Equal([ids[0]], await FindAsync(app, product, "", "&minGalleries=2"));
        var unplaced = (await app.ShelveAsync(null, 1))[0];
        Assert.Contains(unplaced, await FindAsync(app, null, "", "&unused=true"));
        Assert.Equal(ids, await FindAsync(app, product, "", "&sort=name"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_window_is_a_stretch_of_the_list_with_its_counts_of_galleries_by_one_statement(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, other) = (await app.NewProductAsync(), await app.NewProductAsync());
        var ids = await app.ShelveAsync(product, 9);
        await app.PlaceAsync(other, null, ids[6]);
        var (list, query) = (app.Get<AssetList>(), new AssetQuery(Product: product, Sort: AssetSort.Oldest));
        IReadOnlyList<LibraryRow> window = [];
        Assert.Equal(1, await Statements.OfAsync(async () => window = await list.WindowAsync(query, 5, 3, CancellationToken.None)));
        Assert.Equal(ids[5..8], window.Select(r => r.Asset.Id));
        Assert.Equal([1, 2, 1], window.Select(r => r.Galleries));
        Assert.Equal(ids[5..8], await list.IdsAsync(query, 5, 3, CancellationToken.None));
        Assert.Equal(9, await list.CountAsync(query, CancellationToken.None));
        Assert.Equal(ids[8..], (await list.WindowAsync(query, 8, 24, CancellationToken.None)).Select(r => r.Asset.Id));
    }

    private static async Task DescribeAsync(MediaApp app, long id, object words) => (await app.Admin.PatchAsJsonAsync($"/api/assets/{id}", words)).EnsureSuccessStatusCode();

    private static async Task<long[]> FindAsync(MediaApp app, long? product, string search, string more = "")
    {
        var found = await app.Admin.GetFromJsonAsync<Page<AssetView>>($"/api/assets?search={Uri.EscapeDataString(search)}{(product is null ? "" : $"&product={product}")}{more}", MediaApp.Json);
        return [.. found!.Items.Select(a => a.Id)];
    }
}
