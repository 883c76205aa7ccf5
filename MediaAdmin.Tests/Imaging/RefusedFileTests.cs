using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using MediaAdmin.Imaging;

namespace MediaAdmin.Tests.Imaging;

[Collection(ImagingTests.Name)]
public sealed class RefusedFileTests(Studio studio)
{
    public static TheoryData<PictureType, int> Cuts()
    {
        var all = new TheoryData<PictureType, int>();
        foreach (var type in Enum.GetValues<PictureType>())
            foreach (var percent in new[] { 99, 90, 50, 10 })
                all.Add(type, percent);
        return all;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_picture_that_is_cut_off_is_refused_as_truncated(PictureType type, int percent)
    {
        var file = await studio.NoiseAsync(type);

        Assert.Equal(Refusal.Truncated, await studio.RefusalAsync(file[..(file.Length * percent / 100)]));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_cut_is_noticed_without_any_rendition_too(PictureType type, int percent)
    {
        var file = await studio.NoiseAsync(type);
        var source = studio.Put(file[..(file.Length * percent / 100)]);

        var verdict = await studio.Tool.ExamineAsync(source, studio.NewPath(".clean"), [], CancellationToken.None);

        Assert.Equal(Refusal.Truncated, Assert.IsType<PictureVerdict.Refused>(verdict).Reason);
    }

    [Theory]
    [InlineData(PictureType.Jpeg)]
    [InlineData(PictureType.Png)]
    [InlineData(PictureType.WebP)]
    [InlineData(PictureType.Gif)]
    [InlineData(PictureType.Avif)]
    public async Task A_header_alone_is_refused(PictureType type)
    {
        var file = await studio.NoiseAsync(type);

        Assert.Equal(Refusal.Truncated, await studio.RefusalAsync(file[..32]));
    }

    // The closing marks are there, but pixels are missing before them.
    [Fact]
    public async Task A_jpeg_that_was_cut_and_closed_again_is_refused()
    {
        var file = await studio.NoiseAsync(PictureType.Jpeg);

        // With something to clean, so that there is a clean file to be removed again.
        byte[] closed = [.. file[..(file.Length / 2)], 0xFF, 0xD9];

        Assert.Equal(Refusal.Truncated, await studio.RefusalAsync(closed.InsertedAt(2, Bytes.JpegExif(1))));
    }

    [Fact]
    public async Task A_jpeg_with_a_few_stray_bytes_between_its_segments_is_accepted()
    {
        var file = await studio.NoiseAsync(PictureType.Jpeg);

        Assert.Equal(300, (await studio.ExamineAsync(file.InsertedAt(2, Bytes.JpegSegment(0xFE, 1, 2, 3)).InsertedAt(9, 1, 2, 3))).Facts.Width);
    }

    [Fact]
    public async Task A_png_without_the_second_half_of_its_pixels_is_refused()
    {
        var file = await studio.NoiseAsync(PictureType.Png);
        byte[] half = file[41..(41 + (file.Length - 41) / 2)];

        Assert.Contains(await studio.RefusalAsync([.. file[..33], .. Bytes.PngChunk("IDAT", half), .. Bytes.PngChunk("IEND")]),
            new[] { Refusal.Truncated, Refusal.Damaged });
    }

    [Fact]
    public async Task An_empty_file_is_refused_as_empty() => Assert.Equal(Refusal.Empty, await studio.RefusalAsync([]));

    [Theory]
    [InlineData("x")]
    [InlineData("<!DOCTYPE html><html><body><svg></svg></body></html>")]
    [InlineData("<?php system($_GET['c']); ?>")]
    [InlineData("MZ\u0090\0\u0003\0\0\0\u0004\0\0\0")]
    [InlineData("\u007FELF\u0002\u0001\u0001")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("<?xml version='1.0'?><html/>")]
    public async Task What_is_no_picture_is_refused_as_such(string content) =>
        Assert.Equal(Refusal.NotAPicture, await studio.RefusalAsync(Encoding.Latin1.GetBytes(content)));

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("\u00EF\u00BB\u00BF \n<SVG/>")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>")]
    [InlineData("<!-- a comment --><svg/>")]
    public async Task An_svg_is_refused_as_svg(string content) =>
        Assert.Equal(Refusal.Svg, await studio.RefusalAsync(Encoding.Latin1.GetBytes(content)));

    [Theory]
    [InlineData("BMP", "BM\u0046\0\0\0\0\0\0\0\u0036\0\0\0")]
    [InlineData("TIFF", "II*\0\u0008\0\0\0")]
    [InlineData("PDF", "%PDF-1.7\n")]
    [InlineData("PSD", "8BPS\0\u0001")]
    [InlineData("ICO", "\0\0\u0001\0\u0001\0")]
    [InlineData("HEIC", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic")]
    [InlineData("HEIC", "\0\0\0\u0018ftypmif1\0\0\0\0mif1heic")]
    [InlineData("MP4", "\0\0\0\u0018ftypisom\0\0\u0002\0isommp42")]
    [InlineData("JPEG XL", "\u00FF\u000A\u00FA\u001F")]
    public async Task Other_known_files_are_refused_by_name(string name, string content)
    {
        var looked = await studio.ExamineAsync(Encoding.Latin1.GetBytes(content));

        var refused = Assert.IsType<PictureVerdict.Refused>(looked.Verdict);
        Assert.Equal(Refusal.UnsupportedType, refused.Reason);
        Assert.Contains(name, refused.Detail);
    }

    [Fact]
    public async Task A_compressed_svg_is_refused_even_when_it_is_cut_off()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("<svg xmlns='http://www.w3.org/2000/svg'/>"u8);

        Assert.Equal(Refusal.UnsupportedType, await studio.RefusalAsync(packed.ToArray()));
        Assert.Equal(Refusal.UnsupportedType, await studio.RefusalAsync(packed.ToArray()[..20]));
    }

    public static TheoryData<string, byte[]> Bombs() => new()
    {
        { "png", [.. Bytes.PngHeader(65536, 65536, 8, 6), .. Bytes.PngChunk("IDAT"), .. Bytes.PngChunk("IEND")] },
        { "png of one bit", [.. Bytes.PngHeader(29_000, 29_000, 1, 0), .. Bytes.PngChunk("IDAT"), .. Bytes.PngChunk("IEND")] },
        { "png of one line", [.. Bytes.PngHeader(40_000, 1, 8, 2), .. Bytes.PngChunk("IEND")] },
        { "gif", Bytes.Gif(65535, 65535, 1) },
        { "gif of many large frames", Bytes.Gif(9000, 9000, 10) },
        { "jpeg", [0xFF, 0xD8, .. Bytes.JpegSegment(0xC0, 8, 0xFF, 0xDC, 0xFF, 0xDC, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1), 0xFF, 0xD9] },
        { "webp", Bytes.WebP(Bytes.WebPHeader(16383, 16383, 0)) },
        { "avif", [.. Bytes.Box("ftyp", "avif\0\0\0\0avifmif1"u8.ToArray()), .. Bytes.Box("meta", [0, 0, 0, 0, .. Bytes.Box("iprp", Bytes.Box("ipco",
            Bytes.Box("ispe", [0, 0, 0, 0, .. Bytes.U32(17000), .. Bytes.U32(17000)])))])] },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_small_file_that_claims_to_be_huge_is_refused_by_its_header(string kind, byte[] file)
    {
        await studio.Tool.VersionAsync(CancellationToken.None);
        var watch = Stopwatch.StartNew();

        Assert.Equal((kind, Refusal.TooManyPixels), (kind, await studio.RefusalAsync(file)));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Too_many_frames_are_refused()
    {
        var still = await studio.DrawAsync(PictureType.WebP, Studio.Scene, 16, 16);

        Assert.Equal(Refusal.TooManyFrames, await studio.RefusalAsync(Bytes.Gif(1, 1, 5000)));
        Assert.Equal(Refusal.TooManyFrames, await studio.RefusalAsync(Bytes.AnimatedWebP(still, 16, 16, 301)));
    }

    [Fact]
    public async Task A_jpeg_no_browser_shows_is_refused()
    {
        byte[] lossless = [0xFF, 0xD8, .. Bytes.JpegSegment(0xC3, 8, 0, 16, 0, 16, 1, 1, 0x11, 0), 0xFF, 0xD9];

        Assert.Equal(Refusal.UnsupportedType, await studio.RefusalAsync(lossless));
    }

    [Theory]
    [InlineData(PictureType.Jpeg)]
    [InlineData(PictureType.Png)]
    [InlineData(PictureType.WebP)]
    [InlineData(PictureType.Gif)]
    [InlineData(PictureType.Avif)]
    public async Task Whatever_is_broken_in_a_file_there_is_a_verdict(PictureType type)
    {
        var random = new Random(7);
        var good = await studio.NoiseAsync(type);
        for (var round = 0; round < 60; round++)
        {
            var bad = (byte[])good.Clone();
            for (var hits = random.Next(1, 6); hits > 0; hits--)
                bad[random.Next(hits % 2 == 0 ? bad.Length : Math.Min(400, bad.Length))] = (byte)random.Next(256);

            var looked = await studio.ExamineAsync(studio.Tool, bad, 100);

            Assert.Equal(looked.Verdict is PictureVerdict.Accepted, File.Exists(looked.Renditions[0].Path));
        }
    }
}
