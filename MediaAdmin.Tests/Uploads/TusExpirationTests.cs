using System.Globalization;
using System.Net;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Uploads;

/// <summary>tus 1.0.0, "Expiration".</summary>
public sealed class TusExpirationTests : IAsyncLifetime
{
    private static readonly TimeSpan Keep = new UploadOptions().KeepUnfinished;
    private readonly MovedClock _clock = new();
    private MediaApp App { get; }
    private readonly TusClient _tus;

    public TusExpirationTests()
    {
        App = new(services: s => s.AddSingleton<TimeProvider>(_clock));
        _tus = new(App.Admin);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    [Fact]
    public async Task The_creation_tells_until_when_the_upload_is_kept()
    {
        using var answer = await _tus.SendAsync(HttpMethod.Post, "/api/uploads", null, ("Upload-Length", "10"));
        var wanted = _clock.GetUtcNow() + Keep;
        Assert.InRange(Expires(answer), wanted.AddMinutes(-1), wanted.AddMinutes(1));
    }

    [Fact]
    public async Task Every_PATCH_moves_the_end_and_says_so()
    {
        var url = await _tus.CreateAsync(10);
        _clock.PutForward(TimeSpan.FromDays(3));
        using var answer = await _tus.PatchAsync(url, [1, 2], 0);
        var wanted = _clock.GetUtcNow() + Keep;
        Assert.InRange(Expires(answer), wanted.AddMinutes(-1), wanted.AddMinutes(1));
        _clock.PutForward(TimeSpan.FromDays(5));
        await App.SweepAsync();
        Assert.Equal(2, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task A_complete_upload_does_not_expire()
    {
        using var empty = await _tus.SendAsync(HttpMethod.Post, "/api/uploads", null, ("Upload-Length", "0"));
        var url = await _tus.CreateAsync(2);
        using var whole = await _tus.PatchAsync(url, [1, 2], 0);
        Assert.False(empty.Headers.Contains("Upload-Expires"));
        Assert.False(whole.Headers.Contains("Upload-Expires"));
        _clock.PutForward(Keep + TimeSpan.FromDays(1));
        await App.SweepAsync();
        Assert.Equal(2, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task An_expired_upload_is_gone_with_its_bytes()
    {
        var url = await _tus.CreateAsync(10);
        using var patch = await _tus.PatchAsync(url, [1, 2], 0);
        _clock.PutForward(Keep + TimeSpan.FromMinutes(1));
        await App.SweepAsync();
        using var head = await _tus.SendAsync(HttpMethod.Head, url);
        using var next = await _tus.PatchAsync(url, [3], 2);
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.Gone), (head.StatusCode, next.StatusCode));
        Assert.False(head.Headers.Contains("Upload-Offset"));
        Assert.Empty(App.Staged(url));
        var view = await App.UploadAsync(url);
        Assert.Equal((UploadState.Failed, UploadFault.Expired), (view.State, view.Fault));
    }

    [Fact]
    public async Task An_upload_that_is_being_sent_to_does_not_expire()
    {
        var url = await _tus.CreateAsync(10);
        using var request = await RawRequest.PatchAsync(App, url, 0, 10);
        await request.SendAsync(Journey.Bytes(4));
        await App.UntilAsync(url, u => u.Received == 4, "4 bytes received");
        _clock.PutForward(Keep + TimeSpan.FromMinutes(1));
        await App.SweepAsync();
        await request.SendAsync(Journey.Bytes(10).AsMemory(4, 6));
        Assert.Equal(204, (await request.AnswerAsync()).Status);
    }

    [Fact]
    public async Task The_same_file_chosen_again_after_its_upload_expired_is_begun_anew()
    {
        object announcement = new { files = new[] { new { name = "a.png", size = 10, lastModified = 1 } } };
        var first = (await App.Admin.ExpectAsync(announcement)).Uploads[0];
        _clock.PutForward(Keep + TimeSpan.FromMinutes(1));
        var second = (await App.Admin.ExpectAsync(announcement)).Uploads[0];
        Assert.NotEqual(first.Id, second.Id);
    }

    private static DateTimeOffset Expires(HttpResponseMessage answer) =>
        DateTimeOffset.ParseExact(answer.Headers.GetValues("Upload-Expires").Single(), "R", CultureInfo.InvariantCulture);
}
