using System.Text;
using MediaAdmin.Imaging;

namespace MediaAdmin.Tests.Imaging;

public sealed class PictureTypeTests
{
    [Theory]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", PictureType.Jpeg)]
    [InlineData("\u0089PNG\r\n\u001A\n", PictureType.Png)]
    [InlineData("GIF87a", PictureType.Gif)]
    [InlineData("GIF89a", PictureType.Gif)]
    [InlineData("RIFF\0\0\0\0WEBPVP8 ", PictureType.WebP)]
    [InlineData("\0\0\0\u001Cftypavif\0\0\0\0mif1avif", PictureType.Avif)]
    [InlineData("\0\0\0\u001Cftypavis\0\0\0\0msf1", PictureType.Avif)]
    [InlineData("\0\0\0\u001Cftypmif1\0\0\0\0miafavif", PictureType.Avif)]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", null)]
    [InlineData("\0\0\0\u0014ftypmif1\0\0\0\0heicavif", null)]
    [InlineData("\0\0\0\u001Cftypisomavif", null)]
    [InlineData("RIFF\0\0\0\0WAVE", null)]
    [InlineData("BM", null)]
    public void The_first_bytes_tell_the_type(string head, PictureType? type) =>
        Assert.Equal(type, PictureTypes.Sniff(Encoding.Latin1.GetBytes(head)));

    [Theory]
    [InlineData("\u0089PNG\r\n\u001A\n")]
    [InlineData("RIFF\0\0\0\0WEBPVP8 ")]
    [InlineData("\0\0\0\u001Cftypmif1\0\0\0\0miafavif")]
    public void Too_few_bytes_tell_nothing(string head)
    {
        for (var length = 0; length < 8; length++) Assert.Null(PictureTypes.Sniff(Encoding.Latin1.GetBytes(head[..length])));
    }

    [Fact]
    public void Every_type_has_a_media_type_and_an_ending_of_its_own()
    {
        var types = Enum.GetValues<PictureType>();

        Assert.Equal(types.Length, types.Select(t => t.ContentType()).Distinct().Count());
        Assert.Equal("jpg png webp gif avif".Split(' '), types.Select(t => t.Extension()));
    }
}
