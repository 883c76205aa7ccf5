using MediaAdmin.Imaging.Formats;
using NetVips;

namespace MediaAdmin.Imaging;

/// <summary>
/// One file from first byte to verdict, inside a worker. Cheap looks come before costly ones, and the renditions are made from
/// the cleaned file, so that what is stored is what was seen to decode.
/// </summary>
internal sealed class Examination(ImagingOptions limits, WorkerRequest.Examine order)
{
    // Enough to see past the comments in front of an <svg>.
    private const int TextHead = 4096;
    private const int LongestDetail = 500;

    public PictureFacts Run()
    {
        using var source = new SourceFile(order.Source);
        var type = Recognise(source);
        var anatomy = Anatomy.Read(type, source, limits);
        using var header = Undamaged(() => VipsImage.Open(type, order.Source, Enums.FailOn.Error));
        anatomy.Measure(header.Width, header.Height);
        anatomy.CountFrames(header.Pages);
        var sideways = header.Orientation >= 5;
        var edits = limits.KeepMetadata ? [] : anatomy.WithoutMetadata(header.Orientation);
        if (edits.Count > 0) source.CopyTo(order.CleanPath, edits);
        var kept = edits.Count > 0 ? order.CleanPath : order.Source;
        var hash = Decode(type, kept, anatomy.Frames);
        using var stored = new SourceFile(kept);
        return new(type, sideways ? header.Height : header.Width, sideways ? header.Width : header.Height,
            stored.Length, stored.Sha256(), header.HasAlpha, anatomy.Frames, edits.Count > 0, hash);
    }

    private static PictureType Recognise(SourceFile source)
    {
        var head = source.Upto(0, TextHead);
        if (head.IsEmpty) throw new PictureRefusedException(Refusal.Empty, "The file is empty.");
        return PictureTypes.Sniff(head) ?? throw OtherFile.Refuse(head);
    }

    /// <summary>Sees every pixel, makes the renditions, and gives the perceptual hash of the smallest.</summary>
    private long? Decode(PictureType type, string path, int frames)
    {
        // Of an AVIF sequence libvips sees the still picture only.
        if (frames > 1 && type is PictureType.Gif or PictureType.WebP) DecodeAll(type, path, allFrames: true);
        else if (order.Renditions.Count == 0) DecodeAll(type, path);
        VipsImage? larger = null;
        Rendition? made = null;
        try
        {
            foreach (var rendition in order.Renditions.OrderByDescending(r => r.MaxSide))
            {
                if (made is not null && Math.Max(larger!.Width, larger.Height) <= rendition.MaxSide)
                {
                    File.Copy(made.Path, rendition.Path, overwrite: true); // a small picture is the same picture in every size
                    continue;
                }
                var next = larger is null ? FirstRendition(type, path, rendition.MaxSide) : Smaller(larger, rendition.MaxSide);
                larger?.Dispose();
                larger = next;
                larger.Save(PictureType.WebP, rendition.Path, lossless: false);
                made = rendition;
            }
            return larger is null ? null : DifferenceHash.Of(larger);
        }
        finally
        {
            larger?.Dispose();
        }
    }

    private void DecodeAll(PictureType type, string path, bool allFrames = false) => Whole(type, failOn =>
    {
        using var image = VipsImage.Open(type, path, failOn, allFrames: allFrames);
        image.DecodeAll();
        return image.Pages;
    });

    private VipsImage FirstRendition(PictureType type, string path, int maxSide) => Whole(type, failOn =>
    {
        using var header = VipsImage.Open(type, path, failOn);
        var shrink = type == PictureType.Jpeg ? JpegShrink(header, maxSide) : 1;
        using var image = VipsImage.Open(type, path, failOn, shrink);
        using var small = image.Shrunk(maxSide);
        return small.InMemory();
    });

    // The JPEG decoder fills missing or unreadable pixels with grey and calls it a warning, like many things that do no harm.
    private T Whole<T>(PictureType type, Func<Enums.FailOn, T> decode) => Undamaged(() =>
    {
        try
        {
            return decode(type == PictureType.Jpeg ? Enums.FailOn.Warning : Enums.FailOn.Error);
        }
        catch (DecodingException e) when (type == PictureType.Jpeg && !LacksPixels(e.Message))
        {
            return decode(Enums.FailOn.Error);
        }
    });

    private static bool LacksPixels(string message) => message.Contains("premature end") || message.Contains("bad Huffman code");

    private static VipsImage Smaller(VipsImage larger, int maxSide)
    {
        using var small = larger.Shrunk(maxSide);
        return small.InMemory();
    }

    // The decoder halves quickly but coarsely: at least twice the wanted size is left for the finer filter.
    private static int JpegShrink(VipsImage image, int maxSide) => (Math.Max(image.Width, image.Height) / maxSide) switch
    {
        _ when Math.Min(image.Width, image.Height) < 8 => 1,
        >= 16 => 8,
        >= 8 => 4,
        >= 4 => 2,
        _ => 1,
    };

    private T Undamaged<T>(Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (DecodingException e)
        {
            // A path may hold any word, so it must not take part in the guess.
            var message = e.Message.Replace(order.Source, "file").Replace(order.CleanPath, "file");
            throw new PictureRefusedException(Reason(message), message[..Math.Min(message.Length, LongestDetail)]);
        }
    }

    private static Refusal Reason(string message)
    {
        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
        if (Says("memory") || Says("alloc")) return Refusal.TooCostly;
        return Says("premature") || Says("truncated") || Says("end of") || Says("eof") ? Refusal.Truncated : Refusal.Damaged;
    }
}
