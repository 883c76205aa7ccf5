using System.Globalization;
using System.Text;

namespace MediaAdmin.Catalog;

/// <summary>
/// One spelling for all that a person would call the same word: lower case without accents, where Turkish dotted and dotless i are one
/// letter. "ÇINAR", "Çınar" and "cinar" all fold to "cinar", whatever the culture of the server.
/// </summary>
public static class Folding
{
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            folded.Append(letter switch { 'ı' or 'İ' => 'i', 'ß' => 's', 'ø' or 'Ø' => 'o', _ => char.ToLowerInvariant(letter) });
        }
        return folded.ToString();
    }
}
