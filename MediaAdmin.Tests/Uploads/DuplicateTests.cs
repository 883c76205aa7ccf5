using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Uploads;

/// <summary>The same bytes a second time for the same client: noticed before they are stored, and a person decides.</summary>
public sealed class DuplicateTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_same_picture_again_waits_for_a_decision_and_shows_the_one_that_is_there(TestDatabase database)
    {
        var (app, _, _, first, second) = await TwiceAsync(database, 1);
        Assert.Equal(first.AssetId, second.AssetId);
        Assert.Equal(first.Thumbnail, second.Thumbnail);
        Assert.Empty(app.Stored($"/{second.Id:N}"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Use_puts_the_existing_picture_into_the_gallery_and_drops_the_bytes(TestDatabase database)
    {
        var (app, _, product, first, second) = await TwiceAsync(database, 2);
        await DecideAsync(app, second.Id, "use");
        Assert.Equal(first.AssetId, (await app.UntilAsync($"/api/uploads/{second.Id:N}", UploadState.Stored)).AssetId);
        Assert.Equal(first.AssetId, (await app.GalleryAsync(product, 1)).Single().AssetId);
        Assert.Empty(app.Staged($"/{second.Id:N}"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Keep_stores_it_as_a_picture_of_its_own(TestDatabase database)
    {
        var (app, _, product, first, second) = await TwiceAsync(database, 3);
        await DecideAsync(app, second.Id, "keep");
        var kept = await app.UntilAsync($"/api/uploads/{second.Id:N}", UploadState.Stored);
        Assert.NotEqual(first.AssetId, kept.AssetId);
        Assert.Equal(kept.AssetId, (await app.GalleryAsync(product, 1)).Single().AssetId);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Use_of_a_picture_that_vanished_meanwhile_stores_the_new_one(TestDatabase database)
    {
        var (app, _, _, first, second) = await TwiceAsync(database, 4);
        await using (var db = await app.DbAsync()) await db.Set<Asset>().Where(a => a.Id == first.AssetId).ExecuteDeleteAsync();
        await DecideAsync(app, second.Id, "use");
        Assert.NotEqual(first.AssetId, (await app.UntilAsync($"/api/uploads/{second.Id:N}", UploadState.Stored)).AssetId);
    }

    [Theory]
    [InlineData("use")]
    [InlineData("keep")]
    public async Task A_decision_that_does_nothing_says_so(string decision)
    {
        var (app, _, _, first, second) = await TwiceAsync(TestDatabase.Sqlite, decision == "use" ? 6 : 7);
        var stranger = app.Client(await app.NewKeyAsync(Role.Editor));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(app.Admin, Guid.NewGuid(), decision));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(stranger, second.Id, decision));
        Assert.Equal(HttpStatusCode.Conflict, await AnswerAsync(app.Admin, first.Id, decision));
        Assert.Equal(HttpStatusCode.Accepted, await AnswerAsync(app.Admin, second.Id, decision));
        await app.UntilAsync($"/api/uploads/{second.Id:N}", UploadState.Stored);
        Assert.Equal(HttpStatusCode.Conflict, await AnswerAsync(app.Admin, second.Id, decision));
    }

    private static async Task<HttpStatusCode> AnswerAsync(HttpClient http, Guid id, string decision)
    {
        using var answer = await http.PostAsJsonAsync($"/api/uploads/{id}/duplicate", new { decision });
        return answer.StatusCode;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_batch_is_decided_at_once(bool useExisting)
    {
        var app = apps.On(TestDatabase.Sqlite);
        var (from, to) = await TwoProductsAsync(app);
        var files = Enumerable.Range(0, 3).Select(i => Pictures.Png((useExisting ? 500 : 600) + i)).ToList();
        foreach (var file in files) await app.UntilAsync(await new TusClient(app.Admin).UploadAsync(file, "a.png", from), UploadState.Stored);
        var batch = Guid.NewGuid();
        foreach (var file in files) await new TusClient(app.Admin).UploadAsync(file, "b.png", to, ("batch", $"{batch}"));
        await Eventually.HoldsAsync(async () => (await app.Admin.BatchAsync(batch)).All(u => u.State == UploadState.Duplicate), "three duplicates");

        await app.Get<UploadControl>().ResolveDuplicatesAsync(batch, useExisting, Actor.Portal, CancellationToken.None);

        var gallery = await app.GalleryAsync(to, 3);
        var there = (await app.GalleryAsync(from, 3)).Select(p => p.AssetId).ToHashSet();
        Assert.Equal(useExisting ? 3 : 0, gallery.Count(p => there.Contains(p.AssetId)));
        Assert.Equal([1, 2, 3], gallery.Select(p => p.Position));
    }

    [Fact]
    public async Task Another_client_has_its_own_pictures()
    {
        var app = apps.On(TestDatabase.Sqlite);
        var bytes = Pictures.Png(700);
        foreach (var product in (long[])[await app.NewProductAsync(), await app.NewProductAsync()])
            await app.UntilAsync(await new TusClient(app.Admin).UploadAsync(bytes, "shared.png", product), UploadState.Stored);
    }

    [Fact]
    public async Task An_upload_that_failed_is_no_duplicate_of_the_next()
    {
        var app = apps.On(TestDatabase.Sqlite);
        var product = await app.NewProductAsync();
        foreach (var _ in (int[])[1, 2])
            await app.UntilAsync(await new TusClient(app.Admin).UploadAsync(Journey.Bytes(500), "noise.png", product), UploadState.Failed);
    }

    [Fact]
    public async Task A_decision_that_is_none_is_refused_by_name()
    {
        var app = apps.On(TestDatabase.Sqlite);
        using var answer = await app.Admin.PostAsJsonAsync($"/api/uploads/{Guid.NewGuid():N}/duplicate", new { decision = "perhaps" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"decision\"", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>One picture for one product, and the same again for another product of the same client.</summary>
    private async Task<(MediaApp App, byte[] Bytes, long Product, UploadView First, UploadView Second)> TwiceAsync(TestDatabase database, int seed)
    {
        var app = apps.On(database);
        var (from, to) = await TwoProductsAsync(app);
        var bytes = Pictures.Png(4000 + seed);
        var tus = new TusClient(app.Admin);
        var first = await app.UntilAsync(await tus.UploadAsync(bytes, "first.png", from), UploadState.Stored);
        var second = await app.UntilAsync(await tus.UploadAsync(bytes, "second.png", to), UploadState.Duplicate);
        return (app, bytes, to, first, second);
    }

    private static async Task<(long From, long To)> TwoProductsAsync(MediaApp app)
    {
        var from = await app.NewProductAsync();
        var client = (await app.Admin.GetFromJsonAsync<ProductView>($"/api/products/{from}", MediaApp.Json))!.Client;
        using var made = await app.Admin.PostAsJsonAsync("/api/products", new { client, sku = "second", name = "Second" });
        return (from, (await made.Content.ReadFromJsonAsync<ProductView>(MediaApp.Json))!.Id);
    }

    private static async Task DecideAsync(MediaApp app, Guid upload, string decision)
    {
        using var answer = await app.Admin.PostAsJsonAsync($"/api/uploads/{upload:N}/duplicate", new { decision });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
