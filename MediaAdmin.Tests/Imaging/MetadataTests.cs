using System.Text;
using MediaAdmin.Imaging;

namespace MediaAdmin.Tests.Imaging;

[Collection(ImagingTests.Name)]
public sealed class MetadataTests(Studio studio)
{
    private static byte[] Secret(string text) => Encoding.ASCII.GetBytes(text);

    [Fact]
    public async Task A_jpeg_loses_everything_but_picture_and_colours()
    {
        var jfif = Bytes.JpegSegment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        var plain = (await studio.SceneAsync(PictureType.Jpeg)).InsertedAt(2, jfif);
        byte[] more =
        [
            .. Bytes.JpegExif(1),
            .. Bytes.JpegSegment(0xE1, Secret("http://ns.adobe.com/xap/1.0/\0SECRETXMP")),
            .. Bytes.JpegSegment(0xE2, Secret("MPF\0SECRETPREVIEW")),
            .. Bytes.JpegSegment(0xEB, Secret("JUMBFSECRET")),
            .. Bytes.JpegSegment(0xED, Secret("Photoshop 3.0\0SECRETIPTC")),
            .. Bytes.JpegSegment(0xFE, Secret("SECRETCOMMENT <?php ?>")),
        ];

        await AssertOnlyMetadataGoesAsync(plain, [.. plain.InsertedAt(20, more), .. plain, .. "SECRETVIDEO"u8]);
    }

    [Fact]
    public async Task A_png_loses_everything_but_picture_and_colours()
    {
        var plain = await studio.SceneAsync(PictureType.Png);
        byte[] more =
        [
            .. Bytes.PngChunk("eXIf", Bytes.Exif(1)),
            .. Bytes.PngChunk("tEXt", Secret("Comment\0SECRETTEXT")),
            .. Bytes.PngChunk("iTXt", Secret("XML:com.adobe.xmp\0\0\0\0\0SECRETXMP")),
            .. Bytes.PngChunk("zTXt", Secret("Comment\0\0SECRETPACKED")),
            .. Bytes.PngChunk("tIME", 7, 0xE8, 1, 1, 1, 1, 1),
            .. Bytes.PngChunk("prVt", Secret("SECRETPRIVATE")),
        ];

        await AssertOnlyMetadataGoesAsync(plain, [.. plain.InsertedAt(33, more), .. "SECRETHTML"u8]);
    }

    [Fact]
    public async Task A_webp_loses_everything_but_picture_and_colours()
    {
        var simple = await studio.SceneAsync(PictureType.WebP);
        byte[] Extended(byte flags, params byte[][] after) => Bytes.ExtendedWebP(simple, Studio.Width, Studio.Height, flags, after);
        var tagged = Extended(0x0C, Bytes.WebPChunk("EXIF", Bytes.Exif(1)), Bytes.WebPChunk("XMP ", Secret("SECRETXMP")),
            Bytes.WebPChunk("priv", Secret("SECRETPRIVATE")));

        await AssertOnlyMetadataGoesAsync(Extended(0), [.. tagged, .. "SECRETTRAILER"u8]);
    }

    [Fact]
    public async Task A_gif_loses_its_comments_but_goes_on_looping()
    {
        byte[] loop = [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0];
        byte[] comment = [0x21, 0xFE, 13, .. "SECRETCOMMENT"u8, 0];
        byte[] xmp = [0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. "\x09SECRETXMP"u8, 0];
        var plain = Bytes.Gif(30, 20, 3).InsertedAt(19, loop);

        await AssertOnlyMetadataGoesAsync(plain, [.. plain.InsertedAt(19 + loop.Length, [.. comment, .. xmp]), .. "SECRETTRAILER"u8]);
    }

    [Fact]
    public async Task An_avif_has_its_metadata_blanked_where_it_lies()
    {
        var plain = await studio.SceneAsync(PictureType.Avif);
        var (tagged, secret) = AvifWithExif(plain);

        var looked = await studio.ExamineAsync(tagged);

        Assert.True(looked.Facts.Rewritten);
        Assert.Equal(tagged.Length, looked.Stored.Length);
        Assert.All(looked.Stored[secret], b => Assert.Equal(0, b));
        Assert.False(looked.Stored.Holds("SECRET"));
        Assert.Equal((await studio.ExamineAsync(plain)).Shown, looked.Shown);
        Assert.False((await studio.ExamineAsync(looked.Stored)).Facts.Rewritten);
    }

