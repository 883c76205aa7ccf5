using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Imaging;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Direct;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Uploads.Direct;

/// <summary>A file sent straight to Cloudinary ends as one that went through the portal does.</summary>
public sealed class DirectUploadTests
{
    public static TheoryData<TestDatabase> Databases => [.. TestDatabases.All];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task It_ends_in_the_gallery_with_the_facts_of_its_bytes_and_the_portal_sends_none_of_them(TestDatabase database)
    {
        await using var direct = await DirectSender.StartAsync(database);
        var (bytes, product) = (Pictures.Png(61), await direct.App.NewProductAsync());
        var upload = await direct.UploadAsync(bytes, product);
        var stored = await direct.App.UntilAsync(upload.Url, UploadState.Stored);
        var kept = Assert.Single(direct.Cloudinary.Account.Pictures.Values);
        Assert.Matches($"^C[0-9a-f]{{10}}/C[0-9a-f]{{10}}-1/{upload.Id:N}$", kept.PublicId);
        Assert.Equal(["mediaadmin"], kept.Tags);
        await using var db = await direct.App.DbAsync();
        var asset = await db.Set<Asset>().SingleAsync(a => a.Id == stored.AssetId);
        Assert.Equal(("image/png", (long)bytes.Length, 64, 64, Journey.Sha256(bytes)), (asset.ContentType, asset.Bytes, asset.Width, asset.Height, asset.Sha256));
        Assert.Equal((kept.PublicId, $"{kept.Version}.png"), (asset.StoreKey, asset.StoreVersion));
        Assert.NotNull(asset.PerceptualHash);
        Assert.Single(await direct.App.GalleryAsync(product, 1));
        Assert.Equal((0, 0), (direct.SentByPortal, direct.App.Staged(upload.Url).Count));
        await direct.MustBalanceAsync();
    }

    [Fact]
    public async Task Where_a_picture_was_taken_is_taken_out_of_it_there()
    {
        await using var direct = await DirectSender.StartAsync();
        var photo = Pictures.Png(62).InsertedAt(33, Bytes.PngChunk("eXIf", Bytes.Exif(1)));
        Assert.True(photo.Holds("SECRETPLACE"));
        await direct.App.UntilAsync((await direct.UploadAsync(photo)).Url, UploadState.Stored);
        var kept = Assert.Single(direct.Cloudinary.Account.Pictures.Values);
        Assert.False((await File.ReadAllBytesAsync(kept.File)).Holds("SECRETPLACE"));
        Assert.Equal("1", Assert.Single(direct.Cloudinary.Requests, r => r.FileBytes > 0 && r.UserAgent.StartsWith("MediaAdmin/", StringComparison.Ordinal))["overwrite"]);
        await direct.MustBalanceAsync();
    }

    [Fact]
    public async Task The_same_picture_again_is_found_by_its_bytes_and_kept_only_when_somebody_wants_both()
    {
        await using var direct = await DirectSender.StartAsync();
        var (bytes, product) = (Pictures.Png(63), await direct.App.NewProductAsync());
        await direct.App.UntilAsync((await direct.UploadAsync(bytes, product)).Url, UploadState.Stored);
        var twin = await direct.UploadAsync(bytes, product);
        await direct.App.UntilAsync(twin.Url, UploadState.Duplicate);
        Assert.Single(direct.Cloudinary.Account.Pictures);
        (await direct.App.Admin.PostAsJsonAsync($"{twin.Url}/duplicate", new { decision = "keep" })).EnsureSuccessStatusCode();
        await direct.App.UntilAsync(twin.Url, UploadState.Stored);
        Assert.Equal(2, direct.Cloudinary.Account.Pictures.Count);
        await direct.MustBalanceAsync();
    }

    [Fact]
    public async Task Another_file_than_announced_leaves_the_store_by_the_queue()
    {
        await using var direct = await DirectSender.StartAsync();
        var upload = await direct.UploadAsync(Pictures.Png(64), size: 4711);
        Assert.Equal(UploadFault.NotAsAnnounced, (await direct.App.UntilAsync(upload.Url, UploadState.Failed)).Fault);
        var gone = await direct.GoneAsync();
        Assert.Equal((DeletionOrigin.Refused, DeletionState.Deleted, "lamp.png", 0), (gone.Origin, gone.State, gone.FileName, direct.Cloudinary.Account.Pictures.Count));
        await direct.MustBalanceAsync();
    }

