namespace MediaAdmin.Imaging.Formats;

/// <summary>
/// How a file is built, read from its own markers without decoding a pixel: its size, its frames, where its metadata lies and that its
/// end is there. A reader refuses the picture as soon as it meets a size beyond the limits, before it looks at anything else.
/// </summary>
internal abstract class Anatomy(SourceFile file, ImagingOptions limits)
{
    protected List<Edit> Removals { get; } = [];

    protected SourceFile File { get; } = file;

    private long Pixels { get; set; }

    public int Frames { get; private set; } = 1;

    public static Anatomy Read(PictureType type, SourceFile file, ImagingOptions limits)
    {
        Anatomy anatomy = type switch
        {
            PictureType.Jpeg => new JpegAnatomy(file, limits),
            PictureType.Png => new PngAnatomy(file, limits),
            PictureType.WebP => new WebPAnatomy(file, limits),
            PictureType.Gif => new GifAnatomy(file, limits),
            PictureType.Avif => new AvifAnatomy(file, limits),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
        anatomy.Walk();
        if (anatomy.Pixels == 0) throw Damaged("It does not say how large it is.");
        return anatomy;
    }

    /// <summary>What must change so that nothing but the picture, its colours and its orientation is left.</summary>
    public IReadOnlyList<Edit> WithoutMetadata(int orientation) =>
        Edit.Needed(Removals.Concat(orientation == 1 ? [] : Keep(orientation)).Concat(Adjust(orientation)), File);

    protected abstract void Walk();

    /// <summary>Writes the orientation anew after all other EXIF has gone.</summary>
    protected virtual IEnumerable<Edit> Keep(int orientation) => [];

    /// <summary>Puts right what the format says about itself elsewhere, such as its length.</summary>
    protected virtual IEnumerable<Edit> Adjust(int orientation) => [];

    /// <summary>Every size a file states goes through here; the largest counts.</summary>
    public void Measure(long width, long height)
    {
        if (width == 0 || height == 0) throw Damaged($"It says it is {width} x {height}.");
        if (width > limits.MaxSide || height > limits.MaxSide || width * height > limits.MaxPixels)
            throw new PictureRefusedException(Refusal.TooManyPixels, $"It says it is {width} x {height}.");
        Pixels = Math.Max(Pixels, width * height);
        MeasureFrames();
    }

    public void CountFrames(long frames)
    {
        if (frames > limits.MaxFrames) throw new PictureRefusedException(Refusal.TooManyFrames, $"It has {frames} frames or more.");
        Frames = Math.Max(Frames, (int)frames);
        MeasureFrames();
    }

    protected static PictureRefusedException Damaged(string detail) => new(Refusal.Damaged, detail);

    private void MeasureFrames()
    {
        if (Frames > 1 && Frames * Pixels > 2 * limits.MaxPixels)
            throw new PictureRefusedException(Refusal.TooManyPixels, $"It has {Frames} frames of {Pixels} pixels.");
    }
}