    [Theory]
    [InlineData(PictureType.Jpeg)]
    [InlineData(PictureType.Png)]
    public async Task Metadata_stays_when_it_is_wanted(PictureType type)
    {
        await using var tool = Studio.NewTool(options => options.KeepMetadata = true);
        var turned = await studio.TurnedSceneAsync(type, 6);
        var tagged = type == PictureType.Jpeg
            ? turned.InsertedAt(2, Bytes.JpegExif(6))
            : turned.InsertedAt(33, Bytes.PngChunk("eXIf", Bytes.Exif(6)));

        var looked = await studio.ExamineAsync(tool, tagged);

        Assert.False(looked.Facts.Rewritten);
        Assert.Equal(tagged, looked.Stored);
        Assert.Equal(Studio.Width, looked.Facts.Width);
    }

    [Fact]
    public async Task Renditions_carry_no_metadata_even_when_the_original_keeps_it()
    {
        await using var tool = Studio.NewTool(options => options.KeepMetadata = true);
        var tagged = (await studio.SceneAsync(PictureType.Jpeg)).InsertedAt(2, Bytes.JpegExif(1));

        var looked = await studio.ExamineAsync(tool, tagged);

        Assert.All(looked.Renditions, r => Assert.False(File.ReadAllBytes(r.Path).Holds("SECRET")));
    }

    [Theory]
    [InlineData(0, 255)]
    [InlineData(4, 255)]
    [InlineData(8, 255)]
    [InlineData(12, 99)]
    [InlineData(30, 250)]
    public async Task Nonsense_in_exif_is_no_reason_to_refuse(int at, byte nonsense)
    {
        var exif = Bytes.Exif(1);
        exif[at] = nonsense;
        var file = (await studio.SceneAsync(PictureType.Jpeg)).InsertedAt(2, Bytes.JpegSegment(0xE1, [.. "Exif\0\0"u8, .. exif]));

        var looked = await studio.ExamineAsync(file);

        Assert.False(looked.Stored.Holds("SECRET"));
    }

    private async Task AssertOnlyMetadataGoesAsync(byte[] plain, byte[] tagged)
    {
        Assert.True(tagged.Holds("SECRET"));

        var looked = await studio.ExamineAsync(tagged);

        Assert.True(looked.Facts.Rewritten);
        Assert.Equal(plain, looked.Stored);
        Assert.Equal((await studio.ExamineAsync(plain)).Shown, looked.Shown);
    }

    /// <summary>
    /// Gives the drawn file (ftyp, meta, mdat) a second item "Exif": its bytes go into a box at the end, the tables into a rebuilt meta box.
    /// </summary>
    private static (byte[] File, Range Secret) AvifWithExif(byte[] plain)
    {
        var meta = plain.AsSpan().IndexOf("meta"u8) - 4;
        var metaSize = (int)Number(plain, meta);
        var inside = Boxes(plain[(meta + 12)..(meta + metaSize)]);
        var infe = Bytes.Box("infe", [2, 0, 0, 1, 0, 77, 0, 0, .. "Exif"u8, 0]);
        const int itemLength = 18;
        var grown = infe.Length + itemLength;
        byte[] secret = [0, 0, 0, 0, .. Bytes.Exif(1)];
        var secretAt = plain.Length + grown + 8;
        var iloc = inside["iloc"];
        Assert.Equal((0, 0x44, 0x40), (iloc[8], iloc[12], iloc[13]));
        var items = iloc[15]++;
        for (var item = 0; item < items; item++)
        {
            var at = 16 + item * itemLength + 4;
            Bytes.U32(Number(iloc, at) + grown).CopyTo(iloc, at);
        }
        inside["iloc"] = Bytes.Box("iloc", [.. iloc[8..], 0, 77, 0, 0, 0, 0, 0, 0, 0, 1, .. Bytes.U32(secretAt), .. Bytes.U32(secret.Length)]);
        var iinf = inside["iinf"];
        iinf[13]++;
        inside["iinf"] = Bytes.Box("iinf", [.. iinf[8..], .. infe]);
        var rebuilt = Bytes.Box("meta", [0, 0, 0, 0, .. inside.Values.SelectMany(b => b)]);
        byte[] file = [.. plain[..meta], .. rebuilt, .. plain[(meta + metaSize)..], .. Bytes.Box("mdat", secret)];
        Assert.Equal(secretAt + secret.Length, file.Length);
        return (file, secretAt..file.Length);
    }

    private static long Number(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static Dictionary<string, byte[]> Boxes(byte[] bytes)
    {
        var boxes = new Dictionary<string, byte[]>();
        for (var at = 0; at < bytes.Length; at += (int)Number(bytes, at))
            boxes.Add(Encoding.ASCII.GetString(bytes, at + 4, 4), bytes[at..(at + (int)Number(bytes, at))]);
        return boxes;
    }
}
