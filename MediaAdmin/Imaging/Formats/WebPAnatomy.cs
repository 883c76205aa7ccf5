using System.Buffers.Binary;

namespace MediaAdmin.Imaging.Formats;

/// <summary>A RIFF file; the extended form states in its first chunk which metadata follows.</summary>
internal sealed class WebPAnatomy(SourceFile file, ImagingOptions limits) : Anatomy(file, limits)
{
    private const long FirstChunk = 12;
    private const byte HasExif = 0x08, HasXmp = 0x04;
    private long end;
    private bool extended;
    private int frames;

    protected override void Walk()
    {
        var size = File.U32Little(4);
        Chunk(FirstChunk);
        end = 8L + size + (size & 1);
        if (8L + size > File.Length) throw new PictureRefusedException(Refusal.Truncated, $"Of {8L + size} bytes {File.Length} came.");
        end = Math.Min(end, File.Length);
        for (var at = FirstChunk; at < end;)
        {
            if (at > FirstChunk) Chunk(at);
            at = Next(at);
        }
        if (end < File.Length) Removals.Add(Edit.Drop(end, File.Length - end));
    }

    private long Next(long at)
    {
        var length = (long)File.U32Little(at + 4);
        var next = at + 8 + length;
        if (next > end) throw Damaged($"The chunk at {at} is longer than the file says it is.");
        return Math.Min(next + (length & 1), end);
    }

    private void Chunk(long at)
    {
        if (File.Has(at, "VP8X"u8))
        {
            if (at != FirstChunk) throw Damaged("Its header is not its first chunk.");
            extended = true;
            Measure(File.U24Little(at + 12) + 1, File.U24Little(at + 15) + 1);
        }
        else if (File.Has(at, "VP8 "u8)) Measure(File.U16Little(at + 14) & 0x3FFF, File.U16Little(at + 16) & 0x3FFF);
        else if (File.Has(at, "VP8L"u8)) MeasureLossless(File.U32Little(at + 9));
        else if (File.Has(at, "ANMF"u8)) CountFrames(++frames);
        else if (!File.Has(at, "ICCP"u8) && !File.Has(at, "ANIM"u8) && !File.Has(at, "ALPH"u8)) Removals.Add(Edit.Drop(at, Next(at) - at));
    }

    private void MeasureLossless(uint packed) => Measure((packed & 0x3FFF) + 1, ((packed >> 14) & 0x3FFF) + 1);

    protected override IEnumerable<Edit> Keep(int orientation)
    {
        var exif = Exif.Only(orientation);
        yield return Edit.Insert(end, [.. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif]);
    }

    protected override IEnumerable<Edit> Adjust(int orientation)
    {
        var kept = orientation != 1 && extended;
        if (extended)
        {
            var flags = File.U8(FirstChunk + 8) & ~(HasExif | HasXmp);
            yield return new(FirstChunk + 8, 1, [(byte)(kept ? flags | HasExif : flags)]);
        }
        var size = end - 8 - Removals.Where(e => e.Offset < end).Sum(e => e.Length) + (kept ? 8 + Exif.Only(orientation).Length : 0);
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)size);
        yield return new(4, 4, bytes);
    }
}
