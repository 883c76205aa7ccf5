using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>DELETE /api/assets/{id}/deletion, /api/deletions/{operation} and products with their pictures: back in time, or told why not.</summary>
public sealed class UndoApiTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_undo_brings_a_picture_back_once_and_only_what_is_in_the_trash(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var product = await bench.App.NewProductAsync();
        var ids = await bench.App.ShelveAsync(product, 3);
        await bench.App.Admin.DeleteAsync($"/api/assets/{ids[1]}");
        Assert.Equal(new Restored(1, 1), await UndoneAsync(bench, $"/api/assets/{ids[1]}/deletion"));
        Assert.Equal(ids, await bench.App.OrderAsync(product));
        foreach (var id in (long[])[ids[1], ids[0], 999_999_999]) // brought back already, never deleted, unknown
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, $"/api/assets/{id}/deletion"));

        await bench.App.Admin.DeleteAsync($"/api/assets/{ids[1]}");
        Assert.Equal(new Restored(1, 1), await UndoneAsync(bench, $"/api/assets/{ids[1]}/deletion"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Words_variant_and_place_come_back_with_the_picture(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var (product, variant) = await bench.ProductWithVariantAsync();
        var ids = await bench.App.ShelveAsync(product, 3, variant);
        await bench.App.PlaceAsync(product, null, ids[1]);
        await bench.App.Admin.PatchAsJsonAsync($"/api/assets/{ids[1]}", new { title = "Lamp", altEn = "A lamp", altTr = "Bir lamba", tags = new[] { "red" } });
        var before = await bench.App.Admin.GetStringAsync($"/api/assets/{ids[1]}");
        await bench.App.Admin.DeleteAsync($"/api/assets/{ids[1]}");
        await UndoneAsync(bench, $"/api/assets/{ids[1]}/deletion");
        Assert.Equal(before, await bench.App.Admin.GetStringAsync($"/api/assets/{ids[1]}"));
        Assert.Equal(ids, await bench.App.OrderAsync(product, variant));
        Assert.Equal([ids[1]], await bench.App.OrderAsync(product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Once_the_store_has_been_asked_an_undo_is_too_late_whatever_it_said(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var ids = await bench.DueAsync(2);
        bench.Store.Refuse(await bench.App.KeysAsync(ids[1]));
        await bench.PurgeAsync();
        Assert.Equal([DeletionState.Deleted, DeletionState.Waiting], (await bench.EntriesAsync()).Select(e => e.State));
        foreach (var id in ids)
        {
            using var answer = await bench.App.Admin.DeleteAsync($"/api/assets/{id}/deletion");
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.StartsWith("Too late", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_act_is_undone_as_a_whole_or_what_is_left_of_it(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var product = await bench.App.NewProductAsync();
        var ids = await bench.App.ShelveAsync(product, 4);
        var operation = await DeleteAsync(bench, ids);
        await bench.App.Get<DeletionControl>().HurryAsync((await bench.EntryAsync(ids[0])).Id, MediaAdmin.Access.Actor.Portal, default);
        await bench.PurgeAsync();
        await UndoneAsync(bench, $"/api/assets/{ids[2]}/deletion");
        Assert.Equal(new Restored(2, 3), await UndoneAsync(bench, $"/api/deletions/{operation}"));
        Assert.Equal(ids[1..], await bench.App.OrderAsync(product));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(bench, $"/api/deletions/{operation}")); // what is left of it is gone
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, $"/api/deletions/{Guid.NewGuid()}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, "/api/deletions/first"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_product_goes_with_its_pictures_and_comes_back_with_them_and_its_variants(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var ((product, variant), other) = (await bench.ProductWithVariantAsync(), await bench.App.NewProductAsync());
        var (own, ofVariant) = (await bench.App.ShelveAsync(product, 2), await bench.App.ShelveAsync(product, 2, variant));
        await bench.App.PlaceAsync(other, null, own[0]);
        using var answer = await bench.App.Admin.DeleteAsync($"/api/products/{product}");
        var deleted = (await answer.Content.ReadFromJsonAsync<DeletionAnswer>(MediaApp.Json))!;
        Assert.Equal(3, deleted.Removed); // the fourth is used by another product too
        foreach (var path in (string[])[$"/api/products/{product}", $"/api/products/{product}/gallery"])
            Assert.Equal(HttpStatusCode.NotFound, (await bench.App.Admin.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, $"/api/products/{product}"));
        Assert.Equal([own[0]], await bench.App.OrderAsync(other));

        Assert.Equal(new Restored(3, 3, Products: 1), await UndoneAsync(bench, $"/api/deletions/{deleted.Operation}"));
        Assert.Equal(own, await bench.App.OrderAsync(product));
        Assert.Equal(ofVariant, await bench.App.OrderAsync(product, variant));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, $"/api/deletions/{deleted.Operation}"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_product_comes_back_also_when_none_of_its_pictures_can(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var product = await bench.App.NewProductAsync();
        var ids = await bench.App.ShelveAsync(product, 2);
        var operation = await DeleteProductAsync(bench, product);
        await bench.App.Get<DeletionControl>().HurryAsync(new DeletionQuery(), MediaAdmin.Access.Actor.Portal, default);
        await bench.PurgeAsync();
        Assert.Equal(new Restored(0, 2, Products: 1), await UndoneAsync(bench, $"/api/deletions/{operation}"));
        Assert.Empty(await bench.App.OrderAsync(product));
        Assert.Empty(await bench.App.KeysAsync(ids));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_empty_product_can_be_deleted_and_undone_until_its_window_ends(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var product = await bench.App.NewProductAsync();
        var operation = await DeleteProductAsync(bench, product);
        await bench.PurgeAsync();
        Assert.Equal(new Restored(0, 0, Products: 1), await UndoneAsync(bench, $"/api/deletions/{operation}"));
        operation = await DeleteProductAsync(bench, product);
        bench.Clock.PutForward(QueueBench.UndoWindow);
        await bench.PurgeAsync();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bench, $"/api/deletions/{operation}"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_product_whose_SKU_was_taken_meanwhile_stays_in_the_trash_until_one_of_the_two_has_another(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var product = (await bench.App.Get<Galleries>().OpenAsync(await bench.App.NewProductAsync(), default))!;
        var ids = await bench.App.ShelveAsync(product.Id, 2);
        var operation = await DeleteProductAsync(bench, product.Id);
        using var made = await bench.App.Admin.PostAsJsonAsync("/api/products", new { client = product.Client, sku = product.Sku, name = "The other" });
        var other = (await made.Content.ReadFromJsonAsync<ProductView>(MediaApp.Json))!.Id;
        using var refused = await bench.App.Admin.DeleteAsync($"/api/deletions/{operation}");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("SKU", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await bench.App.Admin.GetAsync($"/api/products/{product.Id}")).StatusCode);

        await bench.App.Admin.PatchAsJsonAsync($"/api/products/{other}", new { sku = "another" });
        Assert.Equal(new Restored(2, 2, Products: 1), await UndoneAsync(bench, $"/api/deletions/{operation}"));
        Assert.Equal(ids, await bench.App.OrderAsync(product.Id));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_SKU_taken_in_the_very_moment_of_the_undo_is_no_server_fault(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        for (var round = 0; round < 10; round++)
        {
            var product = (await bench.App.Get<Galleries>().OpenAsync(await bench.App.NewProductAsync(), default))!;
            var operation = await DeleteProductAsync(bench, product.Id);
            var (undo, add) = (StatusAsync(bench, $"/api/deletions/{operation}"), bench.App.Admin.PostAsJsonAsync("/api/products", new { client = product.Client, sku = product.Sku, name = "The other" }));
            Assert.Contains((await undo, (await add).StatusCode), ((HttpStatusCode, HttpStatusCode)[])[(HttpStatusCode.OK, HttpStatusCode.BadRequest), (HttpStatusCode.Conflict, HttpStatusCode.Created)]);
        }
    }

    private static async Task<Guid> DeleteAsync(QueueBench bench, long[] assetIds)
    {
        using var answer = await bench.App.Admin.PostAsJsonAsync("/api/assets/deletions", new { assetIds });
        return (await answer.Content.ReadFromJsonAsync<DeletionAnswer>(MediaApp.Json))!.Operation;
    }

    private static async Task<Guid> DeleteProductAsync(QueueBench bench, long product)
    {
        using var answer = await bench.App.Admin.DeleteAsync($"/api/products/{product}");
        return (await answer.Content.ReadFromJsonAsync<DeletionAnswer>(MediaApp.Json))!.Operation;
    }

    private static async Task<Restored> UndoneAsync(QueueBench bench, string path)
    {
        using var answer = await bench.App.Admin.DeleteAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<Restored>(MediaApp.Json))!;
    }

    private static async Task<HttpStatusCode> StatusAsync(QueueBench bench, string path)
    {
        using var answer = await bench.App.Admin.DeleteAsync(path);
        return answer.StatusCode;
    }
}
