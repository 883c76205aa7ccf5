using System.Text;

namespace MediaAdmin.Imaging.Formats;

/// <summary>Names what is not one of the five, so that a refusal can say what came instead.</summary>
internal static class OtherFile
{
    public static PictureRefusedException Refuse(ReadOnlySpan<byte> head)
    {
        if (IsSvg(head)) return new(Refusal.Svg, "The file is an SVG drawing.");
        return Name(head) is { } name
            ? new(Refusal.UnsupportedType, $"The file is {name}.")
            : new(Refusal.NotAPicture, $"The file begins with {Convert.ToHexString(head[..Math.Min(16, head.Length)])}.");
    }

    private static bool IsSvg(ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (Begins(text, "<svg")) return true;
        return (Begins(text, "<?xml") || Begins(text, "<!--") || Begins(text, "<!DOCTYPE svg"))
            && text.Contains("<svg", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Begins(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static string? Name(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "BMP",
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => "TIFF or a camera's raw picture",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "PDF",
        [(byte)'%', (byte)'!', (byte)'P', (byte)'S', ..] => "PostScript",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "PSD",
        [0, 0, 1 or 2, 0, _, 0, ..] => "ICO",
        [0x1F, 0x8B, ..] => "gzip, perhaps svgz",
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "JPEG XL",
        [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "JPEG 2000",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "WebM or Matroska",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', _, _, _, _, ..] => Brand(head.Slice(8, 4)),
        _ => null,
    };

    private static string Brand(ReadOnlySpan<byte> major) => Encoding.ASCII.GetString(major) switch
    {
        "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "mif1" or "msf1" => "HEIC",
        "crx " => "a camera's raw picture",
        "qt  " => "QuickTime",
        _ => "MP4",
    };
}
