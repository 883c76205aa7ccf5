using System.Globalization;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport;

/// <summary>What a file of words did, or would do: lines, pictures that have other words, and every fault up to <see cref="ImportReport.MostFaults"/>. With a fault nothing changes.</summary>
public sealed record WordsReport(int Lines, int Changed, int FaultCount, IReadOnlyList<ImportFault> Faults);

/// <summary>
/// Reads a file of words: all of it or nothing, by the same few statements however many lines there are. An empty cell says nothing and leaves what is there; an apostrophe alone clears it.
/// </summary>
public sealed class WordsImport(IDbContextFactory<MediaDb> dbs, AssetWording wording)
{
    /// <summary>A file is read as a whole: so many bytes at most.</summary>
    public const int MaxBytes = 32 << 20;

    /// <param name="csv">Read without waiting: a file or what is in memory.</param>
    /// <param name="dryRun">Nothing is changed, only told.</param>
    public async Task<WordsReport> RunAsync(Stream csv, bool dryRun, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        var faults = new List<ImportFault>();
        var lines = Read(csv, faults);
        await CheckAsync(lines, faults, ct);
        if (faults.Count > 0) return new(lines.Count, 0, faults.Count, [.. faults.OrderBy(f => f.Line).Take(ImportReport.MostFaults)]);
        var (changed, wrong) = await wording.DescribeEachAsync(lines.ToDictionary(l => l.Id, l => l.Words), dryRun, by, ct);
        return wrong is null ? new(lines.Count, changed, 0, []) : throw new InvalidOperationException($"{wrong.Field} passed the check of its line: {wrong.Sentence}");
    }

    private static List<WordsLine> Read(Stream csv, List<ImportFault> faults)
    {
        var lines = new List<WordsLine>();
        using var sheet = new CsvSheet(csv, WordsColumns.All, WordsColumns.Needed, faults.Add);
        try
        {
            var check = new LineCheck(sheet.Say);
            foreach (var number in sheet.Lines())
            {
                var words = new AssetWords(
                    check.Title(sheet.Words(WordsColumns.Title)), check.Alt(WordsColumns.AltEn, sheet.Words(WordsColumns.AltEn)), check.Alt(WordsColumns.AltTr, sheet.Words(WordsColumns.AltTr)),
                    check.Tags(sheet.Words(WordsColumns.Tags)), check.YesOrNo(sheet.Text(WordsColumns.Decorative)));
                var id = sheet.Text(WordsColumns.Id);
                if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var known)) sheet.Say(WordsColumns.Id, ImportFaultKind.BadId, id);
                lines.Add(new(number, known, sheet.Text(WordsColumns.File), words));
            }
        }
        catch (UnreadableCatalogueException e)
        {
            faults.Add(e.Fault);
        }
        return lines;
    }

    private async Task CheckAsync(List<WordsLine> lines, List<ImportFault> faults, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var names = await new AssetChoice(AssetIds: [.. lines.Select(l => l.Id).Distinct()]).In(db).Select(a => new { a.Id, a.FileName }).ToDictionaryAsync(a => a.Id, a => a.FileName, ct);
        var seen = new Dictionary<long, int>();
        foreach (var line in lines.Where(l => l.Id > 0))
        {
            var id = line.Id.ToString(CultureInfo.InvariantCulture);
            if (!names.TryGetValue(line.Id, out var name)) faults.Add(new(line.Number, WordsColumns.Id, ImportFaultKind.NoSuchPicture, id));
            else if (line.File.Length > 0 && line.File != name.Trim()) faults.Add(new(line.Number, WordsColumns.File, ImportFaultKind.OtherFile, id, name, line.File));
            if (!seen.TryAdd(line.Id, line.Number)) faults.Add(new(line.Number, WordsColumns.Id, ImportFaultKind.DoublePicture, seen[line.Id].ToString(CultureInfo.InvariantCulture)));
        }
    }

    private sealed record WordsLine(int Number, long Id, string File, AssetWords Words);
}