    [Fact]
    public async Task What_only_begins_like_a_picture_leaves_the_store_by_the_queue()
    {
        await using var direct = await DirectSender.StartAsync();
        var bytes = Pictures.Png(65);
        for (var at = 60; at < 100; at++) bytes[at] ^= 0x5a;
        var upload = await direct.UploadAsync(bytes);
        Assert.Equal(UploadFault.Damaged, (await direct.App.UntilAsync(upload.Url, UploadState.Failed)).Fault);
        Assert.Equal(DeletionOrigin.Refused, (await direct.GoneAsync()).Origin);
        Assert.Equal((0, 0), (direct.Cloudinary.Account.Pictures.Count, direct.App.Staged(upload.Url).Count));
    }

    [Fact]
    public async Task Cloudinary_refuses_whatever_was_not_signed_for()
    {
        await using var direct = await DirectSender.StartAsync();
        var form = await direct.SignAsync(await direct.ExpectAsync(1000));
        Assert.Null(await DirectSender.SendAsync(form, [.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8]));
        Assert.Null(await DirectSender.SendAsync(form with { Fields = new Dictionary<string, string>(form.Fields) { ["public_id"] = "another/place" } }, Pictures.Png(66)));
        Assert.Null(await DirectSender.SendAsync(form with { Fields = new Dictionary<string, string>(form.Fields) { ["overwrite"] = "1" } }, Pictures.Png(66)));
    }

    [Theory]
    [InlineData("GET /demo/image/upload")]
    [InlineData("POST /v1_1/demo/image/explicit")]
    public async Task A_store_that_cannot_be_asked_now_is_asked_again(string on)
    {
        await using var direct = await DirectSender.StartAsync();
        direct.Cloudinary.Script.Play(CloudinaryFault.Answer(503), times: 5, on: on);
        var upload = await direct.UploadAsync(Pictures.Png(67));
        await direct.App.UntilAsync(upload.Url, UploadState.Stored);
        Assert.Equal((0, 1), (direct.SentByPortal, direct.Cloudinary.Account.Pictures.Count));
    }

    [Fact]
    public async Task When_the_browser_never_hears_the_answer_the_file_goes_by_the_portal_and_is_kept_once()
    {
        await using var direct = await DirectSender.StartAsync();
        var bytes = Pictures.Png(68);
        var upload = await direct.ExpectAsync(bytes.Length);
        await DirectSender.SendAsync(await direct.SignAsync(upload), bytes);
        using var patch = await new TusClient(direct.App.Admin).PatchAsync(upload.Url, bytes, 0);
        Assert.Equal(HttpStatusCode.NoContent, patch.StatusCode);
        await direct.App.UntilAsync(upload.Url, UploadState.Stored);
        Assert.Equal(upload.Id.ToString("N"), Assert.Single(direct.Cloudinary.Account.Pictures.Values).PublicId.Split('/')[^1]);
        await direct.MustBalanceAsync();
    }

    [Fact]
    public async Task Progress_is_told_to_all_who_look_and_only_by_its_owner()
    {
        await using var direct = await DirectSender.StartAsync();
        var upload = await direct.ExpectAsync(1000);
        await direct.SignAsync(upload);
        (await direct.App.Admin.PostAsJsonAsync($"{upload.Direct}/progress", new DirectProgress(400))).EnsureSuccessStatusCode();
        Assert.Equal((400, UploadState.Receiving), ((await direct.App.UploadAsync(upload.Url)).Received, (await direct.App.UploadAsync(upload.Url)).State));
        using var other = direct.App.Client(await direct.App.NewKeyAsync(MediaAdmin.Access.Role.Editor));
        using var told = await other.PostAsJsonAsync($"{upload.Direct}/progress", new DirectProgress(900));
        Assert.Equal((HttpStatusCode.NotFound, 400), (told.StatusCode, (await direct.App.UploadAsync(upload.Url)).Received));
    }

    [Fact]
    public async Task Pages_may_send_to_Cloudinary_only_where_that_is_on()
    {
        await using var direct = await DirectSender.StartAsync();
        using var page = await direct.App.Admin.GetAsync("/products");
        Assert.Contains($"connect-src 'self' http://{direct.Cloudinary.Authority}", Assert.Single(page.Headers.GetValues("Content-Security-Policy")).Split("; "));
        await using var usual = await CloudinaryPortal.StartAsync();
        using var other = await usual.App.Admin.GetAsync("/products");
        Assert.Contains("connect-src 'self'", Assert.Single(other.Headers.GetValues("Content-Security-Policy")).Split("; "));
        var expected = Assert.Single((await usual.App.Admin.ExpectAsync(new { files = new[] { new { name = "lamp.png", size = 1000 } } })).Uploads);
        using var signed = await usual.App.Admin.PostAsJsonAsync($"/api/uploads/{expected.Id}/direct", new { });
        Assert.Equal((null, HttpStatusCode.NotFound), (expected.Direct, signed.StatusCode));
    }
}
