using System.Security.Cryptography;
using MediaAdmin.Imaging;

namespace MediaAdmin.Tests.Imaging;

[Collection(ImagingTests.Name)]
public sealed class AcceptedPictureTests(Studio studio)
{
    [Theory]
    [InlineData(PictureType.Jpeg)]
    [InlineData(PictureType.Png)]
    [InlineData(PictureType.WebP)]
    [InlineData(PictureType.Gif)]
    [InlineData(PictureType.Avif)]
    public async Task Each_of_the_five_types_is_accepted_with_its_facts(PictureType type)
    {
        var file = await studio.SceneAsync(type);

        var looked = await studio.ExamineAsync(file);

        Assert.Equal((type, Studio.Width, Studio.Height, 1), (looked.Facts.Type, looked.Facts.Width, looked.Facts.Height, looked.Facts.Frames));
        Assert.Equal((looked.Stored.LongLength, Convert.ToHexStringLower(SHA256.HashData(looked.Stored))), (looked.Facts.Bytes, looked.Facts.Sha256));
        Assert.Equal((Studio.Width, Studio.Height), await SizeAsync(looked.Shown));
    }

    [Theory]
    [InlineData(PictureType.Jpeg)]
    [InlineData(PictureType.Png)]
    [InlineData(PictureType.WebP)]
    [InlineData(PictureType.Gif)]
    [InlineData(PictureType.Avif)]
    public async Task A_picture_without_metadata_is_stored_as_it_came(PictureType type)
    {
        var once = await studio.ExamineAsync(await studio.SceneAsync(type));

        var twice = await studio.ExamineAsync(once.Stored);

        Assert.False(twice.Facts.Rewritten);
        Assert.False(File.Exists(twice.Clean));
        Assert.Equal(once.Facts.Sha256, twice.Facts.Sha256);
    }

    [Theory]
    [InlineData(PictureType.Jpeg, 1000, 400, 400, 160, 100, 40)]
    [InlineData(PictureType.Png, 200, 800, 100, 400, 25, 100)]
    [InlineData(PictureType.WebP, 40, 30, 40, 30, 40, 30)]
    [InlineData(PictureType.Png, 3000, 1, 400, 1, 100, 1)]
    [InlineData(PictureType.Jpeg, 1, 6000, 1, 400, 1, 100)]
    [InlineData(PictureType.Png, 1, 1, 1, 1, 1, 1)]
    public async Task Renditions_fit_their_square_and_are_never_enlarged(PictureType type, int width, int height, int w1, int h1, int w2, int h2)
    {
        var looked = await studio.ExamineAsync(await studio.DrawAsync(type, """<rect width="9999" height="9999" fill="#c02020"/>""", width, height));

        Assert.Equal((width, height), (looked.Facts.Width, looked.Facts.Height));
        Assert.Equal((w1, h1), await SizeAsync(File.ReadAllBytes(looked.Renditions[0].Path)));
        Assert.Equal((w2, h2), await SizeAsync(File.ReadAllBytes(looked.Renditions[1].Path)));
    }

