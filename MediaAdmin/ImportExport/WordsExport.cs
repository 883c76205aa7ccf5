using System.Globalization;
using CsvHelper;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport;

/// <summary>The columns of a file of words, in the order in which it is written. A file that is read needs <c>id</c>; the others may be missing and stand in any order.</summary>
public static class WordsColumns
{
    public const string Id = "id", File = "file", Title = "title", AltEn = "alt_en", AltTr = "alt_tr", Decorative = "decorative", Tags = "tags";

    public static readonly IReadOnlyList<string> All = [Id, File, Title, AltEn, AltTr, Decorative, Tags];

    public static readonly IReadOnlyList<string> Needed = [Id];
}

/// <summary>Writes the words of many pictures as a file that <see cref="WordsImport"/> reads back: by id, read a few hundred at a time.</summary>
public sealed class WordsExport(IDbContextFactory<MediaDb> dbs)
{
    private const int Stretch = 500;

    private static readonly CsvWriterOptions Options = new() { WriteByteOrderMark = false };
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF]; // without it Excel reads Turkish letters wrong

    public async Task WriteAsync(Stream csv, AssetQuery query, CancellationToken ct)
    {
        var page = new MemoryStream();
        page.Write(Utf8Mark);
        Write(page, [[.. WordsColumns.All]]);
        for (var stretch = await ReadAsync(query, 0, ct); stretch.Count > 0; stretch = await ReadAsync(query, stretch[^1].Id, ct))
        {
            Write(page, stretch.Select(Cells));
            await SendAsync(page, csv, ct);
        }
        await SendAsync(page, csv, ct);
    }

    private async Task<List<Asset>> ReadAsync(AssetQuery query, long after, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await query.In(db).AsNoTracking().Where(a => a.Id > after).OrderBy(a => a.Id).Take(Stretch).ToListAsync(ct);
    }

    private static string[] Cells(Asset asset) => Array.ConvertAll(
        [asset.Id.ToString(CultureInfo.InvariantCulture), asset.FileName, asset.Title, asset.AltEn, asset.AltTr, asset.IsDecorative ? "yes" : "no", Cell.Join(asset.Tags)], Cell.Protect);

    private static void Write(Stream page, IEnumerable<string[]> records)
    {
        using var csv = CsvWriter.Create(page, Options, leaveOpen: true);
        foreach (var record in records)
        {
            foreach (var cell in record) csv.WriteField(cell);
            csv.EndRecord();
        }
    }

    private static async Task SendAsync(MemoryStream page, Stream csv, CancellationToken ct)
    {
        await csv.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), ct);
        page.SetLength(0);
    }
}
