using System.Buffers.Binary;
using System.Text;

namespace MediaAdmin.Imaging.Formats;

/// <summary>A row of chunks; those that neither draw nor colour the picture go.</summary>
internal sealed class PngAnatomy(SourceFile file, ImagingOptions limits) : Anatomy(file, limits)
{
    private const long FirstChunk = 8, Overhead = 12;

    private static readonly HashSet<uint> Drawing =
    [
        .. "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD hIST pHYs sPLT acTL fcTL fdAT".Split(' ')
            .Select(name => BinaryPrimitives.ReadUInt32BigEndian(Encoding.ASCII.GetBytes(name))),
    ];

    private long headerEnd;

    protected override void Walk()
    {
        var frames = 0;
        for (var at = FirstChunk; ;)
        {
            var type = File.U32(at + 4);
            var end = at + Overhead + File.U32(at);
            if ((at == FirstChunk) != File.Has(at + 4, "IHDR"u8)) throw Damaged("Its header is not its first chunk.");
            if (at == FirstChunk) Header(at, end);
            if (File.Has(at + 4, "fcTL"u8)) CountFrames(++frames);
            _ = File.Span(end - 1, 1);
            if (!Drawing.Contains(type)) Removals.Add(Edit.Drop(at, end - at));
            at = end;
            if (type != 0x49454E44) continue;
            if (at < File.Length) Removals.Add(Edit.Drop(at, File.Length - at));
            return;
        }
    }

    private void Header(long at, long end)
    {
        Measure(File.U32(at + 8), File.U32(at + 12));
        headerEnd = end;
    }

    protected override IEnumerable<Edit> Keep(int orientation)
    {
        byte[] typed = [.. "eXIf"u8, .. Exif.Only(orientation)];
        var chunk = new byte[4 + typed.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, typed.Length - 4);
        typed.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + typed.Length), Crc(typed));
        yield return Edit.Insert(headerEnd, chunk);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
        }
        return ~crc;
    }
}
