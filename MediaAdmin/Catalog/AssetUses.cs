using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>A gallery that shows a picture: whose (a variant's when there is one), and at which place of how many, counted from 1.</summary>
public sealed record AssetUse(long ProductId, string Sku, string Name, long? VariantId, string? Variant, int Place, int Pictures);

/// <summary>Something that happened to a picture in a gallery that shows it: it came there, or moved, or got another file.</summary>
public sealed record AssetEvent(DateTimeOffset At, string ActorName, GalleryChange Change, long ProductId, string Sku, string? Variant);

/// <summary>Where a picture is shown, and what galleries remember of it.</summary>
public sealed class AssetUses(IDbContextFactory<MediaDb> dbs)
{
    /// <summary>How far back a gallery's diary is read.</summary>
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

    /// <summary>The latest first; <paramref name="uses"/> are the galleries whose diaries are asked.</summary>
    public async Task<IReadOnlyList<AssetEvent>> StoryAsync(long asset, IReadOnlyCollection<AssetUse> uses, CancellationToken ct)
    {
        var products = uses.Select(u => u.ProductId).Distinct().ToList();
        await using var db = await dbs.CreateDbContextAsync(ct);
        var entries = await db.Set<GalleryEntry>().AsNoTracking().Where(e => EF.Parameter(products).Contains(e.ProductId)).OrderByDescending(e => e.Id).Take(LongestStory).ToListAsync(ct);
        var found = new List<AssetEvent>();
        foreach (var use in uses)
        {
            int? before = null;
            foreach (var entry in entries.Where(e => (e.ProductId, e.VariantId) == (use.ProductId, use.VariantId)).Reverse())
            {
                int? place = entry.Order.IndexOf(asset) is >= 0 and var at ? at : null;
                if (IsAbout(entry.Change, before, place)) found.Add(new(entry.At, entry.ActorName, entry.Change, use.ProductId, use.Sku, use.Variant));
                before = place;
            }
        }
        return [.. found.OrderByDescending(e => e.At)];
    }

    /// <summary>That others came or went says nothing of this picture. A replacement does not tell which picture it was: told elsewhere, by the upload that brought it.</summary>
    private static bool IsAbout(GalleryChange change, int? before, int? place) => change switch
    {
        GalleryChange.Added or GalleryChange.Restored => before is null && place is not null,
        GalleryChange.Reordered => before is not null && place is not null && before != place,
        GalleryChange.Removed => before is not null && place is null,
        _ => false,
    };
}
