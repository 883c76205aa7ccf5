using System.Globalization;
using System.Text;

namespace MediaAdmin.Uploads;

/// <summary>
/// Makes the name a stranger gave a file into one that can be shown and downloaded: the last part of a path, without control and
/// direction-changing characters, in NFC, at most 255 UTF-8 bytes with the extension kept. It is only ever shown; no file on the server carries it.
/// </summary>
public static class UploadFileName
{
    private const int MaxBytes = 255;

    public static string Clean(string given)
    {
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        name = string.Concat(name.EnumerateRunes().Where(IsShown).Select(r => r.ToString())).Trim().TrimEnd('.', ' ').Normalize(NormalizationForm.FormC);
        if (name.Trim('.') is "") return "file";
        return Encoding.UTF8.GetByteCount(name) <= MaxBytes ? name : Shorten(name);
    }

    private static bool IsShown(Rune rune) => rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Shorten(string name)
    {
        var extension = Path.GetExtension(name) is { Length: <= 16 } ending ? ending : "";
        var room = MaxBytes - Encoding.UTF8.GetByteCount(extension);
        var kept = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(name[..^extension.Length]);
        while (elements.MoveNext() && (room -= Encoding.UTF8.GetByteCount(elements.GetTextElement())) >= 0) kept.Append(elements.GetTextElement());
        return kept + extension;
    }
}
