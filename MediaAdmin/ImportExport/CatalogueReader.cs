using CsvHelper;

namespace MediaAdmin.ImportExport;

/// <summary>
/// Reads a catalogue file line by line: RFC 4180 with comma, semicolon or tab, UTF-8 or UTF-16 with its mark, line breaks in quotes. Every fault of a line is reported;
/// the line comes nevertheless, without what is wrong, so that it is known which product it speaks of.
/// </summary>
public sealed class CatalogueReader(Stream stream, Action<ImportFault> report) : IDisposable
{
    /// <summary>Bytes of one line; more is a quote that is never closed.</summary>
    private const int LongestLine = 1 << 20;

    private const char NotReadable = '\uFFFD';

    private CsvReader? _csv;
    private Dictionary<string, int> _at = [];
    private HashSet<int> _named = [];
    private int _line;
    private CsvMalformedReason? _malformed;

    /// <exception cref="UnreadableCatalogueException">Nothing can be said of the lines that follow.</exception>
    public IEnumerable<CatalogueLine> Read()
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
            _line = checked((int)_csv.LineNumber);
            if (_malformed == CsvMalformedReason.UnterminatedQuote) throw new UnreadableCatalogueException(new(_line, "", ImportFaultKind.OpenQuote));
            var filled = Enumerable.Range(0, _csv.FieldCount).Where(c => _csv.GetSpan(c).TrimStart((byte)' ').Length > 0).ToList();
            if (filled.Count == 0) continue; // spreadsheets leave lines behind that hold separators alone
            if (_malformed == CsvMalformedReason.TextAfterClosingQuote) Say("", ImportFaultKind.TextAfterQuote); // any other stray quote is a letter like others, such as an inch sign
            if (filled.Any(c => !_named.Contains(c))) Say("", ImportFaultKind.TooManyCells);
            yield return ReadLine();
        }
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
        if (names.Index().FirstOrDefault(n => n.Item.Length > 0 && !CatalogueColumns.All.Contains(n.Item)) is { Item: { } unknown } found)
            throw Unreadable(unknown, ImportFaultKind.UnknownColumn, _csv.Headers[found.Index].Trim(), string.Join(", ", CatalogueColumns.All));
        if (names.Where(n => n.Length > 0).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Unreadable(twice.Key, ImportFaultKind.DoubleColumn, twice.Key);
        if (CatalogueColumns.Needed.FirstOrDefault(n => !names.Contains(n)) is { } missing) throw Unreadable(missing, ImportFaultKind.MissingColumn, missing);
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

    private CatalogueLine ReadLine()
    {
        var check = new LineCheck(Say);
        var line = new CatalogueLine(_line,
            check.Code(Text(CatalogueColumns.Client)), check.ClientName(Text(CatalogueColumns.ClientName)),
            check.Sku(Text(CatalogueColumns.Sku)), check.Name(CatalogueColumns.Product, Text(CatalogueColumns.Product)),
            check.VariantSku(Text(CatalogueColumns.Variant)), check.Name(CatalogueColumns.VariantName, Text(CatalogueColumns.VariantName)),
            check.File(Text(CatalogueColumns.File)), check.Position(Text(CatalogueColumns.Position)),
            check.Title(Words(CatalogueColumns.Title)), check.Alt(CatalogueColumns.Alt, Words(CatalogueColumns.Alt)), check.Alt(CatalogueColumns.AltTr, Words(CatalogueColumns.AltTr)),
            check.YesOrNo(Text(CatalogueColumns.Decorative)), check.Tags(Words(CatalogueColumns.Tags)), check.Sha256(Text(CatalogueColumns.Sha256)));
        check.Together(line);
        return line;
    }

    private string Text(string column) => Words(column) ?? "";

    private string? Words(string column)
    {
        var cell = Raw(column);
        if (cell.Trim() == Cell.Cleared) return "";
        return Cell.Unprotect(cell) is { Length: > 0 } text ? text : null;
    }

    private string Raw(string column)
    {
        if (!_at.TryGetValue(column, out var at) || at >= _csv!.FieldCount) return "";
        var cell = _csv.GetString(at);
        if (cell.Contains(NotReadable)) throw new UnreadableCatalogueException(new(_line, column, ImportFaultKind.NotUtf8));
        return cell;
    }

    private void Say(string field, ImportFaultKind kind, params string[] details) => report(new(_line, field, kind, details));

    public void Dispose() => _csv?.Dispose();
}
