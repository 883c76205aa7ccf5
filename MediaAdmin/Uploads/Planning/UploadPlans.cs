using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads.Planning;

/// <summary>Plans where files go by their names. Nothing is written; three statements whatever the number of files.</summary>
public sealed class UploadPlans(IDbContextFactory<MediaDb> dbs)
{
    public const int MaxFiles = 5000;

    /// <summary>Paths as the browser gives them, folders with slashes, in the order dropped. With a client's code only its products are looked at.</summary>
    public async Task<UploadPlan> PlanAsync(IReadOnlyList<string> paths, PlanPattern? own, string? client, CancellationToken ct)
    {
        var files = paths.Select(p => (p, PlanMatch.Readings(p, own))).ToList();
        var skus = files.SelectMany(f => f.Item2).Select(r => PlanMatch.Key(r.Sku)).Where(s => s.Length <= Product.MaxSku && !s.Contains('\0')).Distinct().ToList();
        await using var db = await dbs.CreateDbContextAsync(ct);
        // What a search looks through begins with the SKU, folded as no database folds Turkish letters, and of the same length.
        var named = db.Set<Product>().Where(p => EF.Parameter(skus).Contains(p.SearchText.Substring(0, p.Sku.Length).Replace("_", "-").Replace(".", "-").Replace(" ", "-")));
        return PlanMatch.Plan(files, (await ReadAsync(db, named, ct)).Where(p => string.IsNullOrEmpty(client) || p.Client == client));
    }

    /// <summary>One product that somebody chose; null when it has gone.</summary>
    public async Task<PlanProduct?> FindAsync(long product, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return (await ReadAsync(db, db.Set<Product>().Where(p => p.Id == product), ct)).FirstOrDefault();
    }

    private static async Task<List<PlanProduct>> ReadAsync(MediaDb db, IQueryable<Product> which, CancellationToken ct)
    {
        var products = await which.Join(db.Set<Client>(), p => p.ClientId, c => c.Id, (p, c) => new { p.Id, p.Sku, p.Name, c.Code }).ToListAsync(ct);
        var ids = products.ConvertAll(p => p.Id);
        var variants = (await db.Set<Variant>().Where(v => EF.Parameter(ids).Contains(v.ProductId)).OrderBy(v => v.Position).Select(v => new { v.ProductId, View = new VariantView(v.Id, v.Sku, v.Name) }).ToListAsync(ct))
            .ToLookup(v => v.ProductId, v => v.View);
        var standing = (await db.Set<Placement>().Where(l => EF.Parameter(ids).Contains(l.ProductId)).OrderBy(l => l.Position)
            .Select(l => new { l.ProductId, l.VariantId, l.AssetId, l.Asset!.FileName }).ToListAsync(ct)).ToLookup(l => l.ProductId);
        return products.ConvertAll(p => new PlanProduct(p.Id, p.Code, p.Sku, p.Name, [.. variants[p.Id]],
            [.. standing[p.Id].GroupBy(l => l.VariantId).SelectMany(g => g.Select((l, n) => new PlanPicture(l.AssetId, l.VariantId, n + 1, l.FileName)))]));
    }
}
