using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>So many pictures were to stand on so many products; what came new by it are these placements: given back (<see cref="AssetPlacing.TakeBackAsync"/>) they are the undo.</summary>
public sealed record AssetsPlaced(int Pictures, int Products, IReadOnlyList<long> Placements)
{
    /// <summary>Of the places that this makes, those where the picture stood already.</summary>
    public int Already => Pictures * Products - Placements.Count;
}

/// <summary>
/// Puts many pictures of the library at the end of the galleries of many products, and takes them out again; all or nothing.
/// The number of statements is the same for one picture on one product and for hundreds on hundreds.
/// </summary>
public sealed class AssetPlacing(IDbContextFactory<MediaDb> dbs, Galleries galleries, TimeProvider clock)
{
    /// <summary>How many places one act may fill: pictures times products.</summary>
    public const int MostPlaces = 20_000;

    /// <summary>In the order of the choice's filter, or as its ids are named. A picture that stands in a gallery already stays where it is. A fault when a product is not there or it is too much: then nothing changes.</summary>
    public async Task<(AssetsPlaced? Placed, FieldFault? Fault)> PlaceAsync(AssetChoice choice, IReadOnlyCollection<long> products, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        if (choice.Check() is { } fault) return (null, fault);
        if (products.Count == 0) return (null, new("productIds", "Name at least one product."));
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(Asset.TrashTurn, ct);
        var assets = await ChosenAsync(db, choice, ct);
        if ((long)assets.Count * products.Count > MostPlaces) return (null, new("assetIds", $"That is more than {MostPlaces} places. Choose fewer pictures or products."));
        await RaiseAsync(db, products, assets, ct);
        var there = await db.Set<Product>().Where(p => EF.Parameter(products).Contains(p.Id)).Select(p => p.Id).ToListAsync(ct);
        if (products.Except(there).ToList() is [var gone, ..]) return (null, new("productIds", $"There is no product {gone}. Leave it out."));
        var placed = await InsertAsync(db, assets, there, ct);
        if (placed.Count == 0) return (new(assets.Count, there.Count, placed), null);
        var touched = await TouchedAsync(db, placed, ct);
        await OwedWords.NoteAsync(db, db.Set<Asset>().Where(a => db.Set<Placement>().Any(l => l.AssetId == a.Id && EF.Parameter(placed).Contains(l.Id))), WordParts.Texts, ct);
        await GalleryDiary.NoteAsync(db, touched, GalleryChange.Added, by, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        await galleries.AnnounceAsync([.. touched.Select(t => t.ProductId)], CancellationToken.None);
        return (new(assets.Count, there.Count, placed), null);
    }

    /// <summary>Takes these placements out of their galleries again; what has left them meanwhile does not count. Returns how many went.</summary>
    public async Task<int> TakeBackAsync(IReadOnlyCollection<long> placements, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(Asset.TrashTurn, ct);
        var mine = db.Set<Placement>().IgnoreQueryFilters().Where(l => EF.Parameter(placements).Contains(l.Id));
        await db.Set<Product>().Where(p => mine.Select(l => l.ProductId).Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        var touched = await TouchedAsync(db, placements, ct);
        await OwedWords.NoteAsync(db, db.Set<Asset>().IgnoreQueryFilters().Where(a => mine.Any(l => l.AssetId == a.Id)), WordParts.Texts | WordParts.Fewer, ct);
        var removed = await mine.ExecuteDeleteAsync(ct);
        await GalleryDiary.NoteAsync(db, touched, GalleryChange.Removed, by, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        await galleries.AnnounceAsync([.. touched.Select(t => t.ProductId)], CancellationToken.None);
        return removed;
    }

    private static async Task<List<long>> ChosenAsync(MediaDb db, AssetChoice choice, CancellationToken ct)
    {
        var found = await (choice.Filter?.Sorted(choice.In(db)) ?? choice.In(db)).Select(a => a.Id).ToListAsync(ct);
        return choice.Filter is null ? [.. (choice.AssetIds ?? []).Distinct().Intersect(found)] : found;
    }

    /// <summary>The versions of the galleries that change, before anything else of them is looked at: this takes the products' row locks, so that nothing arrives meanwhile.</summary>
    private static Task<int> RaiseAsync(MediaDb db, IReadOnlyCollection<long> products, List<long> assets, CancellationToken ct) => db.Set<Product>()
        .Where(p => EF.Parameter(products).Contains(p.Id) && db.Set<Placement>().Count(l => l.ProductId == p.Id && l.VariantId == null && EF.Parameter(assets).Contains(l.AssetId)) < assets.Count)
        .ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);

    private static Task<List<long>> InsertAsync(MediaDb db, List<long> assets, List<long> products, CancellationToken ct)
    {
        var (chosen, targets) = (JsonSerializer.Serialize(assets), JsonSerializer.Serialize(products));
        var (wish, target) = db is PostgresMediaDb
            ? ("(SELECT id::bigint AS asset, n FROM jsonb_array_elements_text({0}::jsonb) WITH ORDINALITY AS a(id, n)) w", "(SELECT id::bigint AS product FROM jsonb_array_elements_text({1}::jsonb) AS p(id)) t")
            : ("(SELECT value AS asset, key AS n FROM json_each({0})) w", "(SELECT value AS product FROM json_each({1})) t");
        var sql = $"""
            INSERT INTO "Placements" ("AssetId", "ProductId", "Position")
            SELECT w.asset, t.product, COALESCE((SELECT MAX(l."Position") FROM "Placements" l WHERE l."ProductId" = t.product AND l."VariantId" IS NULL), 0) + row_number() OVER (PARTITION BY t.product ORDER BY w.n)
            FROM {wish} CROSS JOIN {target}
            WHERE NOT EXISTS (SELECT 1 FROM "Placements" l WHERE l."AssetId" = w.asset AND l."ProductId" = t.product AND l."VariantId" IS NULL AND l."TrashId" IS NULL)
            RETURNING "Id" AS "Value"
            """;
        return db.Database.SqlQueryRaw<long>(sql, chosen, targets).ToListAsync(ct);
    }

    private static Task<List<TouchedPlacements>> TouchedAsync(MediaDb db, IReadOnlyCollection<long> placements, CancellationToken ct) => db.Set<Placement>().IgnoreQueryFilters()
        .Where(l => EF.Parameter(placements).Contains(l.Id)).GroupBy(l => new { l.ProductId, l.VariantId }).Select(g => new TouchedPlacements(g.Key.ProductId, g.Key.VariantId, g.Count())).ToListAsync(ct);
}
