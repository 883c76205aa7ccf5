using System.Diagnostics;
using System.Net;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>One writer per upload: tus 1.0.0 leaves locks to the server; here a new request makes the old one give way, so that a lost connection blocks nobody.</summary>
public sealed class TusLocksTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly TusClient _tus = new(shared.App.Admin);

    [Fact]
    public async Task HEAD_ends_a_PATCH_that_hangs_and_tells_what_it_had_received()
    {
        var bytes = Pictures.Png(74, bytes: 200_000);
        var url = await _tus.CreateAsync(bytes.Length, ("filename", "hang.png"));
        using var hanging = await RawRequest.PatchAsync(shared.App, url, 0, bytes.Length);
        await hanging.SendAsync(bytes.AsMemory(0, 70_000));
        await shared.App.UntilAsync(url, u => u.Received == 70_000, "70000 bytes received");

        var watch = Stopwatch.StartNew();
        Assert.Equal(70_000, await _tus.OffsetAsync(url));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"HEAD took {watch.Elapsed}");

        var (status, head) = await hanging.AnswerAsync();
        Assert.Equal(204, status);
        Assert.Contains("Upload-Offset: 70000", head);
        using var rest = await _tus.PatchAsync(url, bytes[70_000..], 70_000);
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        await shared.App.UntilAsync(url, UploadState.Stored);
    }

    [Fact]
    public async Task PATCH_ends_a_PATCH_that_hangs()
    {
        var url = await _tus.CreateAsync(10);
        using var hanging = await RawRequest.PatchAsync(shared.App, url, 0, 10);
        await hanging.SendAsync(Journey.Bytes(4));
        await shared.App.UntilAsync(url, u => u.Received == 4, "4 bytes received");
        using var answer = await _tus.PatchAsync(url, [5, 6], 4);
        Assert.Equal((HttpStatusCode.NoContent, "6"), (answer.StatusCode, answer.Headers.GetValues("Upload-Offset").Single()));
    }

    [Fact]
    public async Task What_the_ended_PATCH_still_sends_is_not_taken()
    {
        var url = await _tus.CreateAsync(10);
        using var hanging = await RawRequest.PatchAsync(shared.App, url, 0, 10);
        await hanging.SendAsync(Journey.Bytes(4));
        await shared.App.UntilAsync(url, u => u.Received == 4, "4 bytes received");
        Assert.Equal(4, await _tus.OffsetAsync(url));
        await hanging.SendAsync(new byte[] { 9, 9 });
        await hanging.AnswerAsync();
        Assert.Equal(4, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task Fifty_PATCHes_at_once_never_mix_their_bytes()
    {
        var bytes = Pictures.Png(75, bytes: 500_000);
        var url = await _tus.CreateAsync(bytes.Length, ("filename", "fifty.png"));
        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var answer = await _tus.PatchAsync(url, bytes, 0);
            return (int)answer.StatusCode;
        }));
        Assert.All(statuses, s => Assert.Contains(s, (int[])[204, 409, 423]));
        var offset = await _tus.OffsetAsync(url);
        if (offset < bytes.Length) using (var rest = await _tus.PatchAsync(url, bytes[(int)offset..], offset)) Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);

        var stored = await shared.App.UntilAsync(url, UploadState.Stored);
        await using var db = await shared.App.DbAsync();
        Assert.Equal(Journey.Sha256(bytes), (await shared.App.RowAsync(url)).Sha256);
        Assert.Equal(bytes.Length, stored.StoredLength);
        Assert.Empty(shared.App.Staged(url));
    }

    [Fact]
    public async Task Requests_that_come_too_late_leave_no_bytes_behind()
    {
        for (var i = 0; i < 15; i++)
        {
            var bytes = Pictures.Png(7500 + i);
            var url = await _tus.CreateAsync(bytes.Length, ("filename", "late.png"));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
            {
                using var answer = n % 2 == 0 ? await _tus.PatchAsync(url, bytes, 0) : await _tus.SendAsync(HttpMethod.Head, url);
            }));
            var offset = await _tus.OffsetAsync(url);
            if (offset < bytes.Length) using (await _tus.PatchAsync(url, bytes[(int)offset..], offset)) { }
            await shared.App.UntilAsync(url, UploadState.Stored);
            await Eventually.HoldsAsync(() => Task.FromResult(shared.App.Staged(url).Count == 0), "staging empty");
            Assert.Equal(bytes.Length, await _tus.OffsetAsync(url));
        }
    }

    [Fact]
    public async Task A_lock_outlives_no_process()
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;
        string url;
        await using (var before = new MediaApp(dataDirectory: data))
        {
            url = await new TusClient(before.Admin).CreateAsync(10);
            var hanging = await RawRequest.PatchAsync(before, url, 0, 10);
            await hanging.SendAsync(Journey.Bytes(4));
            await before.UntilAsync(url, u => u.Received == 4, "4 bytes received");
            hanging.Close();
        }
        await using (var after = new MediaApp(dataDirectory: data))
        {
            var tus = new TusClient(after.Admin);
            Assert.Equal(4, await tus.OffsetAsync(url));
            using var answer = await tus.PatchAsync(url, [5], 4);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
        Directory.Delete(data, recursive: true);
    }
}
