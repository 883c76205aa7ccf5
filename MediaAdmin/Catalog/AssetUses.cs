using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>A gallery that shows a picture: whose (a variant's when there is one), and at which place of how many, counted from 1.</summary>
public sealed record AssetUse(long ProductId, string Sku, string Name, long? VariantId, string? Variant, int Place, int Pictures);

/// <summary>Something that happened to a picture in a gallery: it came there, moved, or left. In a merge it took the place of another, or another took its place.</summary>
public sealed record AssetEvent(DateTimeOffset At, string ActorName, AssetTurn Turn, long ProductId, string Sku, string? Variant);

/// <summary>How a gallery changed for one of its pictures.</summary>
public enum AssetTurn { Added, Removed, Restored, Reordered, TookPlace, GavePlace }

/// <summary>Where a picture is shown, and what galleries remember of it.</summary>
public sealed class AssetUses(IDbContextFactory<MediaDb> dbs)
{
    /// <summary>How far back the diaries are read.</summary>
    private const int LongestStory = 500;

    /// <summary>By SKU, a product's own gallery before those of its variants.</summary>
    public async Task<IReadOnlyList<AssetUse>> FindAsync(long asset, CancellationToken ct) => [.. (await FindAsync([asset], ct))[asset]];

    /// <summary>The same for many pictures by one statement.</summary>
    public async Task<ILookup<long, AssetUse>> FindAsync(IReadOnlyCollection<long> assets, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var all = db.Set<Placement>();
        var found = await (from place in db.Set<Placement>()
                           where EF.Parameter(assets).Contains(place.AssetId)
                           join product in db.Set<Product>() on place.ProductId equals product.Id
                           orderby product.Sku, product.Id, place.VariantId != null, place.VariantId
                           select new
                           {
                               place.AssetId,
                               Use = new AssetUse(product.Id, product.Sku, product.Name, place.VariantId, product.Variants.Where(v => v.Id == place.VariantId).Select(v => v.Name).FirstOrDefault(),
                                   all.Count(l => l.ProductId == place.ProductId && l.VariantId == place.VariantId && l.Position <= place.Position),
                                   all.Count(l => l.ProductId == place.ProductId && l.VariantId == place.VariantId)),
                           }).ToListAsync(ct);
        return found.ToLookup(f => f.AssetId, f => f.Use);
    }

    /// <summary>What galleries remember of a picture, also those that do not show it any more and those in the trash; the latest first. Two statements, however many there are.</summary>
    public async Task<IReadOnlyList<AssetEvent>> StoryAsync(long asset, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var entries = await Holding(db, asset).AsNoTracking().OrderByDescending(e => e.Id).Take(LongestStory).ToListAsync(ct);
        var products = entries.Select(e => e.ProductId).Distinct().ToList();
        var names = await db.Set<Product>().IgnoreQueryFilters().Where(p => EF.Parameter(products).Contains(p.Id))
            .Select(p => new { p.Id, p.Sku, Variants = p.Variants.Select(v => new { v.Id, v.Name }).ToList() }).AsSingleQuery().ToDictionaryAsync(p => p.Id, ct);
        var found = new List<AssetEvent>();
        foreach (var gallery in entries.GroupBy(e => (e.ProductId, e.VariantId)))
        {
            int? before = null;
            var product = names[gallery.Key.ProductId];
            var variant = product.Variants.FirstOrDefault(v => v.Id == gallery.Key.VariantId)?.Name;
            foreach (var entry in gallery.Reverse())
            {
                int? place = entry.Order.IndexOf(asset) is >= 0 and var at ? at : null;
                if (TurnOf(entry.Change, before, place) is { } turn) found.Add(new(entry.At, entry.ActorName, turn, product.Id, product.Sku, variant));
                before = place;
            }
        }
        return [.. found.OrderByDescending(e => e.At)];
    }

    /// <summary>The diaries of all galleries in which it ever stood. SQLite keeps an order as a text, which is searched many times faster than taken apart.</summary>
    private static IQueryable<GalleryEntry> Holding(MediaDb db, long asset) => db is PostgresMediaDb
        ? db.Set<GalleryEntry>().FromSql($"""
            SELECT e.* FROM "GalleryDiary" e WHERE EXISTS (SELECT 1 FROM "GalleryDiary" h WHERE h."ProductId" = e."ProductId" AND h."VariantId" IS NOT DISTINCT FROM e."VariantId" AND {asset} = ANY(h."Order"))
            """)
        : db.Set<GalleryEntry>().FromSql($"""
            SELECT e.* FROM (SELECT DISTINCT "ProductId", "VariantId" FROM "GalleryDiary" WHERE instr(replace(replace("Order", '[', ','), ']', ','), {$",{asset},"}) > 0) h
            JOIN "GalleryDiary" e ON e."ProductId" = h."ProductId" AND e."VariantId" IS h."VariantId"
            """);

    /// <summary>That others came or went says nothing of this picture. A replacement by an upload does not tell which picture it was: told elsewhere, by the upload that brought it.</summary>
    private static AssetTurn? TurnOf(GalleryChange change, int? before, int? place) => change switch
    {
        GalleryChange.Added when before is null && place is not null => AssetTurn.Added,
        GalleryChange.Restored when before is null && place is not null => AssetTurn.Restored,
        GalleryChange.Reordered when before is not null && place is not null && before != place => AssetTurn.Reordered,
        GalleryChange.Replaced when before is null && place is not null => AssetTurn.TookPlace,
        GalleryChange.Replaced when before is not null && place is null => AssetTurn.GavePlace,
        not GalleryChange.Replaced when before is not null && place is null => AssetTurn.Removed,
        _ => null,
    };
}
