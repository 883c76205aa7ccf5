using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Deletion;

/// <summary>A gallery that would lose pictures: whose (a variant's when there is one), how many of how many, whether its main picture is among them.</summary>
public sealed record TouchedGallery(long ProductId, string Sku, string Name, long? VariantId, string? Variant, int Loses, int Has, bool LosesMain)
{
    public bool BecomesEmpty => Loses == Has;
}

/// <summary>
/// What a deletion would do: pictures and bytes that go, galleries that lose pictures, how many of those their main picture or all of them.
/// <paramref name="Galleries"/> are at most <see cref="Shown"/>, the worst first. <paramref name="Stay"/>: pictures of a product that others use too.
/// </summary>
public sealed record DeletionPreview(int Pictures, long Bytes, int Products, int GalleriesTouched, int LoseMain, int BecomeEmpty, int Stay, IReadOnlyList<TouchedGallery> Galleries)
{
    public const int Shown = 50;
}

/// <summary>Says beforehand what a deletion would do, without doing it.</summary>
public sealed class DeletionPreviews(IDbContextFactory<MediaDb> dbs)
{
    public async Task<DeletionPreview> AskAsync(DeletionTarget target, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var going = target.In(db);
        var sum = await going.GroupBy(_ => 1).Select(g => new { Pictures = g.Count(), Bytes = g.Sum(a => a.Bytes) }).FirstOrDefaultAsync(ct);
        var ids = going.Select(a => a.Id);
        var hit = db.Set<Placement>().Where(l => ids.Contains(l.AssetId));
        var stay = 0;
        if (target is DeletionTarget.OfProduct(var product))
        {
            stay = await db.Set<Placement>().Where(l => l.ProductId == product && !ids.Contains(l.AssetId)).Select(l => l.AssetId).Distinct().CountAsync(ct);
            hit = hit.Where(l => l.ProductId != product); // its own galleries go with it
        }
        var galleries = await TouchedAsync(db, hit, ct);
        return new(sum?.Pictures ?? 0, sum?.Bytes ?? 0, galleries.Select(g => g.ProductId).Distinct().Count(), galleries.Count,
            galleries.Count(g => g.LosesMain), galleries.Count(g => g.BecomesEmpty), stay,
            [.. galleries.OrderByDescending(g => g.BecomesEmpty).ThenByDescending(g => g.LosesMain).ThenBy(g => g.Sku, StringComparer.Ordinal).Take(DeletionPreview.Shown)]);
    }

    private static async Task<List<TouchedGallery>> TouchedAsync(MediaDb db, IQueryable<Placement> hit, CancellationToken ct)
    {
        var lost = hit.GroupBy(l => new { l.ProductId, l.VariantId }).Select(g => new { g.Key.ProductId, g.Key.VariantId, Loses = g.Count(), First = g.Min(l => l.Position) });
        var all = db.Set<Placement>();
        var found = await (from gone in lost
                           join product in db.Set<Product>() on gone.ProductId equals product.Id
                           select new
                           {
                               product.Id,
                               product.Sku,
                               product.Name,
                               gone.VariantId,
                               Variant = product.Variants.Where(v => v.Id == gone.VariantId).Select(v => v.Name).FirstOrDefault(),
                               gone.Loses,
                               gone.First,
                               Has = all.Count(l => l.ProductId == gone.ProductId && l.VariantId == gone.VariantId),
                               Main = all.Where(l => l.ProductId == gone.ProductId && l.VariantId == gone.VariantId).Min(l => l.Position),
                           }).ToListAsync(ct);
        return [.. found.Select(g => new TouchedGallery(g.Id, g.Sku, g.Name, g.VariantId, g.Variant, g.Loses, g.Has, g.First == g.Main))];
    }
}
