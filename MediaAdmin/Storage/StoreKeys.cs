using System.Text;

namespace MediaAdmin.Storage;

/// <summary>Store keys hold only what every store takes in a path: ASCII letters, digits, dash, underscore and dot, with slashes between segments.</summary>
public static class StoreKeys
{
    private const int MaxSegment = 80;

    /// <summary>A readable segment made of any text: <c>Çınar 12/a</c> becomes <c>C-nar-12-a</c>. Never empty, never dots only, never <c>v</c> and digits (Cloudinary reads that as a version).</summary>
    public static string Segment(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormKD).Where(c => c < 128 || char.IsLetterOrDigit(c)).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' ? c : '-');
        var segment = string.Join('-', string.Concat(plain).Split('-', StringSplitOptions.RemoveEmptyEntries));
        if (segment.Length > MaxSegment) segment = segment[..MaxSegment];
        return segment.Length == 0 || (segment[0] is 'v' && segment.Skip(1).All(char.IsAsciiDigit)) ? $"x{segment}" : segment;
    }
}
