using System.Net;
using MediaAdmin.Access;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Uploads;

/// <summary>Who may speak tus: Editors, each to their own uploads. Somebody else's upload is as unknown as one that never was.</summary>
public sealed class TusAccessTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Without_a_key_the_answer_is_401(string method)
    {
        using var answer = await AskAsync(shared.App.Client(null), method, await new TusClient(shared.App.Admin).CreateAsync(10));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_Viewer_is_answered_403(string method)
    {
        var viewer = shared.App.Client(await shared.App.NewKeyAsync(Role.Viewer));
        using var answer = await AskAsync(viewer, method, await new TusClient(shared.App.Admin).CreateAsync(10));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task An_upload_of_somebody_else_is_answered_404_and_untouched(string method)
    {
        var owner = new TusClient(shared.App.Admin);
        var url = await owner.CreateAsync(10);
        using var answer = await AskAsync(shared.App.Client(await shared.App.NewKeyAsync(Role.Editor)), method, url);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Upload-Offset"));
        Assert.Equal(0, await owner.OffsetAsync(url));
    }

    [Fact]
    public async Task An_Admin_may_end_the_upload_of_somebody_else_and_do_nothing_more_with_it()
    {
        var owner = new TusClient(shared.App.Client(await shared.App.NewKeyAsync(Role.Editor)));
        var url = await owner.CreateAsync(10);
        var admin = new TusClient(shared.App.Admin);
        using var head = await admin.SendAsync(HttpMethod.Head, url);
        using var patch = await admin.PatchAsync(url, [1, 2], 0);
        using var delete = await admin.SendAsync(HttpMethod.Delete, url);
        using var after = await owner.SendAsync(HttpMethod.Head, url);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NoContent),
            (head.StatusCode, patch.StatusCode, delete.StatusCode));
        Assert.Equal(HttpStatusCode.Gone, after.StatusCode);
    }

    [Fact]
    public async Task An_Editor_may_do_all_of_it()
    {
        var tus = new TusClient(shared.App.Client(await shared.App.NewKeyAsync(Role.Editor)));
        var url = await tus.CreateAsync(10);
        using var patch = await tus.PatchAsync(url, [1, 2], 0);
        Assert.Equal(2, await tus.OffsetAsync(url));
        using var delete = await tus.SendAsync(HttpMethod.Delete, url);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (patch.StatusCode, delete.StatusCode));
    }

    [Fact]
    public async Task A_batch_of_somebody_else_cannot_be_added_to()
    {
        var batch = Guid.NewGuid();
        await new TusClient(shared.App.Admin).CreateAsync(10, ("batch", $"{batch}"));
        var other = new TusClient(shared.App.Client(await shared.App.NewKeyAsync(Role.Editor)));
        using var answer = await other.SendAsync(HttpMethod.Post, "/api/uploads", null, ("Upload-Length", "10"), ("Upload-Metadata", TusClient.Metadata(("batch", $"{batch}"))));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single(await shared.App.Admin.BatchAsync(batch));
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient http, string method, string url)
    {
        var tus = new TusClient(http);
        return method switch
        {
            "PATCH" => tus.PatchAsync(url, [1, 2, 3], 0),
            "POST" => tus.SendAsync(HttpMethod.Post, "/api/uploads", null, ("Upload-Length", "10")),
            _ => tus.SendAsync(new HttpMethod(method), url),
        };
    }
}
