using System.Text;

namespace MediaAdmin.Imaging.Formats;

/// <summary>
/// Boxes within boxes. Metadata items are found by the item tables and overwritten with zeros where they lie:
/// everything else is addressed by its place in the file, so nothing may move.
/// </summary>
internal sealed class AvifAnatomy(SourceFile file, ImagingOptions limits) : Anatomy(file, limits)
{
    private const long LargestMetadata = 16 << 20;
    private const int MostExtents = 10_000;

    private readonly record struct Box(string Type, long Start, long Body, long End);

    protected override void Walk()
    {
        foreach (var box in Boxes(0, File.Length))
            if (box.Type == "meta") Meta(box);
            else if (box.Type == "moov") Movie(box);
            else if (box.Type == "uuid") Free(box);
    }

    // A size beyond the enclosing box is damage, a size beyond the file is a missing end.
    private IEnumerable<Box> Boxes(long from, long to)
    {
        for (var at = from; at < to;)
        {
            var (size, body) = ((long)File.U32(at), at + 8);
            var type = Encoding.Latin1.GetString(File.Span(at + 4, 4));
            if (size == 1) (size, body) = ((long)File.U32(at + 8) << 32 | File.U32(at + 12), at + 16);
            if (size == 0) size = to - at;
            if (size < body - at) throw Damaged($"A box at {at} is shorter than its own header.");
            if (size > File.Length - at) throw new PictureRefusedException(Refusal.Truncated, $"The box '{type}' ends beyond the file.");
            if (size > to - at) throw Damaged($"The box '{type}' at {at} ends beyond the one around it.");
            yield return new(type, at, body, at + size);
            at += size;
        }
    }

    private void Movie(Box parent)
    {
        foreach (var box in Boxes(parent.Body, parent.End))
            if (box.Type is "trak" or "mdia" or "minf" or "stbl") Movie(box);
            else if (box.Type == "meta") Meta(box);
            else if (box.Type == "stsz") CountFrames(File.U32(box.Body + 8));
            else if (box.Type is "udta" or "uuid") Free(box);
    }

    private void Meta(Box meta)
    {
        var (metadata, locations, inner) = (new HashSet<uint>(), new List<Extent>(), 0L);
        foreach (var box in Boxes(meta.Body + 4, meta.End))
            if (box.Type == "iinf") Items(box, metadata);
            else if (box.Type == "iloc") Locations(box, locations);
            else if (box.Type == "iprp") Properties(box);
            else if (box.Type == "idat") inner = box.Body;
            else if (box.Type is "udta" or "uuid") Free(box);
        foreach (var extent in locations)
        {
            var start = extent.Offset + (extent.Inner ? inner : 0);
            if (start < 0 || extent.Length < 0 || start > File.Length - extent.Length)
                throw new PictureRefusedException(Refusal.Truncated, $"Item {extent.Item} ends beyond the file.");
            if (metadata.Contains(extent.Item)) Blank(start, extent.Length);
        }
    }

    private void Properties(Box parent)
    {
        foreach (var box in Boxes(parent.Body, parent.End))
            if (box.Type == "ipco") Properties(box);
            else if (box.Type == "ispe") Measure(File.U32(box.Body + 4), File.U32(box.Body + 8));
    }

    private void Items(Box iinf, HashSet<uint> metadata)
    {
        var count = File.U8(iinf.Body) == 0 ? 2 : 4;
        foreach (var box in Boxes(iinf.Body + 4 + count, iinf.End))
        {
            var version = File.U8(box.Body);
            if (box.Type != "infe" || version < 2) continue;
            var wide = version > 2;
            var id = wide ? File.U32(box.Body + 4) : File.U16(box.Body + 4);
            var type = box.Body + (wide ? 10 : 8);
            if (File.Has(type, "Exif"u8) || File.Has(type, "mime"u8) || File.Has(type, "uri "u8)) metadata.Add(id);
        }
    }

    private readonly record struct Extent(uint Item, bool Inner, long Offset, long Length);

    private void Locations(Box iloc, List<Extent> extents)
    {
        var version = File.U8(iloc.Body);
        var (sizes, more) = (File.U8(iloc.Body + 4), File.U8(iloc.Body + 5));
        var (offsetSize, lengthSize, baseSize, indexSize) = (sizes >> 4, sizes & 15, more >> 4, version == 0 ? 0 : more & 15);
        var at = iloc.Body + 6;
        for (var items = Number(version < 2 ? 2 : 4); items > 0; items--)
        {
            var id = (uint)Number(version < 2 ? 2 : 4);
            var inner = version > 0 && (Number(2) & 15) == 1;
            at += 2;
            var origin = Number(baseSize);
            for (var left = Number(2); left > 0; left--)
            {
                at += indexSize;
                var offset = Number(offsetSize);
                extents.Add(new(id, inner, origin + offset, Number(lengthSize)));
                if (extents.Count > MostExtents) throw Damaged("Its items are in too many pieces.");
            }
        }

        long Number(int size)
        {
            if (at + size > iloc.End) throw Damaged("Its table of items is cut off.");
            var value = size switch
            {
                0 => 0,
                2 => File.U16(at),
                4 => File.U32(at),
                8 => (long)File.U32(at) << 32 | File.U32(at + 4),
                _ => throw Damaged($"Its table of items has numbers of {size} bytes."),
            };
            at += size;
            return value;
        }
    }

    private void Blank(long offset, long length)
    {
        if (length > LargestMetadata) throw Damaged($"It carries {length} bytes of metadata.");
        Removals.Add(new(offset, length, new byte[length]));
    }

    private void Free(Box box)
    {
        Removals.Add(new(box.Start + 4, 4, "free"u8.ToArray()));
        Blank(box.Start + 8, box.End - box.Start - 8);
    }
}
