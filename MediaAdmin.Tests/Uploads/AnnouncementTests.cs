using System.Net;
using MediaAdmin.Access;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>POST /api/uploads/batches: files are announced before their bytes come.</summary>
public sealed class AnnouncementTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly MediaApp _app = shared.App;

    [Fact]
    public async Task Announced_files_have_rows_in_the_order_dropped_before_a_byte_has_come()
    {
        var product = await _app.NewProductAsync();
        var batch = await _app.Admin.ExpectAsync(new { product, files = Files("b.png", "a.png", "c.png") });
        var rows = await _app.Admin.BatchAsync(batch.Batch);
        Assert.Equal([("b.png", 1), ("a.png", 2), ("c.png", 3)], rows.Select(r => (r.FileName, r.Ordinal)));
        Assert.All(rows, r => Assert.Equal((UploadState.Receiving, 0, product), (r.State, r.Received, r.ProductId)));
    }

    [Fact]
    public async Task Files_of_one_announcement_may_each_go_to_a_place_of_their_own()
    {
        var (lamp, mug) = (await _app.NewProductAsync(), await _app.NewProductAsync("Mug"));
        var red = (await _app.Admin.NewVariantsAsync(lamp, 1)).Single();
        var batch = await _app.Admin.ExpectAsync(new { files = (object[])[Planned("a.png", lamp, red, 1), Planned("b.png", mug, null, 2), new { name = "c.png", size = 10 }] });
        Assert.Equal([(lamp, red, 1), (mug, null, 2), (null, null, null)], (await _app.Admin.BatchAsync(batch.Batch)).Select(u => (u.ProductId, u.VariantId, u.Position)));
        using var wrong = await _app.Admin.AnnounceAsync(new { files = (object[])[Planned("a.png", mug, red, 1)] });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task A_file_that_was_interrupted_stands_where_a_new_plan_says_and_keeps_its_bytes()
    {
        var product = await _app.NewProductAsync();
        var first = await _app.Admin.ExpectAsync(new { files = (object[])[Planned("a.png", product, null, 1), Planned("b.png", product, null, 2)] });
        using var patch = await new TusClient(_app.Admin).PatchAsync(first.Uploads[0].Url, [1, 2, 3], 0);
        var second = await _app.Admin.ExpectAsync(new { files = (object[])[Planned("b.png", product, null, 1), Planned("a.png", product, null, 2)] });
        Assert.Equal([first.Uploads[1].Id, first.Uploads[0].Id], second.Uploads.Select(u => u.Id));
        Assert.Equal(3, second.Uploads[1].Offset);
        Assert.Equal([("b.png", 1, 1), ("a.png", 2, 2)], (await _app.Admin.BatchAsync(second.Batch)).Select(u => (u.FileName, u.Ordinal, u.Position!.Value)));
        Assert.Empty(await _app.Admin.BatchAsync(first.Batch));
    }

    [Fact]
    public async Task The_same_file_chosen_again_goes_on_where_it_stopped()
    {
        var product = await _app.NewProductAsync();
        object announcement = new { product, files = Files("a.png", "b.png") };
        var first = await _app.Admin.ExpectAsync(announcement);
        using var patch = await new TusClient(_app.Admin).PatchAsync(first.Uploads[1].Url, [1, 2, 3], 0);
        var second = await _app.Admin.ExpectAsync(announcement);
        Assert.Equal(first.Uploads.Select(u => u.Id), second.Uploads.Select(u => u.Id));
        Assert.Equal([0L, 3L], second.Uploads.Select(u => u.Offset));
    }

    [Fact]
    public async Task The_same_file_for_another_product_is_another_upload()
    {
        var first = await _app.Admin.ExpectAsync(new { product = await _app.NewProductAsync(), files = Files("a.png") });
        var second = await _app.Admin.ExpectAsync(new { product = await _app.NewProductAsync(), files = Files("a.png") });
        Assert.NotEqual(first.Uploads[0].Id, second.Uploads[0].Id);
    }

    [Fact]
    public async Task The_same_file_of_somebody_else_is_another_upload()
    {
        var editor = _app.Client(await _app.NewKeyAsync(Role.Editor));
        object announcement = new { product = await _app.NewProductAsync(), files = Files("a.png") };
        var first = await _app.Admin.ExpectAsync(announcement);
        var second = await editor.ExpectAsync(announcement);
        Assert.NotEqual(first.Uploads[0].Id, second.Uploads[0].Id);
    }

    [Fact]
    public async Task The_same_file_twice_in_one_drop_is_two_uploads()
    {
        var batch = await _app.Admin.ExpectAsync(new { product = await _app.NewProductAsync(), files = Files("a.png", "a.png") });
        Assert.Equal(2, batch.Uploads.Select(u => u.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_batch_of_somebody_else_is_refused()
    {
        var batch = await _app.Admin.ExpectAsync(new { files = Files("a.png") });
        var editor = _app.Client(await _app.NewKeyAsync(Role.Editor));
        using var answer = await editor.AnnounceAsync(new { batch = batch.Batch, files = Files("b.png") });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"batch\"", await answer.Content.ReadAsStringAsync());
        Assert.Empty(await editor.BatchAsync(batch.Batch));
    }

    [Fact]
    public async Task A_thousand_files_are_announced_in_one_call_and_one_more_is_refused()
    {
        var batch = await _app.Admin.ExpectAsync(new { files = Files([.. Enumerable.Range(1, 1000).Select(i => $"{i}.png")]) });
        Assert.Equal(1000, (await _app.Admin.BatchAsync(batch.Batch)).Count);
        using var answer = await _app.Admin.AnnounceAsync(new { files = Files([.. Enumerable.Range(1, 1001).Select(i => $"{i}.png")]) });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("files", """{"files":[]}""")]
    [InlineData("files", "{}")]
    [InlineData("files.name", """{"files":[{"name":"","size":1}]}""")]
    [InlineData("files.name", """{"files":[{"size":1}]}""")]
    [InlineData("files.size", """{"files":[{"name":"a","size":-1}]}""")]
    [InlineData("files.size", """{"files":[{"name":"a","size":104857601}]}""")]
    [InlineData("files.position", """{"files":[{"name":"a","size":1,"position":0}]}""")]
    [InlineData("files.alt", """{"files":[{"name":"a","size":1,"alt":"a\u0000b"}]}""")]
    [InlineData("files.altTr", """{"files":[{"name":"a","size":1,"altTr":"a\u0000b"}]}""")]
    [InlineData("product", """{"product":999999999,"files":[{"name":"a","size":1}]}""")]
    [InlineData("product", """{"variant":1,"files":[{"name":"a","size":1}]}""")]
    [InlineData("product", """{"client":"nobody-known","files":[{"name":"a","size":1}]}""")]
    public async Task A_bad_field_is_named(string field, string json)
    {
        using var answer = await _app.Admin.PostAsync("/api/uploads/batches", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\":[", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"files":[{"name":"a","size":"1"}]}""")]
    [InlineData("""{"files":[{"name":"a","size":1e400}]}""")]
    [InlineData("""{"files":[null]}""")]
    [InlineData("""{"files":7}""")]
    [InlineData("""{"batch":"no-uuid","files":[]}""")]
    [InlineData("""{"files":[""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task What_is_no_announcement_at_all_is_answered_400(string json)
    {
        using var answer = await _app.Admin.PostAsync("/api/uploads/batches", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static object Planned(string name, long product, long? variant, int position) => new { name, size = 10, lastModified = 1, position, place = new { product, variant } };

    private static object[] Files(params string[] names) => [.. names.Select(name => new { name, size = 100, lastModified = 1700000000000 })];
}
