using System.Net;
using System.Text;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>Files that are no pictures for the shop: each ends with its reason and leaves nothing behind.</summary>
public sealed class RefusedFileTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly MediaApp _app = shared.App;

    public static TheoryData<string, string, UploadFault> WrongFiles => new()
    {
        { "text", "note.png", UploadFault.NotAPicture },
        { "svg", "drawing.png", UploadFault.Svg },
        { "truncated", "cut.png", UploadFault.Truncated },
        { "bomb", "bomb.png", UploadFault.TooManyPixels },
        { "html", "page.jpg", UploadFault.NotAPicture },
        { "pdf", "paper.jpg", UploadFault.UnsupportedType },
        { "gzip", "packed.png", UploadFault.UnsupportedType },
    };

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public async Task A_wrong_file_ends_failed_with_its_reason_and_leaves_nothing(string kind, string name, UploadFault fault)
    {
        var url = await new TusClient(_app.Admin).UploadAsync(Wrong(kind), name, await _app.NewProductAsync(), ("filetype", "image/png"));
        var failed = await _app.UntilAsync(url, UploadState.Failed);
        Assert.True(failed.Fault == fault || (kind is "gzip" && failed.Fault == UploadFault.NotAPicture), $"{failed.Fault}");
        await Eventually.HoldsAsync(() => Task.FromResult(_app.Staged(url).Count == 0), "staging empty");
        Assert.Empty(_app.Stored(url));
        Assert.Null(failed.AssetId);
    }

    [Fact]
    public async Task Good_files_beside_wrong_ones_arrive_in_their_order()
    {
        var product = await _app.NewProductAsync();
        var files = new List<(string Name, byte[] Bytes)>
        {
            ("1.png", Pictures.Png(801)), ("2.png", Wrong("text")), ("3.png", Pictures.Png(803)), ("4.svg", Wrong("svg")), ("5.png", Wrong("truncated")), ("6.png", Pictures.Png(806)),
        };
        var batch = await _app.Admin.ExpectAsync(new { product, files = files.Select(f => new { name = f.Name, size = f.Bytes.Length }) });
        foreach (var (upload, file) in batch.Uploads.Zip(files))
            using (await new TusClient(_app.Admin).PatchAsync(upload.Url, file.Bytes, 0)) { }
        Assert.Equal(["1.png", "3.png", "6.png"], (await _app.GalleryAsync(product, 3)).Select(p => p.FileName));
        await Eventually.HoldsAsync(async () => (await _app.Admin.BatchAsync(batch.Batch)).Count(u => u.State == UploadState.Failed) == 3, "three failed");
    }

    [Fact]
    public async Task A_picture_under_a_wrong_name_is_taken_for_what_it_is()
    {
        var url = await new TusClient(_app.Admin).UploadAsync(Pictures.Png(810), "really-a-png.jpg", null, ("filetype", "text/html"));
        await _app.UntilAsync(url, UploadState.Stored);
        Assert.Equal("image/png", (await _app.RowAsync(url)).ContentType);
    }

    [Fact]
    public async Task A_refused_file_cannot_be_tried_again_because_its_bytes_are_gone()
    {
        var url = await new TusClient(_app.Admin).UploadAsync(Wrong("text"), "note.png");
        await _app.UntilAsync(url, UploadState.Failed);
        await Eventually.HoldsAsync(() => Task.FromResult(_app.Staged(url).Count == 0), "staging empty");
        using var answer = await _app.Admin.PostAsync($"{url}/retry", null);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task What_has_not_failed_cannot_be_tried_again()
    {
        var url = await new TusClient(_app.Admin).CreateAsync(10);
        using var waiting = await _app.Admin.PostAsync($"{url}/retry", null);
        using var unknown = await _app.Admin.PostAsync($"/api/uploads/{Guid.NewGuid():N}/retry", null);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (waiting.StatusCode, unknown.StatusCode));
    }

    [Fact]
    public async Task Bytes_that_vanish_from_the_server_end_as_lost()
    {
        var bytes = Pictures.Png(811);
        var url = await new TusClient(_app.Admin).CreateAsync(bytes.Length);
        await File.WriteAllBytesAsync(_app.Get<Staging>().Bytes(Journey.Id(url)), bytes[..^1]);
        await _app.Get<Reception>().CompleteAsync(Journey.Id(url), CancellationToken.None);
        Assert.Equal(UploadFault.BytesLost, (await _app.UntilAsync(url, UploadState.Failed)).Fault);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("duplicate")]
    [InlineData("receiving")]
    public async Task An_upload_can_be_taken_back_in_each_state(string state)
    {
        var tus = new TusClient(_app.Admin);
        var url = state == "receiving" ? await tus.CreateAsync(10) : await tus.UploadAsync(state == "failed" ? Wrong("text") : Pictures.Png(812), "back.png");
        if (state == "failed") await _app.UntilAsync(url, UploadState.Failed);
        if (state == "duplicate")
        {
            await _app.UntilAsync(url, UploadState.Stored);
            await _app.UntilAsync(url = await tus.UploadAsync(Pictures.Png(812), "back.png"), UploadState.Duplicate);
        }
        using var answer = await tus.SendAsync(HttpMethod.Delete, url);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(UploadState.Cancelled, (await _app.UploadAsync(url)).State);
        Assert.Empty(_app.Staged(url));
    }

    private static byte[] Wrong(string kind) => kind switch
    {
        "text" => Encoding.UTF8.GetBytes("This is not a picture at all, whatever its name says."),
        "svg" => Encoding.UTF8.GetBytes("""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"""),
        "html" => Encoding.UTF8.GetBytes("<!doctype html><script>alert(1)</script>"),
        "pdf" => Encoding.UTF8.GetBytes("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"),
        "gzip" => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8],
        "truncated" => Pictures.Png(820, bytes: 100_000)[..60_000],
        "bomb" => Bomb(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A PNG whose header promises 60000 x 60000 pixels.</summary>
    private static byte[] Bomb()
    {
        var png = Pictures.Png(821);
        byte[] side = [0, 0, 0xea, 0x60];
        side.CopyTo(png, 16);
        side.CopyTo(png, 20);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Pictures.Crc(png.AsSpan(12, 17)));
        return png;
    }
}
