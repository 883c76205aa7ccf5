namespace MediaAdmin.Imaging.Formats;

/// <summary>Segments up to the scans, scans up to the end marker; what follows (further pictures, videos, archives) is not kept.</summary>
internal sealed class JpegAnatomy(SourceFile file, ImagingOptions limits) : Anatomy(file, limits)
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9, Comment = 0xFE, App0 = 0xE0, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF;
    private bool measured;
    private long exifAt = 2;

    protected override void Walk()
    {
        for (var at = NextMarker(2); ; at = NextMarker(at))
        {
            var marker = File.U8(at + 1);
            if (marker == EndOfImage)
            {
                if (at + 2 < File.Length) Removals.Add(Edit.Drop(at + 2, File.Length - at - 2));
                return;
            }
            var end = at + 2 + File.U16(at + 2);
            if (end < at + 4) throw Damaged($"A segment at {at} is shorter than its own length.");
            Segment(marker, at, end);
            at = end;
        }
    }

    private void Segment(byte marker, long at, long end)
    {
        switch (marker)
        {
            case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                StartOfFrame(marker, at);
                break;
            case StartOfScan when !measured:
                throw Damaged("Its scan begins before its size.");
            case App0 when at == exifAt:
                exifAt = end;
                break;
            case App0 or App14:
                break;
            case App2 when File.Has(at + 4, "ICC_PROFILE\0"u8):
                break;
            case Comment or (>= App0 and <= App15):
                _ = File.Span(end - 1, 1);
                Removals.Add(Edit.Drop(at, end - at));
                break;
        }
    }

    // Browsers show baseline and progressive pictures; lossless, hierarchical and arithmetic ones are curiosities.
    private void StartOfFrame(byte marker, long at)
    {
        if (marker > 0xC2) throw new PictureRefusedException(Refusal.UnsupportedType, $"A JPEG of process {marker - 0xC0}.");
        Measure(File.U16(at + 7), File.U16(at + 5));
        measured = true;
    }

    protected override IEnumerable<Edit> Keep(int orientation)
    {
        var exif = Exif.Only(orientation);
        yield return Edit.Insert(exifAt, [0xFF, 0xE1, 0, (byte)(2 + 6 + exif.Length), .. "Exif\0\0"u8, .. exif]);
    }

    // Scan data and stray bytes are passed over: in them 0xFF is followed by 0, by a restart marker or by another 0xFF.
    private long NextMarker(long at)
    {
        while (true)
        {
            var part = File.Upto(at, SourceFile.Window);
            var found = part.IndexOf((byte)0xFF);
            if (found < 0 && part.Length > 0)
            {
                at += part.Length;
                continue;
            }
            at += Math.Max(found, 0);
            switch (File.Span(at, 2)[1])
            {
                case 0xFF:
                    at++;
                    break;
                case 0 or 0x01 or (>= 0xD0 and <= 0xD8):
                    at += 2;
                    break;
                default:
                    return at;
            }
        }
    }
}
