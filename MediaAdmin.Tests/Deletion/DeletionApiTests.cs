using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>DELETE /api/assets/{id}, POST /api/assets/deletions, DELETE /api/clients/{code}/assets: gone at once, an answer for each.</summary>
public sealed class DeletionApiTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_deleted_picture_is_answered_with_its_entry_and_is_gone_from_everywhere(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var (product, http) = (await bench.App.NewProductAsync(), bench.App.Admin);
        var ids = await bench.App.ShelveAsync(product, 2);
        using var answer = await http.DeleteAsync($"/api/assets/{ids[0]}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var entry = await bench.EntryAsync(ids[0]);
        Assert.Equal((ids[0], "shelf-001.png"), (body.GetProperty("id").GetInt64(), body.GetProperty("fileName").GetString()));
        var deletion = body.GetProperty("deletion");
        Assert.Equal((entry.Id, "waiting", entry.NotBefore), (deletion.GetProperty("id").GetInt64(), deletion.GetProperty("state").GetString(), deletion.GetProperty("notBefore").GetDateTimeOffset()));
        Assert.InRange(entry.NotBefore - bench.Clock.GetUtcNow(), QueueBench.UndoWindow - TimeSpan.FromMinutes(1), QueueBench.UndoWindow);

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/assets/{ids[0]}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PatchAsJsonAsync($"/api/assets/{ids[0]}", new { title = "t" })).StatusCode);
        Assert.Equal([ids[1]], (await http.GetFromJsonAsync<Page<AssetView>>($"/api/assets?product={product}", MediaApp.Json))!.Items.Select(a => a.Id));
        Assert.Equal([(ids[1], 1)], (await http.GetFromJsonAsync<Page<GalleryPicture>>($"/api/products/{product}/gallery", MediaApp.Json))!.Items.Select(p => (p.AssetId, p.Position)));
        Assert.True(bench.App.StoreHas(entry.StoreKey)); // nothing remote is touched in the request
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Deleting_again_answers_the_same_and_an_unknown_picture_is_answered_404(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var id = (await bench.App.ShelveAsync(null, 1))[0];
        var first = await (await bench.App.Admin.DeleteAsync($"/api/assets/{id}")).Content.ReadAsStringAsync();
        Assert.Equal(first, await (await bench.App.Admin.DeleteAsync($"/api/assets/{id}")).Content.ReadAsStringAsync());
        Assert.Single(await bench.EntriesAsync());

        bench.Clock.PutForward(QueueBench.UndoWindow);
        await bench.PurgeAsync();
        var after = await (await bench.App.Admin.DeleteAsync($"/api/assets/{id}")).Content.ReadFromJsonAsync<DeletedAsset>(MediaApp.Json);
        Assert.Equal(DeletionState.Deleted, after!.Deletion!.State);
        foreach (var unknown in (string[])["999999999", "0", "-1"])
            Assert.Equal(HttpStatusCode.NotFound, (await bench.App.Admin.DeleteAsync($"/api/assets/{unknown}")).StatusCode);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Many_are_answered_one_by_one_in_the_order_asked(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var ids = await bench.App.ShelveAsync(await bench.App.NewProductAsync(), 4);
        await bench.App.Admin.DeleteAsync($"/api/assets/{ids[3]}");
        var answer = await PostAsync<DeletionAnswer>(bench, new { assetIds = new[] { ids[2], 999_999_999, ids[0], ids[2], ids[3] } });
        Assert.Equal(2, answer.Removed); // one was in the trash already
        Assert.Equal([ids[2], 999_999_999, ids[0], ids[3]], answer.Items.Select(i => i.Id));
        Assert.Equal([null, "There is no picture with this id.", null, null], answer.Items.Select(i => i.Error));
        Assert.Equal(["shelf-003.png", null, "shelf-001.png", "shelf-004.png"], answer.Items.Select(i => i.FileName));
        Assert.Null(answer.Items[1].Deletion);
        Assert.All(answer.Items.Where(i => i.Error is null), i => Assert.Equal(DeletionState.Waiting, i.Deletion!.State));
        Assert.Equal([answer.Operation, answer.Operation], (await bench.EntriesAsync()).Where(e => e.AssetId == ids[0] || e.AssetId == ids[2]).Select(e => e.OperationId));
        Assert.NotNull(await bench.App.Admin.GetFromJsonAsync<AssetView>($"/api/assets/{ids[1]}", MediaApp.Json));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_dry_run_says_what_would_be_lost_and_deletes_nothing(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var (first, second) = (await bench.App.NewProductAsync(), await bench.App.NewProductAsync());
        var ids = await bench.App.ShelveAsync(first, 3);
        await bench.App.PlaceAsync(second, null, ids[0]);
        await bench.App.ShelveAsync(second, 1);
        foreach (var request in (object[])[new { assetIds = ids[..2], dryRun = true }, new { assetIds = (long[])[.. ids[..2], 999_999_999], dryRun = true }])
        {
            var preview = await PostAsync<DeletionPreview>(bench, request);
            Assert.Equal((2, 2, 2, 2, 0, 0), (preview.Pictures, preview.Products, preview.GalleriesTouched, preview.LoseMain, preview.BecomeEmpty, preview.Stay));
            Assert.Equal([(first, 2, 3, true), (second, 1, 2, true)], preview.Galleries.OrderBy(g => g.ProductId).Select(g => (g.ProductId, g.Loses, g.Has, g.LosesMain)));
            Assert.True(preview.Bytes > 0);
        }
        var all = await PostAsync<DeletionPreview>(bench, new { filter = new { product = first }, dryRun = true });
        Assert.Equal((3, 1), (all.Pictures, all.BecomeEmpty));
        Assert.Equal(ids, await bench.App.OrderAsync(first));
        Assert.Empty(await bench.EntriesAsync());
        Assert.Equal(all.Pictures, (await PostAsync<DeletionAnswer>(bench, new { filter = new { product = first } })).Removed);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_filter_deletes_what_the_library_finds_by_it_and_nothing_else(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var (product, other) = (await bench.App.NewProductAsync(), await bench.App.NewProductAsync());
        var (mine, others) = (await bench.App.ShelveAsync(product, 3), await bench.App.ShelveAsync(other, 3));
        var client = (await bench.App.Get<Galleries>().OpenAsync(product, default))!.Client;
        var answer = await PostAsync<DeletionAnswer>(bench, new { filter = new { client, search = "SHELF-00" } });
        Assert.Equal((3, 0), (answer.Removed, answer.Items.Count));
        Assert.Empty(await bench.App.OrderAsync(product));
        Assert.Equal(others, await bench.App.OrderAsync(other));
        Assert.Equal(mine, (await bench.EntriesAsync()).Select(e => e.AssetId!.Value));
        Assert.Equal(0, (await PostAsync<DeletionAnswer>(bench, new { filter = new { client = "nobody-known" } })).Removed);
    }

    [Theory]
    [InlineData("""{}""", "assetIds", "either")]
    [InlineData("""{"assetIds":[1],"filter":{"client":"C"}}""", "assetIds", "either")]
    [InlineData("""{"assetIds":[]}""", "assetIds", "between 1 and 10000")]
    [InlineData("""{"filter":{}}""", "filter", "at least one field")]
    [InlineData("""{"filter":{"search":"  ","client":""}}""", "filter", "at least one field")]
    [InlineData("""{"filter":{"search":null,"client":null}}""", "filter", "at least one field")]
    public async Task A_request_that_cannot_be_meant_names_the_field_and_the_cure(string json, string field, string cure)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var ids = await bench.App.ShelveAsync(null, 1);
        using var answer = await SendAsync(bench, json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var sentence = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty(field)[0].GetString()!;
        Assert.Contains(cure, sentence, StringComparison.Ordinal);
        Assert.NotEmpty(await bench.App.KeysAsync(ids));
        Assert.Empty(await bench.EntriesAsync());
    }

    [Theory]
    [InlineData("""{"assetIds":["one"]}""", "$.assetIds[0]")]
    [InlineData("""{"assetIds":[1.5]}""", "$.assetIds[0]")]
    [InlineData("""{"assetIds":[null]}""", "$.assetIds[0]")]
    [InlineData("""{"assetIds":[1],"dryrun ":true}""", "$['dryrun ']")] // a dry run that is misspelt must not become a real one
    [InlineData("""{"assetIds":[1],"dry_run":true}""", "$.dry_run")]
    [InlineData("""{"filter":{"cleint":"C"}}""", "$.filter.cleint")] // nor a filter one that matches everything
    [InlineData("""{"urls":["https://store/x.png"]}""", "$.urls")]
    [InlineData("""{"assetIds":[1],"assetIds":[2]}""", "$.assetIds")]
    [InlineData("""[1,2]""", "$")]
    public async Task JSON_that_says_something_else_is_refused_with_the_place(string json, string place)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.App.ShelveAsync(null, 1);
        using var answer = await SendAsync(bench, json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"wrong at {place},", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.Empty(await bench.EntriesAsync());
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Ten_thousand_pictures_can_be_named_at_once_and_not_one_more(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var ids = await bench.App.ShelveAsync(null, 2);
        long[] many = [.. ids, .. Enumerable.Range(0, 9_998).Select(n => 900_000_000L + n)];
        using var tooMany = await bench.App.Admin.PostAsJsonAsync("/api/assets/deletions", new { assetIds = (long[])[.. many, 1] });
        Assert.Equal(HttpStatusCode.BadRequest, tooMany.StatusCode);
        Assert.Empty(await bench.EntriesAsync());
        var answer = await PostAsync<DeletionAnswer>(bench, new { assetIds = many });
        Assert.Equal((2, 10_000, 9_998), (answer.Removed, answer.Items.Count, answer.Items.Count(i => i.Error is not null)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task All_pictures_of_a_client_go_and_those_of_others_stay(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var (product, other) = (await bench.App.NewProductAsync(), await bench.App.NewProductAsync());
        await bench.App.ShelveAsync(product, 3);
        var others = await bench.App.ShelveAsync(other, 2);
        var client = (await bench.App.Get<Galleries>().OpenAsync(product, default))!.Client;
        using var answer = await bench.App.Admin.DeleteAsync($"/api/clients/{client}/assets");
        Assert.Equal((HttpStatusCode.Accepted, "/api/cleanup/queue"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((3, 3), (body.GetProperty("removed").GetInt32(), body.GetProperty("queued").GetInt32()));
        Assert.Empty(await bench.App.OrderAsync(product));
        Assert.Equal(others, await bench.App.OrderAsync(other));

        using var again = await bench.App.Admin.DeleteAsync($"/api/clients/{client}/assets");
        Assert.Equal(0, (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("removed").GetInt32());
        foreach (var unknown in (string[])["nobody-known", client.ToLowerInvariant(), "%25"])
            Assert.Equal(HttpStatusCode.NotFound, (await bench.App.Admin.DeleteAsync($"/api/clients/{unknown}/assets")).StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(QueueBench bench, string json) =>
        bench.App.Admin.PostAsync("/api/assets/deletions", new StringContent(json, Encoding.UTF8, "application/json"));

    private static async Task<T> PostAsync<T>(QueueBench bench, object request)
    {
        using var answer = await bench.App.Admin.PostAsJsonAsync("/api/assets/deletions", request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<T>(MediaApp.Json))!;
    }
}