    public static TheoryData<PictureType, int> Orientations()
    {
        var all = new TheoryData<PictureType, int>();
        foreach (var type in new[] { PictureType.Jpeg, PictureType.Png, PictureType.WebP })
            for (var orientation = 1; orientation <= 8; orientation++)
                all.Add(type, orientation);
        return all;
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public async Task A_turned_picture_is_shown_upright_before_and_after_its_metadata_is_taken_out(PictureType type, int orientation)
    {
        var upright = await studio.ExamineAsync(await studio.SceneAsync(type));
        var turned = await studio.TurnedSceneAsync(type, orientation);
        var tagged = type switch
        {
            PictureType.Jpeg => turned.InsertedAt(2, Bytes.JpegExif(orientation)),
            PictureType.Png => turned.InsertedAt(33, Bytes.PngChunk("eXIf", Bytes.Exif(orientation))),
            _ => Bytes.ExtendedWebP(turned, orientation < 5 ? Studio.Width : Studio.Height, orientation < 5 ? Studio.Height : Studio.Width, 0x08,
                Bytes.WebPChunk("EXIF", Bytes.Exif(orientation))),
        };

        var looked = await studio.ExamineAsync(tagged);
        var again = await studio.ExamineAsync(looked.Stored);

        Assert.True(looked.Facts.Rewritten);
        Assert.False(again.Facts.Rewritten);
        Assert.False(looked.Stored.Holds("SECRET"));
        Assert.Equal((Studio.Width, Studio.Height), (looked.Facts.Width, looked.Facts.Height));
        Assert.Equal((Studio.Width, Studio.Height), (again.Facts.Width, again.Facts.Height));
        Assert.Equal(upright.Shown, looked.Shown);
        Assert.Equal(upright.Shown, again.Shown);
    }

    [Fact]
    public async Task All_frames_of_an_animation_are_counted_and_the_first_is_shown()
    {
        var still = await studio.SceneAsync(PictureType.WebP);

        var webp = await studio.ExamineAsync(Bytes.AnimatedWebP(still, Studio.Width, Studio.Height, 7));
        var gif = await studio.ExamineAsync(Bytes.Gif(20, 10, 12));

        Assert.Equal((7, Studio.Width, Studio.Height), (webp.Facts.Frames, webp.Facts.Width, webp.Facts.Height));
        Assert.Equal((Studio.Width, Studio.Height), await SizeAsync(webp.Shown));
        Assert.Equal((12, 20, 10), (gif.Facts.Frames, gif.Facts.Width, gif.Facts.Height));
        Assert.Equal((20, 10), await SizeAsync(gif.Shown));
    }

    [Fact]
    public async Task The_frames_of_an_animated_png_are_counted()
    {
        var control = Bytes.PngChunk("fcTL", new byte[26]);
        byte[] animation = [.. Bytes.PngChunk("acTL", 0, 0, 0, 2, 0, 0, 0, 0), .. control, .. control];
        var file = (await studio.SceneAsync(PictureType.Png)).InsertedAt(33, animation);

        Assert.Equal(2, (await studio.ExamineAsync(file)).Facts.Frames);
    }

    [Fact]
    public async Task Sixteen_bits_and_interlacing_are_nothing_special()
    {
        var looked = await studio.ExamineAsync(Bytes.HeavyPng(500, 300, interlaced: true));

        Assert.Equal((500, 300), (looked.Facts.Width, looked.Facts.Height));
        Assert.Equal((400, 240), await SizeAsync(looked.Shown));
    }

    [Fact]
    public async Task A_damaged_last_frame_of_an_animation_is_noticed()
    {
        var file = Bytes.AnimatedWebP(await studio.NoiseAsync(PictureType.WebP), 300, 200, 3);
        var lastFrame = file.AsSpan().LastIndexOf("VP8L"u8);
        Array.Fill(file, (byte)0xA5, lastFrame + 13, 2000);

        Assert.Equal(Refusal.Damaged, await studio.RefusalAsync(file));
    }

    [Fact]
    public async Task Transparency_is_told()
    {
        var clear = await studio.DrawAsync(PictureType.Png, """<rect width="10" height="10" fill="#c02020"/>""", 50, 50);
        var opaque = await studio.SceneAsync(PictureType.Jpeg);

        Assert.True((await studio.ExamineAsync(clear)).Facts.HasAlpha);
        Assert.False((await studio.ExamineAsync(opaque)).Facts.HasAlpha);
    }

    [Theory]
    [InlineData("a[n=-1].jpg")]
    [InlineData("y.jpg[shrink=8]")]
    [InlineData("-v.jpg")]
    [InlineData("--help")]
    [InlineData("with some spaces .png")]
    [InlineData("çiçek 花 🌼.jpg")]
    [InlineData("a\"b'c;$(d)\n.jpg")]
    public async Task Nothing_in_a_file_name_means_anything(string name)
    {
        var source = studio.Put((await studio.TurnedSceneAsync(PictureType.Jpeg, 6)).InsertedAt(2, Bytes.JpegExif(6)), name);
        var (clean, small) = (source + ".clean[strip]", new Rendition(100, source + "[Q=1].webp"));

        var verdict = await studio.Tool.ExamineAsync(source, clean, [small], CancellationToken.None);

        Assert.Equal(Studio.Width, Assert.IsType<PictureVerdict.Accepted>(verdict).Facts.Width);
        Assert.True(File.Exists(clean));
        Assert.Equal((100, 67), await SizeAsync(File.ReadAllBytes(small.Path)));
    }

    [Fact]
    public async Task A_broken_colour_profile_counts_as_none()
    {
        var file = await studio.SceneAsync(PictureType.Jpeg);
        var odd = file.InsertedAt(2, Bytes.JpegSegment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. new byte[300]]));

        var looked = await studio.ExamineAsync(odd);

        Assert.Equal((await studio.ExamineAsync(file)).Shown, looked.Shown);
        Assert.True(looked.Stored.Holds("ICC_PROFILE"));
    }

    [Fact]
    public async Task Many_pictures_at_once_are_all_examined()
    {
        var files = await Task.WhenAll(Enumerable.Range(0, 24).Select(async i => await studio.ExamineAsync(Bytes.Gif(20 + i, 10, 2))));

        Assert.Equal(Enumerable.Range(20, 24), files.Select(f => f.Facts.Width));
    }

    private async Task<(int, int)> SizeAsync(byte[] rendition)
    {
        var facts = (await studio.ExamineAsync(rendition)).Facts;
        Assert.Equal((PictureType.WebP, false), (facts.Type, facts.Rewritten));
        return (facts.Width, facts.Height);
    }
}
