using CsvHelper;

namespace MediaAdmin.ImportExport;

/// <summary>
/// Reads a file of known columns line by line: RFC 4180 with comma, semicolon or tab, UTF-8 or UTF-16 with its mark, line breaks in quotes; columns stand in any order.
/// Faults of a line's form are reported.
/// </summary>
sealed class CsvSheet(Stream stream, IReadOnlyList<string> columns, IReadOnlyList<string> needed, Action<ImportFault> report) : IDisposable
{
    /// <summary>Bytes of one line; more is a quote that is never closed.</summary>
    private const int LongestLine = 1 << 20;

    private const char NotReadable = '\uFFFD';

    private CsvReader? _csv;
    private Dictionary<string, int> _at = [];
    private HashSet<int> _named = [];
    private CsvMalformedReason? _malformed;

    /// <summary>The line of the file that is read, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Goes through the lines that are not empty; each can be read while it is the current one.</summary>
    /// <exception cref="UnreadableCatalogueException">Nothing can be said of the lines that follow.</exception>
    public IEnumerable<int> Lines()
    {
        _csv = CsvReader.Create(stream, new()
        {
            TrackLineNumbers = true,
            MaxRecordSize = LongestLine,
            OnMalformedRecord = malformed => _malformed = malformed.Reason,
        }, leaveOpen: true);
        ReadHeader();
        while (Next())
        {
            Line = checked((int)_csv.LineNumber);
            if (_malformed == CsvMalformedReason.UnterminatedQuote) throw new UnreadableCatalogueException(new(Line, "", ImportFaultKind.OpenQuote));
            var filled = Enumerable.Range(0, _csv.FieldCount).Where(c => _csv.GetSpan(c).TrimStart((byte)' ').Length > 0).ToList();
            if (filled.Count == 0) continue; // spreadsheets leave lines behind that hold separators alone
            if (_malformed == CsvMalformedReason.TextAfterClosingQuote) Say("", ImportFaultKind.TextAfterQuote); // any other stray quote is a letter like others, such as an inch sign
            if (filled.Any(c => !_named.Contains(c))) Say("", ImportFaultKind.TooManyCells);
            yield return Line;
        }
    }

    /// <summary>Something is wrong with the line that is read.</summary>
    public void Say(string field, ImportFaultKind kind, params string[] details) => report(new(Line, field, kind, details));

    /// <summary>The cell of this column in the line that is read; "" when there is none.</summary>
    public string Text(string column) => Words(column) ?? "";

    /// <summary>The same for words: null when the cell says nothing, "" when it says that there are none.</summary>
    public string? Words(string column)
    {
        var cell = Raw(column);
        if (cell.Trim() == Cell.Cleared) return "";
        return Cell.Unprotect(cell) is { Length: > 0 } text ? text : null;
    }

    private string Raw(string column)
    {
        if (!_at.TryGetValue(column, out var at) || at >= _csv!.FieldCount) return "";
        var cell = _csv.GetString(at);
        if (cell.Contains(NotReadable)) throw new UnreadableCatalogueException(new(Line, column, ImportFaultKind.NotUtf8));
        return cell;
    }

    private void ReadHeader()
    {
        try
        {
            _csv!.ReadHeader();
        }
        catch (CsvFormatException)
        {
            throw new UnreadableCatalogueException(new(1, "", ImportFaultKind.OpenQuote));
        }
        var names = _csv.Headers.Select(h => Cell.Unprotect(h.Trim()).ToLowerInvariant()).ToList();
        if (names.Count == 0) throw Unreadable("", ImportFaultKind.NoLines);
        if (names.FirstOrDefault(n => n.Contains(NotReadable)) is not null) throw Unreadable("", ImportFaultKind.NotUtf8);
        if (names.Index().FirstOrDefault(n => n.Item.Length > 0 && !columns.Contains(n.Item)) is { Item: { } unknown } found)
            throw Unreadable(unknown, ImportFaultKind.UnknownColumn, _csv.Headers[found.Index].Trim(), string.Join(", ", columns));
        if (names.Where(n => n.Length > 0).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Unreadable(twice.Key, ImportFaultKind.DoubleColumn, twice.Key);
        if (needed.FirstOrDefault(n => !names.Contains(n)) is { } missing) throw Unreadable(missing, ImportFaultKind.MissingColumn, missing);
        _at = names.Index().Where(n => n.Item.Length > 0).ToDictionary(n => n.Item, n => n.Index);
        _named = [.. _at.Values];
    }

    private static UnreadableCatalogueException Unreadable(string field, ImportFaultKind kind, params string[] details) => new(new(1, field, kind, details));

    private bool Next()
    {
        _malformed = null;
        try
        {
            return _csv!.Read();
        }
        catch (CsvFormatException e) // a line longer than any can be
        {
            throw new UnreadableCatalogueException(new(checked((int)e.LineNumber), "", ImportFaultKind.OpenQuote));
        }
    }

    public void Dispose() => _csv?.Dispose();
}
