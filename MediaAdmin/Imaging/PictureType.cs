namespace MediaAdmin.Imaging;

/// <summary>The five kinds of picture the portal takes in; every other file is refused.</summary>
public enum PictureType
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Avif,
}

/// <summary>What a <see cref="PictureType"/> is called elsewhere, and how its files begin.</summary>
public static class PictureTypes
{
    /// <summary>How much of a file <see cref="Sniff"/> looks at.</summary>
    public const int HeadLength = 64;

    /// <summary>The media type to serve it with, e.g. <c>image/jpeg</c>.</summary>
    public static string ContentType(this PictureType type) => type switch
    {
        PictureType.Jpeg => "image/jpeg",
        PictureType.Png => "image/png",
        PictureType.WebP => "image/webp",
        PictureType.Gif => "image/gif",
        PictureType.Avif => "image/avif",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>The usual file name ending, without the dot, e.g. <c>jpg</c>.</summary>
    public static string Extension(this PictureType type) => type switch
    {
        PictureType.Jpeg => "jpg",
        PictureType.Png => "png",
        PictureType.WebP => "webp",
        PictureType.Gif => "gif",
        PictureType.Avif => "avif",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>
    /// Tells the type from the first bytes alone (64 are enough), null when it is none of the five.
    /// It says how the file begins, not that the rest of it is a sound picture.
    /// </summary>
    public static PictureType? Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => PictureType.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureType.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureType.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureType.WebP,
        [0, 0, 0, var size, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] when NamesAvif(head, size) => PictureType.Avif,
        _ => null,
    };

    // The major brand stands at 8, a version number at 12, the compatible brands from 16 on.
    private static bool NamesAvif(ReadOnlySpan<byte> head, int boxSize)
    {
        var end = Math.Min(Math.Min(boxSize, HeadLength), head.Length);
        for (var at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
        {
            var brand = head.Slice(at, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8)) return true;
        }
        return false;
    }
}
