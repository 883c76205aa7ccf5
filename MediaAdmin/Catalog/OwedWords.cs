using MediaAdmin.Data;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>Which words of a picture: its tags; its texts, among which are the products that show it; and that a text may be empty now that was not.</summary>
[Flags]
public enum WordParts { Tags = 1, Texts = 2, Fewer = 4, New = Tags | Texts, All = New | Fewer }

/// <summary>
/// The store is owed words of a picture: noted in the transaction that changes them, and gone once the store has them. Notes are only added, so whoever changes words waits
/// for nobody; several of one picture are one debt. Of pictures whose store keeps no words nothing is noted.
/// </summary>
public sealed class OwedWords
{
    public const int MaxError = 500;

    public long Id { get; private set; }
    public long AssetId { get; private set; }
    public WordParts Parts { get; private set; }

    /// <summary>How often the store refused just this, its own words then, and when it is asked next; null: at once.</summary>
    public int Attempts { get; private set; }
    public string Error { get; private set; } = "";
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>Notes these words of these pictures: two statements at most. Inside the caller's transaction.</summary>
    public static async Task NoteAsync(MediaDb db, IQueryable<Asset> which, WordParts parts, CancellationToken ct)
    {
        var ids = await which.Where(a => EF.Parameter(StoresOfWords.Names).Contains(a.Store)).Select(a => a.Id).ToListAsync(ct);
        await WriteAsync(db, [.. ids.Select(id => new Row(id, (int)parts))], ct);
    }

    /// <summary>The texts of all pictures of these products, seen or in the trash: they are called otherwise, come or go.</summary>
    public static Task NoteProductsAsync(MediaDb db, IReadOnlyCollection<long> products, WordParts parts, CancellationToken ct) => NoteAsync(db,
        db.Set<Asset>().IgnoreQueryFilters().Where(a => db.Set<Placement>().IgnoreQueryFilters().Any(l => l.AssetId == a.Id && EF.Parameter(products).Contains(l.ProductId))), parts, ct);

    /// <summary>What the store has to be told of a picture that had these words.</summary>
    internal static WordParts Between(AssetWords before, Asset now)
    {
        (string? Before, string Now)[] texts = [(before.Title, now.Title), (before.AltEn, now.AltEn), (before.AltTr, now.AltTr)];
        return (before.Tags?.SequenceEqual(now.Tags) == true ? 0 : WordParts.Tags) | (Array.Exists(texts, t => t.Before != t.Now) ? WordParts.Texts : 0)
            | (Array.Exists(texts, t => t.Now.Length == 0 && t.Before != t.Now) ? WordParts.Fewer : 0);
    }

    /// <summary>For words that are in memory: one statement.</summary>
    internal static Task<int> NoteAsync(MediaDb db, IEnumerable<(long AssetId, string Store, WordParts Parts)> changed, CancellationToken ct) =>
        WriteAsync(db, [.. changed.Where(c => c.Parts != 0 && StoresOfWords.Names.Contains(c.Store)).Select(c => new Row(c.AssetId, (int)c.Parts))], ct);

    /// <summary>For any number of pictures that may lie in any store: a fixed number of statements, and one when no picture lies in a store that keeps words.</summary>
    internal static async Task NoteAsync(MediaDb db, Func<IEnumerable<(long AssetId, WordParts Parts)>> changed, CancellationToken ct)
    {
        if (!await db.Set<Asset>().IgnoreQueryFilters().AnyAsync(a => EF.Parameter(StoresOfWords.Names).Contains(a.Store), ct)) return;
        var ids = changed().ToDictionary(c => c.AssetId, c => c.Parts);
        foreach (var same in ids.GroupBy(c => c.Value))
        {
            var some = same.Select(c => c.Key).ToList();
            await NoteAsync(db, db.Set<Asset>().IgnoreQueryFilters().Where(a => EF.Parameter(some).Contains(a.Id)), same.Key, ct);
        }
    }

    private static Task<int> WriteAsync(MediaDb db, Row[] rows, CancellationToken ct) => db.WriteAsync("asset bigint, parts int", rows,
        """INSERT INTO "OwedWords" ("AssetId", "Parts", "Attempts", "Error") SELECT r.asset, r.parts, 0, '' FROM $rows""", ct);

#pragma warning disable IDE1006 // the names are those of the columns
    private sealed record Row(long asset, int parts);
#pragma warning restore IDE1006
}
