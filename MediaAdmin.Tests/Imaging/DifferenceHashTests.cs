using System.Numerics;
using MediaAdmin.Imaging;

namespace MediaAdmin.Tests.Imaging;

/// <summary>Pictures that look alike have nearly the same hash, others have not.</summary>
[Collection(ImagingTests.Name)]
public sealed class DifferenceHashTests(Studio studio)
{
    private const string Hill = """<linearGradient id="g"><stop stop-color="#fff"/><stop offset="1" stop-color="#222"/></linearGradient><rect width="400" height="300" fill="url(#g)"/><circle cx="120" cy="90" r="70" fill="#333"/><circle cx="300" cy="220" r="60" fill="#eee"/>""";

    [Theory]
    [InlineData(PictureType.Jpeg)]
    [InlineData(PictureType.WebP)]
    [InlineData(PictureType.Png)]
    public async Task The_same_scene_in_another_size_and_format_differs_in_few_bits(PictureType type)
    {
        var first = await HashAsync(await studio.DrawAsync(PictureType.Png, Hill, 400, 300));
        var half = await HashAsync(await studio.DrawAsync(type, $"""<g transform="scale(0.5)">{Hill}</g>""", 200, 150));
        Assert.InRange(Distance(first, half), 0, 6);
    }

    [Fact]
    public async Task Another_scene_differs_in_many_bits()
    {
        var hill = await HashAsync(await studio.DrawAsync(PictureType.Png, Hill, 400, 300));
        var mirrored = await HashAsync(await studio.DrawAsync(PictureType.Png, $"""<g transform="translate(400 0) scale(-1 1)">{Hill}</g>""", 400, 300));
        Assert.InRange(Distance(hill, mirrored), 16, 64);
    }

    private async Task<long> HashAsync(byte[] file) => (await studio.ExamineAsync(file)).Facts.PerceptualHash!.Value;

    private static int Distance(long one, long other) => BitOperations.PopCount((ulong)(one ^ other));
}
