namespace MediaAdmin.Imaging.Formats;

/// <summary>A screen, then extensions and frames, then one closing byte.</summary>
internal sealed class GifAnatomy(SourceFile file, ImagingOptions limits) : Anatomy(file, limits)
{
    private const byte Extension = 0x21, Frame = 0x2C, Trailer = 0x3B, Comment = 0xFE, Application = 0xFF;
    private int frames;

    protected override void Walk()
    {
        Measure(File.U16Little(6), File.U16Little(8));
        for (var at = 13L + ColourTable(File.U8(10)); ;)
        {
            switch (File.U8(at))
            {
                case Extension:
                    at = SkipExtension(at);
                    break;
                case Frame:
                    at = SkipFrame(at);
                    break;
                case Trailer:
                    if (at + 1 < File.Length) Removals.Add(Edit.Drop(at + 1, File.Length - at - 1));
                    if (frames == 0) throw Damaged("It has no frame.");
                    return;
                case 0:
                    // Some writers leave an empty block between two others; every viewer passes over it.
                    at++;
                    break;
                case var other:
                    throw Damaged($"A block at {at} begins with {other:X2}.");
            }
        }
    }

    private long SkipExtension(long at)
    {
        var end = SkipBlocks(at + 2);
        var goes = File.U8(at + 1) switch
        {
            Comment => true,
            Application => !File.Has(at + 3, "NETSCAPE2.0"u8) && !File.Has(at + 3, "ANIMEXTS1.0"u8) && !File.Has(at + 3, "ICCRGBG1012"u8),
            _ => false,
        };
        if (goes) Removals.Add(Edit.Drop(at, end - at));
        return end;
    }

    private long SkipFrame(long at)
    {
        CountFrames(++frames);
        Measure(File.U16Little(at + 1) + File.U16Little(at + 5), File.U16Little(at + 3) + File.U16Little(at + 7));
        return SkipBlocks(at + 10 + ColourTable(File.U8(at + 9)) + 1);
    }

    private long SkipBlocks(long at)
    {
        while (File.U8(at) is var length and > 0) at += 1 + length;
        return at + 1;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}
