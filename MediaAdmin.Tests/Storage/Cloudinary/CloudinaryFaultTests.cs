using MediaAdmin.Storage;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>Each fault of the vendor's table (its "Error handling" and "Rate limits") is one outcome, and only what may pass is tried again.</summary>
public sealed class CloudinaryFaultTests
{
    private const string Upload = "POST /image/upload";

    [Theory]
    [InlineData(400, "Invalid image file", StorageFault.Refused, 1, "Cloudinary refused it (Invalid image file)")]
    [InlineData(400, "File size too large. Got 11926513. Maximum is 10485760.", StorageFault.Refused, 1, "Maximum is 10485760")]
    [InlineData(401, "Invalid Signature 0f. String to sign - 'public_id=x'.", StorageFault.AccessDenied, 1, "The API secret is wrong")]
    [InlineData(401, "api_secret mismatch", StorageFault.AccessDenied, 1, "The API secret is wrong")]
    [InlineData(401, "Unknown API key 12", StorageFault.AccessDenied, 1, "does not know the API key")]
    [InlineData(401, "Invalid cloud_name x", StorageFault.AccessDenied, 1, "does not know the cloud name")]
    [InlineData(401, "Something new", StorageFault.AccessDenied, 1, "does not accept the portal's credentials")]
    [InlineData(403, "Your account is disabled", StorageFault.AccessDenied, 1, "does not allow this account to do it (Your account is disabled)")]
    [InlineData(404, "Resource not found - x", StorageFault.Refused, 1, "does not have it")]
    [InlineData(408, "General Error", StorageFault.Unavailable, 4, "gave up waiting")]
    [InlineData(409, "external id x already exists", StorageFault.Refused, 1, "already exists")]
    [InlineData(420, "Rate Limit Exceeded", StorageFault.RateLimited, 4, "asks to slow down (Rate Limit Exceeded)")]
    [InlineData(423, "processing", StorageFault.RateLimited, 4, "still making it")]
    [InlineData(429, "Too many requests", StorageFault.RateLimited, 4, "asks to slow down")]
    [InlineData(500, "General Error", StorageFault.Unavailable, 4, "Cloudinary is out of order (General Error)")]
    [InlineData(502, "General Error", StorageFault.Unavailable, 4, "out of order")]
    [InlineData(503, "General Error", StorageFault.Unavailable, 4, "out of order")]
    [InlineData(302, "Moved", StorageFault.Unavailable, 4, "no answer of Cloudinary's")]
    public async Task An_answer_is_one_outcome_with_the_vendors_reason(int status, string reason, StorageFault fault, int attempts, string says)
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(status, reason), times: 99);
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        Assert.Equal((fault, attempts), (e.Fault, stand.Asked(Upload).Count));
        Assert.Contains(says, e.Message);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(420)]
    [InlineData(423)]
    [InlineData(429)]
    public async Task What_passes_is_tried_again_and_told_in_the_log(int status)
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(status), times: 3);
        await stand.PutAsync("c/p/one");
        Assert.Equal(4, stand.Asked(Upload).Count);
        Assert.Equal(3, stand.Log.Written.Count(l => l.StartsWith("Warning: Cloudinary: try")));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("3600", 3600)]
    public async Task A_wait_that_Cloudinary_asks_for_is_handed_on_when_it_is_too_long_to_sit_out(string retryAfter, int seconds)
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(429) with { Headers = new Dictionary<string, string> { ["Retry-After"] = retryAfter } });
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        Assert.Equal((StorageFault.RateLimited, TimeSpan.FromSeconds(seconds), 1), (e.Fault, e.RetryAfter, stand.Asked(Upload).Count));
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Reset with { AtByte = 3000 });
        stand.Cloudinary.Script.Play(CloudinaryFault.Reset);
        await stand.PutAsync("c/p/one");
    }

    [Fact]
    public async Task A_connection_that_breaks_every_time_is_told()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Reset, times: 99);
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        Assert.Equal((StorageFault.Unavailable, $"The connection to {stand.Cloudinary.Authority} broke off."), (e.Fault, e.Message));
    }

    [Fact]
    public async Task Silence_ends_an_attempt()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => (o.Timeout, o.Retries) = (TimeSpan.FromSeconds(1), 2));
        stand.Cloudinary.Script.Play(CloudinaryFault.Silence);
        await stand.PutAsync("c/p/one");
        stand.Cloudinary.Script.Play(CloudinaryFault.Silence, times: 99);
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/two"));
        Assert.Equal(StorageFault.Unavailable, e.Fault);
        Assert.Contains("gave no answer and took no byte for 1 s", e.Message);
    }

    [Theory]
    [InlineData(200, "<html>Sign in to the hotel's network</html>", "answered something that is not Cloudinary's")]
    [InlineData(200, "null", "answered something that is not Cloudinary's")]
    [InlineData(502, "<html>Bad Gateway</html>", "Cloudinary is out of order (HTTP 502)")]
    public async Task What_is_not_Cloudinarys_answer_is_no_success(int status, string body, string says)
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(new() { Status = status, Body = body }, times: 99);
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        Assert.Equal(StorageFault.Unavailable, e.Fault);
        Assert.Contains(says, e.Message);
    }

    [Fact]
    public async Task A_request_too_large_for_the_front_end_is_refused_though_that_speaks_HTML()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.MaxRequestBytes = 1000;
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        Assert.Equal((StorageFault.Refused, 1), (e.Fault, stand.Asked(Upload).Count));
        Assert.StartsWith("Cloudinary refused it (HTTP 413)", e.Message);
    }

    [Fact]
    public async Task A_file_larger_than_the_plan_allows_is_refused_with_the_vendors_words()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Account.MaxBytes = 4000;
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        Assert.Equal(StorageFault.Refused, e.Fault);
        Assert.Contains("File size too large. Got 5000. Maximum is 4000.", e.Message);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_named_and_the_request_signed_anew_once()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Clock.PutForward(TimeSpan.FromMinutes(-150));
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        Assert.Equal((StorageFault.AccessDenied, false, 2), (e.Fault, e.IsTransient, stand.Asked(Upload).Count));
        Assert.Contains("this machine's clock is off: it is 0.02:", e.Message);
        Assert.Contains(" behind Cloudinary's. Set the clock", e.Message);
    }

    [Theory]
    [InlineData("http://nowhere.invalid", "cannot be resolved: check this machine's DNS")]
    [InlineData("http://127.0.0.1:1", "127.0.0.1:1 cannot be reached: check this machine's network")]
    [InlineData("https://{authority}", "cannot be trusted: its TLS certificate is not accepted")]
    public async Task What_stands_in_the_way_to_Cloudinary_is_named(string uploadPrefix, string says)
    {
        await using var stand = await CloudinaryStand.StartAsync(o => (o.UploadPrefix, o.Retries) = (uploadPrefix.Replace("{authority}", new Uri(o.UploadPrefix).Authority), 1));
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.PingAsync(default));
        Assert.Equal(StorageFault.Unavailable, e.Fault);
        Assert.Contains(says, e.Message);
    }

    [Fact]
    public async Task After_many_failures_Cloudinary_is_left_alone_and_the_caller_told_until_when()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.Pause = TimeSpan.FromMinutes(5));
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(503), times: 99);
        await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one"));
        await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/two"));
        var before = stand.Cloudinary.Requests.Count;
        var e = await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/three"));
        Assert.Equal((StorageFault.Unavailable, before), (e.Fault, stand.Cloudinary.Requests.Count));
        Assert.InRange(e.RetryAfter!.Value, TimeSpan.FromMinutes(4.5), TimeSpan.FromMinutes(5));
        Assert.Matches(@"is left alone until \d\d:\d\d:\d\d UTC\. Cloudinary is out of order", e.Message);
        Assert.Contains(stand.Log.Written, l => l.StartsWith("Warning: Cloudinary failed most of the latest calls and is left alone for 300 s"));

        stand.Cloudinary.Script.Clear();
        stand.Clock.PutForward(TimeSpan.FromMinutes(6));
        await stand.PutAsync("c/p/three");
        await stand.PutAsync("c/p/four");
    }

    [Fact]
    public async Task Refusals_are_no_reason_to_leave_Cloudinary_alone()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(400, "Invalid image file"), times: 20);
        for (var i = 0; i < 20; i++) await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync($"c/p/{i}"));
        await stand.PutAsync("c/p/good");
    }

    [Fact]
    public async Task Neither_messages_nor_the_log_hold_the_secret_or_what_was_signed_with_it()
    {
        const string wrong = "wr0ng-S3cret-99";
        await using var stand = await CloudinaryStand.StartAsync(o => (o.ApiSecret, o.Retries) = (wrong, 1));
        stand.Cloudinary.Script.Play(CloudinaryFault.Answer(500, $"echo {wrong}"), times: 2, on: "ping");
        var faults = new List<StorageException>();
        faults.Add(await Assert.ThrowsAsync<StorageException>(() => stand.PutAsync("c/p/one")));
        faults.Add(await Assert.ThrowsAsync<StorageException>(() => stand.Client.Uploads.DestroyAsync("c/p/one", default)));
        faults.Add(await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.PingAsync(default)));
        faults.Add(await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.UsageAsync(default)));
        stand.Cloudinary.Script.Play(CloudinaryFault.Reset, times: 2);
        faults.Add(await Assert.ThrowsAsync<StorageException>(() => stand.Client.Admin.UsageAsync(default)));

        Assert.Equal("Cloudinary is out of order (echo …).", faults[2].Message);
        Assert.NotEmpty(stand.Log.Written);
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{CloudinaryDouble.ApiKey}:{wrong}"));
        Assert.All(faults.Select(f => $"{f}").Concat(stand.Log.Written).Append($"{stand.Options} {stand.Client} {stand.Store}"), text =>
        {
            Assert.DoesNotContain(wrong, text);
            Assert.DoesNotContain(basic, text);
            Assert.DoesNotContain("timestamp=", text);
            Assert.DoesNotContain("String to sign", text);
        });
    }
}
