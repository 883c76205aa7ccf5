using CsvHelper;

namespace MediaAdmin.ImportExport;

/// <summary>How a text stands in a cell of a file that people open in a spreadsheet.</summary>
public static class Cell
{
    /// <summary>A cell that says "nothing", where an empty one says nothing.</summary>
    public const string Cleared = "'";

    private const char Guard = '\'';
    private static readonly CsvReaderOptions OneRecord = new() { Separator = ',', HasHeader = false, TrimWhitespace = true };

    /// <summary>A spreadsheet runs a cell that begins like a formula (owasp.org, "CSV Injection"): an apostrophe in front makes it a text. It also keeps the spaces at the ends.</summary>
    public static string Protect(string text) => IsRisky(text) ? Guard + text : text;

    /// <summary>Takes back <see cref="Protect"/>; an apostrophe that protects nothing is part of the text. Spaces around an unprotected text are nobody's wish.</summary>
    public static string Unprotect(string cell)
    {
        var text = cell.TrimStart();
        return text.Length > 1 && text[0] == Guard && IsRisky(text[1..]) ? text[1..] : text.TrimEnd();
    }

    /// <summary>Tags as one cell: a list with commas, in which a tag that has a comma or a quote itself is quoted.</summary>
    public static string Join(IReadOnlyList<string> tags) =>
        string.Join(", ", tags.Select(t => t.AsSpan().IndexOfAny(",\"\r\n") >= 0 || t.Trim() != t ? $"\"{t.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : t));

    /// <summary>Takes back <see cref="Join"/>.</summary>
    public static IReadOnlyList<string> Split(string cell)
    {
        if (!cell.Contains('"')) return Tags(cell.Split(','));
        using var reader = CsvReader.FromText(cell, OneRecord);
        return reader.Read() ? Tags(Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)) : [];
    }

    private static List<string> Tags(IEnumerable<string> parts) => [.. parts.Select(t => t.Trim()).Where(t => t.Length > 0)];

    private static bool IsRisky(string text) => text.Length > 0 && (text[0] is '=' or '+' or '-' or '@' or Guard || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));
}
