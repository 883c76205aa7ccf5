using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>A line of a gallery's diary; <paramref name="Thumbnails"/> are those of the first pictures of the order that are still in the library.</summary>
public sealed record DiaryLine(long Id, DateTimeOffset At, string ActorName, GalleryChange Change, int Pictures, IReadOnlyList<long> Order, IReadOnlyList<string> Thumbnails);

/// <summary>Writes and reads what happened to galleries: who, when, and the order afterwards.</summary>
public sealed class GalleryDiary(IDbContextFactory<MediaDb> dbs, IMediaStore store)
{
    /// <summary>Pictures that arrive one after the other make one line.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(2);

    public const int Strip = 8, LongestStory = 100;

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<DiaryLine>> ReadAsync(long productId, long? variantId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var entries = await db.Set<GalleryEntry>().AsNoTracking().Where(e => e.ProductId == productId && e.VariantId == variantId)
            .OrderByDescending(e => e.Id).Take(LongestStory).ToListAsync(ct);
        var shown = entries.SelectMany(e => e.Order.Take(Strip)).Distinct().ToList();
        var pictures = await db.Set<Asset>().Where(a => EF.Parameter(shown).Contains(a.Id)).Select(a => new { a.Id, a.Store, a.StoreKey, a.StoreVersion }).ToDictionaryAsync(a => a.Id, ct);
        return [.. entries.Select(e => new DiaryLine(e.Id, e.At, e.ActorName, e.Change, e.Pictures, e.Order,
            [.. e.Order.Take(Strip).Where(pictures.ContainsKey).Select(id => pictures[id]).Select(a => store.Address(new(a.Store, a.StoreKey, a.StoreVersion), PictureSize.Thumbnail))]))];
    }

    /// <summary>One more picture in this gallery; inside the caller's transaction, after the placement was saved.</summary>
    internal static async Task NoteAddedAsync(MediaDb db, long productId, long? variantId, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        var order = await db.Set<Placement>().Where(l => l.ProductId == productId && l.VariantId == variantId).OrderBy(l => l.Position).Select(l => l.AssetId).ToListAsync(ct);
        var last = await db.Set<GalleryEntry>().Where(e => e.ProductId == productId && e.VariantId == variantId).OrderByDescending(e => e.Id).FirstOrDefaultAsync(ct);
        if (last is not { Change: GalleryChange.Added } || last.Actor != by.Id || now - last.At > Together)
            db.Add(last = new() { ProductId = productId, VariantId = variantId, Actor = by.Id, ActorName = by.Name, Change = GalleryChange.Added });
        (last.At, last.Pictures, last.Order) = (now, last.Pictures + 1, order);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// The same change of many galleries: those of <paramref name="touched"/>, which counts for each how many pictures it concerned. Inside the caller's
    /// transaction, after the change; two statements however many galleries there are.
    /// </summary>
    public static async Task NoteAsync(MediaDb db, IReadOnlyCollection<TouchedPlacements> touched, GalleryChange change, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        if (touched.Count == 0) return;
        var products = touched.Select(t => t.ProductId).Distinct().ToList();
        var shown = await db.Set<Placement>().Where(l => EF.Parameter(products).Contains(l.ProductId))
            .OrderBy(l => l.Position).Select(l => new { l.ProductId, l.VariantId, l.AssetId }).ToListAsync(ct);
        var orders = shown.ToLookup(l => (l.ProductId, l.VariantId), l => l.AssetId);
        var rows = JsonSerializer.Serialize(touched.Select(t => new { p = t.ProductId, v = t.VariantId, n = t.Pictures, o = orders[(t.ProductId, t.VariantId)] }));
        var (at, kind) = (db.Moment(now), change.ToString());
        await (db is PostgresMediaDb
            ? db.Database.ExecuteSqlAsync($"""
                INSERT INTO "GalleryDiary" ("ProductId", "VariantId", "At", "Actor", "ActorName", "Change", "Pictures", "Order")
                SELECT r.p, r.v, {at}, {by.Id}, {by.Name}, {kind}, r.n, ARRAY(SELECT jsonb_array_elements_text(r.o)::bigint)
                FROM jsonb_to_recordset({rows}::jsonb) AS r(p bigint, v bigint, n int, o jsonb)
                """, ct)
            : db.Database.ExecuteSqlAsync($"""
                INSERT INTO "GalleryDiary" ("ProductId", "VariantId", "At", "Actor", "ActorName", "Change", "Pictures", "Order")
                SELECT value ->> 'p', value ->> 'v', {at}, {by.Id}, {by.Name}, {kind}, value ->> 'n', value -> 'o' FROM json_each({rows})
                """, ct));
    }
}

/// <summary>A gallery that a change concerned, and how many of its pictures.</summary>
public sealed record TouchedPlacements(long ProductId, long? VariantId, int Pictures);
