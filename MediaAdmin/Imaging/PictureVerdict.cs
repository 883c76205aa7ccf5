namespace MediaAdmin.Imaging;

/// <summary>A smaller WebP copy to be made: at most <paramref name="MaxSide"/> pixels on its longer side, never enlarged.</summary>
public sealed record Rendition(int MaxSide, string Path);

/// <summary>
/// What an examined picture is. <paramref name="Width"/> and <paramref name="Height"/> are those a viewer sees (EXIF orientation
/// applied); <paramref name="Bytes"/> and <paramref name="Sha256"/> (lower-case hex) belong to the file that is to be stored:
/// the cleaned one when <paramref name="Rewritten"/>, the source otherwise. <paramref name="PerceptualHash"/>: 64 bits that pictures which look alike
/// have nearly in common; null when no rendition was asked for.
/// </summary>
public sealed record PictureFacts(
    PictureType Type, int Width, int Height, long Bytes, string Sha256, bool HasAlpha, int Frames, bool Rewritten, long? PerceptualHash = null);

/// <summary>The answer to "may this file be stored?"; the two nested records are all there is.</summary>
public abstract record PictureVerdict
{
    private PictureVerdict() { }

    /// <summary>The whole file decoded within the limits.</summary>
    public sealed record Accepted(PictureFacts Facts) : PictureVerdict;

    /// <summary>The file must not be stored. <paramref name="Detail"/> is technical and meant for logs.</summary>
    public sealed record Refused(Refusal Reason, string Detail) : PictureVerdict;
}

/// <summary>Why a file is refused.</summary>
public enum Refusal
{
    /// <summary>It has no bytes at all.</summary>
    Empty,

    /// <summary>It begins like no picture we know of.</summary>
    NotAPicture,

    /// <summary>An SVG drawing: it can carry scripts.</summary>
    Svg,

    /// <summary>A picture or document of a known kind that is not taken in.</summary>
    UnsupportedType,

    /// <summary>The end is missing: usually a transfer that broke off.</summary>
    Truncated,

    /// <summary>It contradicts its own format.</summary>
    Damaged,

    /// <summary>Wider, higher or larger than the limits allow.</summary>
    TooManyPixels,

    /// <summary>An animation of more frames than the limit.</summary>
    TooManyFrames,

    /// <summary>Decoding needed more time or memory than a picture is given.</summary>
    TooCostly,
}
