using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Reconciliation;

/// <summary>Cloudinary tells by itself what happened there; what is not signed by it is not heard.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private const string Path = "/api/notifications/cloudinary";

    private CloudinaryDouble Cloudinary { get; set; } = null!;
    private MediaApp App { get; set; } = null!;
    private int Destroys => Cloudinary.Requests.Count(r => r.Path.EndsWith("/destroy"));

    public async Task InitializeAsync()
    {
        Cloudinary = await CloudinaryDouble.StartAsync();
        App = new(new Dictionary<string, string>
        {
            ["Storage:Provider"] = "Cloudinary",
            [CloudinaryUrl.Key] = Cloudinary.CloudinaryUrl,
            ["Uploads:FirstRetry"] = "00:30:00",
            ["Deletion:UndoWindow"] = "00:00:00",
            ["Deletion:MaxAttempts"] = "1",
        });
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Cloudinary.DisposeAsync();
    }

    [Fact]
    public async Task An_upload_whose_answer_was_lost_is_confirmed_at_once_and_stored_once()
    {
        Cloudinary.Script.Play(CloudinaryFault.Answer(500) with { AfterEffect = true }, times: 4, on: "POST /v1_1/demo/image/upload");
        var url = await new TusClient(App.Admin).UploadAsync(Pictures.Png(91), "lamp.png", await App.NewProductAsync());
        var job = $"{(await App.UntilAsync(url, u => u.NextAttemptAt is not null, "a next try in half an hour")).Id:N}";
        await Eventually.HoldsAsync(async () => (await App.Admin.GetFromJsonAsync<EngineRoom>("/api/jobs", MediaApp.Json))!.Waiting.Any(w => w.Job == job && w.Attempts > 0), "the engine to have put it off");
        var kept = Assert.Single(Cloudinary.Account.Pictures.Values);

        var body = $$"""{"notification_type":"upload","public_id":"{{kept.PublicId}}","version":{{kept.Version}},"signature_key":"{{CloudinaryDouble.ApiKey}}"}""";
        Assert.Equal(HttpStatusCode.OK, await SendAsync(body));
        await App.UntilAsync(url, UploadState.Stored);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(body));
        Assert.Equal(kept, Assert.Single(Cloudinary.Account.Pictures.Values));
    }

    [Fact]
    public async Task A_deletion_that_failed_is_over_once_Cloudinary_tells_that_the_picture_is_gone()
    {
        var kept = await RefusedAsync(92);
        Cloudinary.Script.Clear();
        Cloudinary.Account.Pictures.Clear();
        var body = $$"""{"notification_type":"delete","resources":[{"resource_type":"image","type":"upload","public_id":"{{kept.PublicId}}"},{"public_id":"others"},{}]}""";
        Assert.Equal(HttpStatusCode.OK, await SendAsync(body));
        await Eventually.HoldsAsync(async () => (await EntryAsync()).State == DeletionState.AlreadyGone, "the deletion to be over");
        var asked = Destroys;
        Assert.Equal(HttpStatusCode.OK, await SendAsync(body));
        Assert.Equal((DeletionState.AlreadyGone, asked), ((await EntryAsync()).State, Destroys));
    }

    [Fact]
    public async Task What_it_says_is_asked_of_the_store_and_not_believed()
    {
        var kept = await RefusedAsync(93);
        await SendAsync($$"""{"notification_type":"delete","resources":[{"public_id":"{{kept.PublicId}}"}]}""");
        await Eventually.HoldsAsync(() => Task.FromResult(Destroys == 2), "the store to be asked again");
        await Eventually.HoldsAsync(async () => (await EntryAsync()).State == DeletionState.Failed, "its answer");
        Assert.Equal(kept, Assert.Single(Cloudinary.Account.Pictures.Values));
    }

    [Theory]
    [InlineData("""{"notification_type":"rename","from_public_id":"a","to_public_id":"b"}""", HttpStatusCode.OK)]
    [InlineData("""{"notification_type":"delete","resources":{"a":1}}""", HttpStatusCode.OK)]
    [InlineData("""{"notification_type":"upload"}""", HttpStatusCode.OK)]
    [InlineData("not json", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task What_concerns_nothing_here_is_passed_over(string body, HttpStatusCode answer) => Assert.Equal(answer, await SendAsync(body));

    [Theory]
    [InlineData(CloudinaryDouble.ApiSecret, 0, HttpStatusCode.OK)]
    [InlineData(CloudinaryDouble.ApiSecret, -7190, HttpStatusCode.OK)]
    [InlineData(CloudinaryDouble.ApiSecret, -7300, HttpStatusCode.Unauthorized)] // the replay window
    [InlineData(CloudinaryDouble.ApiSecret, 900, HttpStatusCode.Unauthorized)]
    [InlineData("another secret", 0, HttpStatusCode.Unauthorized)]
    public async Task Only_what_Cloudinary_signed_lately_is_let_in(string secret, int seconds, HttpStatusCode answer) =>
        Assert.Equal(answer, await SendAsync("""{"notification_type":"eager"}""", secret, seconds));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("7f133fa7377862baa3944e0fa94c5be2fe0e556c", "99999999999999999999")]
    [InlineData("7f133fa7377862baa3944e0fa94c5be2fe0e556c", "yesterday")]
    public async Task Without_a_signature_nobody_is_heard_and_the_answer_tells_nothing(string? signature, string? timestamp)
    {
        using var answer = await PostAsync("{}", signature, timestamp);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(CloudinaryDouble.ApiSecret, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_portal_that_keeps_its_pictures_elsewhere_has_no_such_address()
    {
        await using var app = new MediaApp();
        using var http = app.Client(null);
        using var answer = await http.PostAsync(Path, new StringContent("{}"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>A picture whose deletion Cloudinary refuses, and that has failed for good.</summary>
    private async Task<CloudinaryDoublePicture> RefusedAsync(int seed)
    {
        var url = await new TusClient(App.Admin).UploadAsync(Pictures.Png(seed), "lamp.png", await App.NewProductAsync());
        var asset = (await App.UntilAsync(url, UploadState.Stored)).AssetId;
        Cloudinary.Script.Play(CloudinaryFault.Answer(400, "locked"), times: 99, on: "/destroy");
        using var deleted = await App.Admin.DeleteAsync($"/api/assets/{asset}");
        await Eventually.HoldsAsync(async () => (await EntryAsync()).State == DeletionState.Failed, "the deletion to fail");
        return Assert.Single(Cloudinary.Account.Pictures.Values);
    }

    private async Task<DeletionView> EntryAsync() => (await App.Get<DeletionList>().FindAsync(new DeletionQuery(), default)).Items.Single();

    private async Task<HttpStatusCode> SendAsync(string body, string secret = CloudinaryDouble.ApiSecret, int seconds = 0)
    {
        var timestamp = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds}";
        using var answer = await PostAsync(body, Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(body + timestamp + secret))), timestamp);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? signature, string? timestamp)
    {
        using var http = App.Client(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (signature is not null) request.Headers.TryAddWithoutValidation("X-Cld-Signature", signature);
        if (timestamp is not null) request.Headers.TryAddWithoutValidation("X-Cld-Timestamp", timestamp);
        return await http.SendAsync(request);
    }
}
