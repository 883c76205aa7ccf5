using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Direct;

namespace MediaAdmin.Tests.Uploads.Direct;

/// <summary>A signature is for one upload of one person, and what is told about it is believed only as far as Cloudinary signed it.</summary>
public sealed class DirectSignatureTests
{
    private static readonly TimeSpan Over = CloudinarySignature.ValidFor + DirectUploads.Late + TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(SignatureAlgorithm.Sha1, "47e7fd6cd7bab0d3d776fbb57e542b3ae8288454")]
    [InlineData(SignatureAlgorithm.Sha256, "24d74080daaabc4c81e7c93fcbafd5384473af5e9c80f5ec2b3fff3b64b0bc98")]
    public async Task The_form_is_exactly_what_is_signed(SignatureAlgorithm algorithm, string signature)
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.SignatureAlgorithm = algorithm);
        var form = stand.Client.Uploads.Sign(new("acme/lamp-1/0123", Formats: DirectUploads.Formats), DateTimeOffset.FromUnixTimeSeconds(1700000000));
        Assert.Equal($"http://{stand.Cloudinary.Authority}/v1_1/demo/image/upload", form.Address.ToString());
        Assert.Equal(new Dictionary<string, string>
        {
            ["allowed_formats"] = "jpg,png,webp,gif,avif",
            ["api_key"] = CloudinaryDouble.ApiKey,
            ["overwrite"] = "0",
            ["public_id"] = "acme/lamp-1/0123",
            ["signature"] = signature,
            ["tags"] = "mediaadmin",
            ["timestamp"] = "1700000000",
            ["type"] = "upload",
        }, form.Fields);
    }

    [Fact]
    public async Task One_upload_has_one_form_until_half_of_its_hour_is_over()
    {
        var clock = new MovedClock();
        await using var direct = await DirectSender.StartAsync(clock: clock);
        var upload = await direct.ExpectAsync(1000);
        var first = await direct.SignAsync(upload);
        clock.PutForward(TimeSpan.FromMinutes(29));
        Assert.Equal(first.Fields, (await direct.SignAsync(upload)).Fields);
        clock.PutForward(TimeSpan.FromMinutes(2));
        var second = await direct.SignAsync(upload);
        Assert.NotEqual(first.Fields["signature"], second.Fields["signature"]);
        Assert.Equal(first.Fields["public_id"], second.Fields["public_id"]);
    }

    [Fact]
    public async Task Nobody_signs_for_the_upload_of_somebody_else_and_no_Viewer_for_any()
    {
        await using var direct = await DirectSender.StartAsync();
        var upload = await direct.ExpectAsync(1000);
        using var editor = direct.App.Client(await direct.App.NewKeyAsync(Role.Editor));
        using var viewer = direct.App.Client(await direct.App.NewKeyAsync(Role.Viewer));
        using var stranger = direct.App.Client(null);
        foreach (var (who, answer) in new[] { (editor, HttpStatusCode.NotFound), (viewer, HttpStatusCode.Forbidden), (stranger, HttpStatusCode.Unauthorized) })
            foreach (var (call, body) in new (string, object)[] { ("", new { }), ("/progress", new DirectProgress(1)), ("/confirm", new DirectAnswer("a", 1, "b")) })
            {
                using var asked = await who.PostAsJsonAsync(upload.Direct + call, body);
                Assert.Equal(answer, asked.StatusCode);
                Assert.DoesNotContain(CloudinaryDouble.ApiSecret, await asked.Content.ReadAsStringAsync());
            }
        Assert.DoesNotContain(CloudinaryDouble.ApiSecret, string.Concat((await direct.SignAsync(upload)).Fields.Values));
    }

    [Fact]
    public async Task What_has_begun_to_come_here_or_is_too_large_does_not_go_that_way()
    {
        await using var direct = await DirectSender.StartAsync();
        Assert.Null((await direct.ExpectAsync(DirectUploads.LargestFile + 1)).Direct);
        var upload = await direct.ExpectAsync(1000);
        using var patch = await new TusClient(direct.App.Admin).PatchAsync(upload.Url, new byte[100], 0);
        using var signed = await direct.App.Admin.PostAsJsonAsync(upload.Direct, new { });
        Assert.Equal(HttpStatusCode.NotFound, signed.StatusCode);
    }

    [Fact]
    public async Task Only_what_Cloudinary_signed_for_this_upload_confirms_it_and_telling_it_again_does_no_harm()
    {
        await using var direct = await DirectSender.StartAsync();
        var bytes = Pictures.Png(71);
        var (upload, other) = (await direct.ExpectAsync(bytes.Length), await direct.ExpectAsync(bytes.Length));
        await direct.SignAsync(other);
        var answer = (await DirectSender.SendAsync(await direct.SignAsync(upload), bytes))!;
        foreach (var wrong in (DirectAnswer[])[answer with { Version = answer.Version + 1 }, answer with { Signature = "" }, answer with { Signature = new string('0', 40) }, Forged(answer, "another secret")])
            Assert.Equal(HttpStatusCode.BadRequest, await direct.ConfirmAsync(upload, wrong));
        Assert.Equal(HttpStatusCode.BadRequest, await direct.ConfirmAsync(other, answer));
        using var stranger = direct.App.Client(await direct.App.NewKeyAsync(Role.Editor));
        Assert.Equal(HttpStatusCode.NotFound, await direct.ConfirmAsync(upload, answer, stranger));
        Assert.Equal(UploadState.Receiving, (await direct.App.UploadAsync(upload.Url)).State);

        for (var again = 0; again < 3; again++) Assert.Equal(HttpStatusCode.Accepted, await direct.ConfirmAsync(upload, answer));
        await direct.App.UntilAsync(upload.Url, UploadState.Stored);
        Assert.Equal(HttpStatusCode.Accepted, await direct.ConfirmAsync(upload, answer));
        Assert.Equal(UploadState.Stored, (await direct.App.UploadAsync(upload.Url)).State);
        Assert.Single(direct.Cloudinary.Account.Pictures);
    }

    [Fact]
    public async Task A_genuine_answer_about_a_file_that_is_no_longer_there_ends_with_the_reason()
    {
        await using var direct = await DirectSender.StartAsync();
        var bytes = Pictures.Png(72);
        var upload = await direct.ExpectAsync(bytes.Length);
        var answer = (await DirectSender.SendAsync(await direct.SignAsync(upload), bytes))!;
        direct.Cloudinary.Account.Pictures.Clear();
        Assert.Equal(HttpStatusCode.Accepted, await direct.ConfirmAsync(upload, answer));
        Assert.Equal(UploadFault.BytesLost, (await direct.App.UntilAsync(upload.Url, UploadState.Failed)).Fault);
    }

    [Fact]
    public async Task What_was_sent_and_never_confirmed_is_swept_through_the_queue_once_its_time_is_over()
    {
        var clock = new MovedClock();
        await using var direct = await DirectSender.StartAsync(clock: clock);
        var bytes = Pictures.Png(73);
        var upload = await direct.ExpectAsync(bytes.Length);
        var answer = (await DirectSender.SendAsync(await direct.SignAsync(upload), bytes))!;
        clock.PutForward(CloudinarySignature.ValidFor + TimeSpan.FromMinutes(1));
        await direct.App.SweepAsync();
        Assert.Equal((UploadState.Receiving, 1), ((await direct.App.UploadAsync(upload.Url)).State, direct.Cloudinary.Account.Pictures.Count));
        clock.PutForward(Over);
        await direct.App.SweepAsync();
        Assert.Equal(UploadFault.Expired, (await direct.App.UploadAsync(upload.Url)).Fault);
        Assert.Equal(HttpStatusCode.Conflict, await direct.ConfirmAsync(upload, answer));
        var gone = await direct.GoneAsync();
        Assert.Equal((DeletionOrigin.Unconfirmed, DeletionState.Deleted, 0), (gone.Origin, gone.State, direct.Cloudinary.Account.Pictures.Count));
        await direct.App.SweepAsync();
        await direct.GoneAsync();
    }

    [Fact]
    public async Task What_was_taken_back_while_it_was_sent_leaves_the_store_once_nothing_more_can_come()
    {
        var clock = new MovedClock();
        await using var direct = await DirectSender.StartAsync(clock: clock);
        var bytes = Pictures.Png(74);
        var upload = await direct.ExpectAsync(bytes.Length);
        var form = await direct.SignAsync(upload);
        (await new TusClient(direct.App.Admin).SendAsync(HttpMethod.Delete, upload.Url)).EnsureSuccessStatusCode();
        var answer = (await DirectSender.SendAsync(form, bytes))!; // the browser had not heard of it yet
        Assert.Equal(HttpStatusCode.Conflict, await direct.ConfirmAsync(upload, answer));
        clock.PutForward(Over);
        await direct.App.SweepAsync();
        Assert.Empty(direct.Cloudinary.Account.Pictures);
        await direct.MustBalanceAsync();
    }

    [Fact]
    public async Task Cloudinarys_own_notification_confirms_it_too_when_the_browser_is_gone()
    {
        await using var direct = await DirectSender.StartAsync();
        var bytes = Pictures.Png(75);
        var upload = await direct.ExpectAsync(bytes.Length);
        var answer = (await DirectSender.SendAsync(await direct.SignAsync(upload), bytes))!;
        for (var twice = 0; twice < 2; twice++) await NotifyAsync(direct, $$"""{"notification_type":"upload","public_id":"{{answer.PublicId}}","version":{{answer.Version}},"request_id":"{{twice}}"}""");
        await direct.App.UntilAsync(upload.Url, UploadState.Stored);
        Assert.Equal(HttpStatusCode.Accepted, await direct.ConfirmAsync(upload, answer));
        Assert.Equal((1, 0), (direct.Cloudinary.Account.Pictures.Count, direct.SentByPortal));
    }

    private static DirectAnswer Forged(DirectAnswer answer, string secret) =>
        answer with { Signature = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"public_id={answer.PublicId}&version={answer.Version}{secret}"))) };

    private static async Task NotifyAsync(DirectSender direct, string body)
    {
        var timestamp = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";
        using var http = direct.App.Client(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/notifications/cloudinary") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Cld-Timestamp", timestamp);
        request.Headers.Add("X-Cld-Signature", Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(body + timestamp + CloudinaryDouble.ApiSecret))));
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
