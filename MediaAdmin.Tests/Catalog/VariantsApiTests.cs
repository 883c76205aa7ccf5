using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Live;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>PUT /api/products/{id}/variants: the whole list at once, all or nothing, never over somebody else's unseen.</summary>
public sealed class VariantsApiTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task One_call_adds_renames_removes_and_puts_into_order(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.Admin.NewVariantsAsync(product, 4);
        using var answer = await app.Admin.PutVariantsAsync(product,
            [new { id = ids[3], sku = "V-004", name = "Variant 4" }, new { sku = " NEW ", name = " Brand new " }, new { id = ids[0], sku = "V-001", name = "Kırmızı" }, new { id = ids[1], sku = "V-002", name = "Variant 2" }]);
        var saved = (await answer.Content.ReadFromJsonAsync<VariantsAnswer>(MediaApp.Json))!;
        Assert.Equal((1, 3, 1, 0), (saved.Added, saved.Changed, saved.Removed, saved.PlacesLost));
        var (now, tag) = await app.Admin.VariantsAsync(product);
        Assert.Equal([("V-004", "Variant 4"), ("NEW", "Brand new"), ("V-001", "Kırmızı"), ("V-002", "Variant 2")], now.Select(v => (v.Sku, v.Name)));
        Assert.Equal([ids[3], ids[0], ids[1]], now.Select(v => v.Id).Where(ids.Contains));
        Assert.Equal(saved.Variants, now);
        Assert.Equal(answer.Headers.ETag!.Tag, tag);
        Assert.Equal(now, (await app.Get<Galleries>().OpenAsync(product, default))!.Variants);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task SKUs_may_change_hands_in_a_ring_and_go_from_a_removed_variant_to_a_new_one(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.Admin.NewVariantsAsync(product, 4);
        (await app.Admin.PutVariantsAsync(product, [
            new { id = ids[0], sku = "V-002", name = "a" }, new { id = ids[1], sku = "V-003", name = "b" }, new { id = ids[2], sku = "V-001", name = "c" }, new { sku = "V-004", name = "d" }])).EnsureSuccessStatusCode();
        var (now, _) = await app.Admin.VariantsAsync(product);
        Assert.Equal([(ids[0], "V-002"), (ids[1], "V-003"), (ids[2], "V-001"), (now[3].Id, "V-004")], now.Select(v => (v.Id, v.Sku)));
        Assert.DoesNotContain(now[3].Id, ids);
    }

    [Theory]
    [InlineData("variants[1].sku", """[{"sku":"A","name":"a"},{"sku":"  ","name":"b"}]""")]
    [InlineData("variants[1].sku", """[{"sku":"A","name":"a"},{"sku":"A","name":"b"}]""")]
    [InlineData("variants[2].sku", """[{"sku":"A","name":"a"},{"sku":"B","name":"b"},{"sku":" A","name":"c"}]""")]
    [InlineData("variants[0].sku", """[{"sku":"LONG81","name":"a"}]""")]
    [InlineData("variants[0].sku", """[{"sku":"a\u0000b","name":"a"}]""")]
    [InlineData("variants[0].sku", """[null]""")]
    [InlineData("variants[0].name", """[{"sku":"A"}]""")]
    [InlineData("variants[0].name", """[{"sku":"A","name":"LONG301"}]""")]
    [InlineData("variants[0].name", """[{"sku":"A","name":"a\tb"}]""")]
    [InlineData("variants[0].id", """[{"id":999999999,"sku":"A","name":"a"}]""")]
    [InlineData("variants[1].id", """[{"id":THERE,"sku":"A","name":"a"},{"id":THERE,"sku":"B","name":"b"}]""")]
    [InlineData("variants", "null")]
    public async Task A_fault_is_named_with_its_row_and_field_and_nothing_is_half_applied(string field, string list)
    {
        foreach (var database in TestDatabases.All)
        {
            var app = apps.On(database);
            var product = await app.NewProductAsync();
            var ids = await app.Admin.NewVariantsAsync(product, 2);
            var before = await app.Admin.VariantsAsync(product);
            var version = (await app.Get<Galleries>().OpenAsync(product, default))!.GalleryVersion;
            var json = list.Replace("THERE", $"{ids[0]}").Replace("LONG81", new('x', 81)).Replace("LONG301", new('x', 301));
            using var answer = await app.Admin.PutAsync($"/api/products/{product}/variants", new StringContent($$"""{"variants":{{json}}}""", null, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
            Assert.Contains(field, errors.EnumerateObject().Select(e => e.Name));
            Assert.Equal(before.Variants, (await app.Admin.VariantsAsync(product)).Variants);
            Assert.Equal(version, (await app.Get<Galleries>().OpenAsync(product, default))!.GalleryVersion);
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task All_faults_of_all_rows_come_at_once(TestDatabase database)
    {
        var app = apps.On(database);
        using var answer = await app.Admin.PutVariantsAsync(await app.NewProductAsync(), [new { sku = "", name = "" }, new { sku = "A", name = "a" }, new { sku = "A", name = "" }]);
        var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.Equal(["variants[0].name", "variants[0].sku", "variants[2].name", "variants[2].sku"], errors.EnumerateObject().Select(e => e.Name).Order());
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Who_comes_late_gets_the_list_as_it_stands_but_a_picture_that_arrived_makes_nobody_late(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.Admin.NewVariantsAsync(product, 2);
        var seen = (await app.Admin.VariantsAsync(product)).Tag;
        await app.ShelveAsync(product, 1, ids[0]);
        (await app.Admin.PutVariantsAsync(product, [new { id = ids[0], sku = "V-001", name = "Mine" }, new { id = ids[1], sku = "V-002", name = "Variant 2" }], seen)).EnsureSuccessStatusCode();

        using var late = await app.Admin.PutVariantsAsync(product, [new { sku = "X", name = "x" }], seen);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Equal(["Mine", "Variant 2"], (await late.Content.ReadFromJsonAsync<Page<VariantView>>(MediaApp.Json))!.Items.Select(v => v.Name));
        Assert.Equal(2, (await app.Admin.VariantsAsync(product)).Variants.Count);
        (await app.Admin.PutVariantsAsync(product, [new { sku = "X", name = "x" }], late.Headers.ETag!.Tag)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await app.Admin.PutVariantsAsync(product, [], "nonsense")).StatusCode);
        (await app.Admin.PutVariantsAsync(product, [], "*")).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("\"0\", {0}", HttpStatusCode.OK)]
    [InlineData("{0},\"0\"", HttpStatusCode.OK)]
    [InlineData("\"0\", \"7000\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/{0}", HttpStatusCode.PreconditionFailed)]
    public async Task Whoever_saw_one_of_several_lists_may_change_it_when_it_is_one_of_them(string match, HttpStatusCode status)
    {
        var app = apps.On(TestDatabase.Sqlite);
        var product = await app.NewProductAsync();
        await app.Admin.NewVariantsAsync(product, 1);
        var seen = (await app.Admin.VariantsAsync(product)).Tag;
        using var answer = await app.Admin.PutVariantsAsync(product, [new { sku = "X", name = "x" }], string.Format(match, seen));
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Of_two_who_save_at_once_exactly_one_wins(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        for (var round = 0; round < 10; round++)
        {
            var (now, seen) = await app.Admin.VariantsAsync(product);
            var answers = await Task.WhenAll(((string[])["ann", "bob"]).Select(who => app.Admin.PutVariantsAsync(product, [.. now.Select(v => new { v.Id, v.Sku, v.Name }), new { sku = $"{who}-{round}", name = who }], seen)));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(a => a.StatusCode).Order());
        }
        Assert.Equal(10, (await app.Admin.VariantsAsync(product)).Variants.Count);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_removed_variant_takes_its_places_with_it_and_says_so_beforehand_but_no_picture(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.Admin.NewVariantsAsync(product, 2);
        var own = await app.ShelveAsync(product, 1);
        var pictures = await app.ShelveAsync(product, 2, ids[0]);
        await app.PlaceAsync(product, ids[0], own[0]);
        object[] wish = [new { id = ids[1], sku = "V-002", name = "Variant 2" }];
        using var preview = await app.Admin.PutVariantsAsync(product, wish, dryRun: true);
        Assert.Equal((1, 3), ((await preview.Content.ReadFromJsonAsync<VariantsAnswer>(MediaApp.Json))! is var p ? (p.Removed, p.PlacesLost) : default));
        Assert.Equal(2, (await app.Admin.VariantsAsync(product)).Variants.Count);

        using var done = await app.Admin.PutVariantsAsync(product, wish);
        Assert.Equal(3, (await done.Content.ReadFromJsonAsync<VariantsAnswer>(MediaApp.Json))!.PlacesLost);
        Assert.Equal(own, await app.OrderAsync(product));
        foreach (var picture in pictures) Assert.Equal(HttpStatusCode.OK, (await app.Admin.GetAsync($"/api/assets/{picture}")).StatusCode);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Products_are_found_by_the_SKUs_that_their_variants_have_now_and_every_page_hears_of_it(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var (galleries, lists) = (0, 0);
        using var gallery = app.Get<Announcements>().Subscribe<GalleryChanged>(GalleryChanged.Topic(product), _ => Interlocked.Increment(ref galleries));
        using var list = app.Get<Announcements>().Subscribe<ProductsChanged>(ProductsChanged.Topic, _ => Interlocked.Increment(ref lists));
        var sku = $"ÇINAR-{Guid.NewGuid():N}";
        (await app.Admin.PutVariantsAsync(product, [new { sku, name = "n" }])).EnsureSuccessStatusCode();
        Assert.Equal((1, 1), (galleries, lists));
        Assert.Equal(product, (await FindAsync(app, sku.ToLowerInvariant().Replace('ç', 'c'))).Single().Id);
        (await app.Admin.PutVariantsAsync(product, [])).EnsureSuccessStatusCode();
        Assert.Empty(await FindAsync(app, sku));
        (await app.Admin.PutVariantsAsync(product, [])).EnsureSuccessStatusCode();
        Assert.Equal((2, 2), (galleries, lists)); // nothing changed, nothing is told
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Whoever_renames_the_product_meanwhile_the_words_a_search_looks_through_are_those_of_both(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        for (var round = 0; round < 15; round++)
        {
            var (name, sku) = ($"name{Guid.NewGuid():N}", $"sku{Guid.NewGuid():N}");
            var answers = await Task.WhenAll(app.Admin.PutVariantsAsync(product, [new { sku, name = "n" }]), app.Admin.PatchAsJsonAsync($"/api/products/{product}", new { name }));
            Assert.All(answers, a => a.EnsureSuccessStatusCode());
            Assert.Equal(product, (await FindAsync(app, $"{name} {sku}")).Single().Id);
        }
    }

    [Fact]
    public async Task An_unknown_product_is_answered_404_and_too_long_a_list_400()
    {
        var app = apps.On(TestDatabase.Sqlite);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Admin.PutVariantsAsync(999_999_999, [])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Admin.GetAsync("/api/products/999999999/variants")).StatusCode);
        using var much = await app.Admin.PutVariantsAsync(await app.NewProductAsync(), Enumerable.Range(0, VariantCheck.Most + 1).Select(n => new { sku = $"{n}", name = "n" }));
        Assert.Equal(HttpStatusCode.BadRequest, much.StatusCode);
    }

    private static async Task<IReadOnlyList<ProductRow>> FindAsync(MediaApp app, string words) =>
        (await app.Admin.GetFromJsonAsync<Page<ProductRow>>($"/api/products?search={Uri.EscapeDataString(words)}", MediaApp.Json))!.Items;
}
