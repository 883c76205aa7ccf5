using System.Net;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>tus 1.0.0, "Termination".</summary>
public sealed class TusTerminationTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly TusClient _tus = new(shared.App.Admin);

    [Fact]
    public async Task DELETE_takes_an_upload_back_with_its_bytes()
    {
        var url = await _tus.CreateAsync(10);
        using var patch = await _tus.PatchAsync(url, [1, 2, 3], 0);
        using var answer = await _tus.SendAsync(HttpMethod.Delete, url);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(shared.App.Staged(url));
        Assert.Equal(UploadState.Cancelled, (await shared.App.UploadAsync(url)).State);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Afterwards_everything_is_answered_410(string method)
    {
        var url = await _tus.CreateAsync(10);
        using var answer = await _tus.SendAsync(HttpMethod.Delete, url);
        using var after = method == "PATCH" ? await _tus.PatchAsync(url, [1], 0) : await _tus.SendAsync(new HttpMethod(method), url);
        Assert.Equal(HttpStatusCode.Gone, after.StatusCode);
        Assert.Empty(shared.App.Staged(url));
    }

    [Fact]
    public async Task DELETE_ends_a_PATCH_that_is_under_way()
    {
        var url = await _tus.CreateAsync(10);
        using var request = await RawRequest.PatchAsync(shared.App, url, 0, 10);
        await request.SendAsync(Journey.Bytes(4));
        await shared.App.UntilAsync(url, u => u.Received == 4, "4 bytes received");

        using var answer = await _tus.SendAsync(HttpMethod.Delete, url);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await request.AnswerAsync();
        using var head = await _tus.SendAsync(HttpMethod.Head, url);
        Assert.Equal(HttpStatusCode.Gone, head.StatusCode);
        Assert.Empty(shared.App.Staged(url));
    }

    [Fact]
    public async Task DELETE_and_PATCH_at_once_leave_nothing_behind()
    {
        for (var i = 0; i < 30; i++)
        {
            var url = await _tus.CreateAsync(10_000, ("filename", "race.png"));
            var patch = _tus.PatchAsync(url, Journey.Bytes(10_000), 0);
            var delete = _tus.SendAsync(HttpMethod.Delete, url);
            using var patched = await patch;
            using var deleted = await delete;
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
            Assert.Equal(UploadState.Cancelled, (await shared.App.UploadAsync(url)).State);
            await Eventually.HoldsAsync(() => Task.FromResult(shared.App.Staged(url).Count == 0), "staging empty");
        }
    }

    [Fact]
    public async Task DELETE_of_a_picture_in_the_library_is_answered_409()
    {
        var url = await _tus.UploadAsync(Pictures.Png(73), "kept.png");
        await shared.App.UntilAsync(url, UploadState.Stored);
        using var answer = await _tus.SendAsync(HttpMethod.Delete, url);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(UploadState.Stored, (await shared.App.UploadAsync(url)).State);
    }

    [Fact]
    public async Task DELETE_of_an_unknown_upload_is_answered_404()
    {
        using var answer = await _tus.SendAsync(HttpMethod.Delete, $"/api/uploads/{Guid.NewGuid():N}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
