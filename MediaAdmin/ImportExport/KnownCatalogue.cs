using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport;

/// <summary>A picture that lines may mean by its name, and how many of the client's pictures are called so.</summary>
sealed record NamedAsset(Asset Asset, int Count);

/// <summary>
/// What the database knows of the products of a batch and of the pictures that their lines name, read by six statements however many there are.
/// A plan changes what is read here, so each plan wants its own.
/// </summary>
sealed class KnownCatalogue
{
    public required Dictionary<string, Client> Clients { get; init; }
    public required Dictionary<(long Client, string Sku), Product> Products { get; init; }

    /// <summary>All placements of those products by position, also what is in the trash.</summary>
    public required ILookup<long, Placement> Placements { get; init; }
    public required Dictionary<long, Asset> Assets { get; init; }
    public required ILookup<(long Client, string Sha256), Asset> BySha256 { get; init; }
    public required Dictionary<(long Client, string Name), NamedAsset> ByName { get; init; }

    /// <param name="sha256">The bytes that lines mean; names count only where these are not known.</param>
    public static async Task<KnownCatalogue> ReadAsync(MediaDb db, IReadOnlyList<SheetProduct> batch, List<string> sha256, List<string> names, CancellationToken ct)
    {
        var (codes, skus) = (batch.Select(p => p.Client).Distinct().ToList(), batch.Select(p => p.Sku).Distinct().ToList());
        var clients = await db.Set<Client>().AsNoTracking().Where(c => EF.Parameter(codes).Contains(c.Code)).ToListAsync(ct);
        var owners = clients.Select(c => c.Id).ToList();
        var products = await db.Set<Product>().AsNoTracking().AsSplitQuery().Include(p => p.Variants.OrderBy(v => v.Position))
            .Where(p => EF.Parameter(owners).Contains(p.ClientId) && EF.Parameter(skus).Contains(p.Sku)).ToListAsync(ct);
        var ids = products.Select(p => p.Id).ToList();
        var placements = await db.Set<Placement>().IgnoreQueryFilters().AsNoTracking().Where(l => EF.Parameter(ids).Contains(l.ProductId)).OrderBy(l => l.Position).ToListAsync(ct);
        var owned = db.Set<Asset>().AsNoTracking().Where(a => EF.Parameter(owners).Contains(a.ClientId!.Value));
        var same = await owned.Where(a => EF.Parameter(sha256).Contains(a.Sha256)).OrderBy(a => a.Id).ToListAsync(ct);
        var (shown, called) = names.Count == 0 ? ([], []) : (await ShownAsync(db, ids, names, ct), await CalledAsync(owned, names, ct));
        return new()
        {
            Clients = clients.ToDictionary(c => c.Code),
            Products = products.ToDictionary(p => (p.ClientId, p.Sku)),
            Placements = placements.ToLookup(l => l.ProductId),
            Assets = same.Concat(shown).Concat(called.Values.Select(n => n.Asset)).DistinctBy(a => a.Id).ToDictionary(a => a.Id),
            BySha256 = same.ToLookup(a => (a.ClientId!.Value, a.Sha256)),
            ByName = called,
        };
    }

    private static Task<List<Asset>> ShownAsync(MediaDb db, List<long> products, List<string> names, CancellationToken ct)
    {
        var here = db.Set<Placement>().Where(l => EF.Parameter(products).Contains(l.ProductId)).Select(l => l.AssetId);
        return db.Set<Asset>().AsNoTracking().Where(a => here.Contains(a.Id) && EF.Parameter(names).Contains(a.FileName)).ToListAsync(ct);
    }

    private static async Task<Dictionary<(long, string), NamedAsset>> CalledAsync(IQueryable<Asset> owned, List<string> names, CancellationToken ct)
    {
        var first = owned.Where(a => EF.Parameter(names).Contains(a.FileName)).GroupBy(a => new { a.ClientId, a.FileName }).Select(g => new { Id = g.Min(a => a.Id), Count = g.Count() });
        var found = await owned.Join(first, a => a.Id, f => f.Id, (a, f) => new { Asset = a, f.Count }).ToListAsync(ct);
        return found.ToDictionary(f => (f.Asset.ClientId!.Value, f.Asset.FileName), f => new NamedAsset(f.Asset, f.Count));
    }
}
