using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Storage;

/// <summary>How the local store's pictures are served.</summary>
public sealed class LocalStoreApiTests : IClassFixture<LocalStoreApiTests.OnePicture>
{
    private readonly OnePicture _one;

    public LocalStoreApiTests(OnePicture one) => _one = one;

    [Fact]
    public async Task A_picture_is_served_with_its_type_and_for_ever()
    {
        using var answer = await _one.App.Admin.GetAsync(_one.Asset.Original);
        Assert.Equal(_one.Bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("max-age=31536000, private, immutable", string.Join(", ", answer.Headers.CacheControl!.ToString()));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.False(answer.Headers.ETag!.IsWeak);
    }

    [Fact]
    public async Task A_picture_that_is_also_a_page_does_not_run_as_one()
    {
        using var answer = await _one.App.Admin.GetAsync(_one.Asset.Original);
        Assert.Equal(["default-src 'none'; sandbox"], answer.Headers.GetValues("Content-Security-Policy"));
    }

    [Fact]
    public async Task Thumbnail_and_preview_are_WebP()
    {
        foreach (var address in (string[])[_one.Asset.Thumbnail, _one.Asset.Preview])
        {
            using var answer = await _one.App.Admin.GetAsync(address);
            Assert.Equal((HttpStatusCode.OK, "image/webp"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
            Assert.Equal("RIFF"u8.ToArray(), (await answer.Content.ReadAsByteArrayAsync())[..4]);
        }
    }

    [Fact]
    public async Task HEAD_tells_the_length_without_the_bytes()
    {
        using var answer = await SendAsync(HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, (long?)_one.Bytes.Length), (answer.StatusCode, answer.Content.Headers.ContentLength));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task What_a_browser_has_already_is_answered_304()
    {
        using var first = await _one.App.Admin.GetAsync(_one.Asset.Original);
        using var same = await SendAsync(HttpMethod.Get, r => r.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        using var other = await SendAsync(HttpMethod.Get, r => r.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")));
        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 10)]
    public async Task A_part_is_answered_206(long from, long to)
    {
        using var answer = await SendAsync(HttpMethod.Get, r => r.Headers.Range = new(from, to));
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(_one.Bytes[(int)from..((int)to + 1)], await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_part_behind_the_end_is_answered_416()
    {
        using var answer = await SendAsync(HttpMethod.Get, r => r.Headers.Range = new(_one.Bytes.Length + 1, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_key_the_answer_is_401()
    {
        using var answer = await _one.App.Client(null).GetAsync(_one.Asset.Thumbnail);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/media/../media.db")]
    [InlineData("/media/..%2fmedia.db")]
    [InlineData("/media/%2e%2e/media.db")]
    [InlineData("/media/%2e%2e%2fmedia.db")]
    [InlineData("/media/..%5cmedia.db")]
    [InlineData("/media//etc/passwd")]
    [InlineData("/media/%2fetc%2fpasswd")]
    [InlineData("/media/a%00.png")]
    [InlineData("/media/%ff")]
    [InlineData("/media/")]
    [InlineData("/media")]
    [InlineData("/media/library")]
    public async Task No_address_leads_out_of_the_store(string path)
    {
        using var request = await RawRequest.BeginAsync(_one.App, "GET", path);
        var (status, _) = await request.AnswerAsync();
        Assert.Contains(status, (int[])[400, 404]);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, _one.Asset.Original);
        change?.Invoke(request);
        return await _one.App.Admin.SendAsync(request);
    }

    public sealed class OnePicture : IAsyncLifetime
    {
        public MediaApp App { get; } = new();
        public byte[] Bytes { get; } = Pictures.Png(51);
        public AssetView Asset { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            var url = await new TusClient(App.Admin).UploadAsync(Bytes, "served.png");
            var stored = await App.UntilAsync(url, UploadState.Stored);
            Asset = (await App.Admin.GetFromJsonAsync<AssetView>($"/api/assets/{stored.AssetId}", MediaApp.Json))!;
        }

        public Task DisposeAsync() => App.DisposeAsync().AsTask();
    }
}
