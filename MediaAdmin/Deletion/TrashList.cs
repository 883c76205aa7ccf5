using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

/// <summary>What to look for in the trash: words in file name, key, SKU and a product's name, one client by its code.</summary>
public sealed record TrashQuery(string Search = "", string Client = "", int Page = 1, int PageSize = 50);

/// <summary>Where a picture was placed before it was deleted; with <paramref name="IsGone"/> the product is in the trash too, so that there is no way back to it.</summary>
public sealed record FormerPlace(long ProductId, string Sku, string? Variant, bool IsGone);

/// <summary>A deleted picture and one place it had, with how many more it had; null when it was in the library alone.</summary>
public sealed record TrashedPicture(DeletionView Entry, FormerPlace? Place, int MorePlaces);

/// <summary>A product that was deleted with its pictures.</summary>
public sealed record TrashedProduct(long Id, string Client, string Sku, string Name);

/// <summary>
/// What went by one act: the product, if it was one; how many pictures, of which so many can be brought back until <paramref name="Until"/>; those of them on this page.
/// The name of who did it is null when a product went without pictures of its own: only pictures remember it.
/// </summary>
public sealed record TrashedAct(
    Guid Operation, TrashedProduct? Product, string? ActorName, DateTimeOffset RequestedAt, DateTimeOffset? Until, int Pictures, int Restorable, IReadOnlyList<TrashedPicture> Shown)
{
    public bool CanRestore => Restorable > 0 || Product is not null;
}

/// <summary>
/// One page of the trash, by acts; the total counts pictures, and products without any. <paramref name="Failed"/> could not be deleted and wait for an Admin in the
/// deletion queue. At <paramref name="ChangesAt"/> the oldest of those that are gone is no longer shown.
/// </summary>
public sealed record TrashView(IReadOnlyList<TrashedAct> Acts, int Total, int Number, int Pages, int Failed, DateTimeOffset ReadAt, DateTimeOffset? ChangesAt);

/// <summary>
/// Reads the trash: what can still be brought back, what is on its way out of the store, and for a moment what has just gone. A fixed number of statements, whatever it holds.
/// </summary>
public sealed class TrashList(IDbContextFactory<MediaDb> dbs, DeletionList entries, IOptions<DeletionOptions> options, TimeProvider clock)
{
    /// <summary>How long a picture whose file is gone is still shown as gone.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(8);

    /// <summary>The latest act first.</summary>
    public async Task<TrashView> FindAsync(TrashQuery query, CancellationToken ct)
    {
        var (now, size) = (clock.GetUtcNow(), Math.Clamp(query.PageSize, 1, Page<TrashedAct>.MaxSize));
        await using var db = await dbs.CreateDbContextAsync(ct);
        var pictures = Pictures(db, query, now);
        // Ids of acts ascend with time; a product that none of the pictures found stands for is a row of its own.
        var rows = pictures.Select(d => new { Act = d.OperationId, Entry = d.Id })
            .Concat(Products(db, query).Where(p => !pictures.Any(d => d.OperationId == p.TrashId)).Select(p => new { Act = p.TrashId!.Value, Entry = 0L }));
        var total = await rows.CountAsync(ct);
        var pages = Math.Max(1, (total + size - 1) / size);
        var number = Math.Clamp(query.Page, 1, pages);
        var shown = await rows.OrderByDescending(r => r.Act).ThenBy(r => r.Entry).Skip((number - 1) * size).Take(size).ToListAsync(ct);
        var acts = await ActsAsync(db, [.. shown.Select(r => r.Act).Distinct()], [.. shown.Where(r => r.Entry > 0).Select(r => r.Entry)], ct);
        var failed = await db.Set<QueuedDeletion>().CountAsync(d => d.State == DeletionState.Failed && (d.Origin == DeletionOrigin.Trash || d.Origin == DeletionOrigin.Replaced), ct);
        var ended = acts.SelectMany(a => a.Shown).Min(p => p.Entry.EndedAt);
        return new(acts, total, number, pages, failed, now, ended + Farewell);
    }

    private static IQueryable<QueuedDeletion> Pictures(MediaDb db, TrashQuery query, DateTimeOffset now)
    {
        var lately = now - Farewell;
        return DeletionList.In(db, new(query.Search, query.Client)).Where(d => d.Origin == DeletionOrigin.Trash
            && (d.State == DeletionState.Waiting || d.State == DeletionState.Deleting || (d.EndedAt > lately && (d.State == DeletionState.Deleted || d.State == DeletionState.AlreadyGone))));
    }

    private static IQueryable<Product> Products(MediaDb db, TrashQuery query)
    {
        var products = db.Set<Product>().IgnoreQueryFilters().Where(p => p.TrashId != null);
        foreach (var word in Folding.Fold(query.Search.Replace("\0", "")).Split(' ', StringSplitOptions.RemoveEmptyEntries)) products = products.Where(p => p.SearchText.Contains(word));
        return query.Client.Replace("\0", "") is { Length: > 0 } code ? products.Where(p => db.Set<Client>().Any(c => c.Id == p.ClientId && c.Code == code)) : products;
    }

    private async Task<IReadOnlyList<TrashedAct>> ActsAsync(MediaDb db, List<Guid> acts, List<long> ids, CancellationToken ct)
    {
        var pictures = await PicturesAsync(db, acts, ids, ct);
        var sums = await db.Set<QueuedDeletion>().Where(d => EF.Parameter(acts).Contains(d.OperationId) && d.Origin == DeletionOrigin.Trash && d.State != DeletionState.Undone)
            .GroupBy(d => d.OperationId).Select(g => new
            {
                Act = g.Key,
                ActorName = g.Min(d => d.ActorName),
                RequestedAt = g.Min(d => d.RequestedAt),
                Until = g.Max(d => d.State == DeletionState.Waiting && d.TriedAt == null ? (DateTimeOffset?)d.NotBefore : null),
                Pictures = g.Count(),
                Restorable = g.Count(d => d.State == DeletionState.Waiting && d.TriedAt == null),
            }).ToDictionaryAsync(a => a.Act, ct);
        var products = await db.Set<Product>().IgnoreQueryFilters().Where(p => p.TrashId != null && EF.Parameter(acts).Contains(p.TrashId.Value))
            .Select(p => new { Act = p.TrashId!.Value, At = p.TrashedAt!.Value, View = new TrashedProduct(p.Id, db.Set<Client>().Where(c => c.Id == p.ClientId).Select(c => c.Code).First(), p.Sku, p.Name) })
            .ToDictionaryAsync(p => p.Act, ct);
        return [.. acts.Select(act =>
        {
            var (sum, product) = (sums.GetValueOrDefault(act), products.GetValueOrDefault(act));
            return new TrashedAct(act, product?.View, sum?.ActorName, sum?.RequestedAt ?? product!.At, sum?.Until ?? product?.At + options.Value.UndoWindow,
                sum?.Pictures ?? 0, sum?.Restorable ?? 0, [.. pictures[act]]);
        })];
    }

    private async Task<ILookup<Guid, TrashedPicture>> PicturesAsync(MediaDb db, List<Guid> acts, List<long> ids, CancellationToken ct)
    {
        var views = await entries.ReadAsync(db, db.Set<QueuedDeletion>().Where(d => EF.Parameter(ids).Contains(d.Id)), ct);
        var assets = views.Select(v => v.AssetId!.Value).ToList();
        var placements = db.Set<Placement>().IgnoreQueryFilters();
        var left = placements.Where(l => l.TrashId != null && EF.Parameter(acts).Contains(l.TrashId.Value) && EF.Parameter(assets).Contains(l.AssetId)).Select(l => new { l.Id, l.AssetId, l.ProductId, l.VariantId });
        // Where another took its place in a merge the placement stayed.
        var given = db.Set<Repointing>().Where(r => r.AssetId == r.GoneId && EF.Parameter(assets).Contains(r.GoneId)).Join(placements, r => r.PlacementId, l => l.Id, (r, l) => new { l.Id, AssetId = r.GoneId, l.ProductId, l.VariantId });
        var places = (await (from placed in left.Union(given)
                             join product in db.Set<Product>() on placed.ProductId equals product.Id
                             orderby product.TrashedAt != null, placed.Id
                             select new { placed.AssetId, product.Id, product.Sku, IsGone = product.TrashedAt != null, Variant = product.Variants.Where(v => v.Id == placed.VariantId).Select(v => v.Name).FirstOrDefault() })
            .ToListAsync(ct)).ToLookup(p => p.AssetId, p => new FormerPlace(p.Id, p.Sku, p.Variant, p.IsGone));
        return views.OrderBy(v => v.Id).ToLookup(v => v.Operation, v =>
        {
            var had = places[v.AssetId!.Value].ToList();
            // Once it is gone only the entry knows where it was.
            return new TrashedPicture(v, had.Count > 0 ? had[0] : v.ProductId is { } product ? new(product, v.ProductSku, null, IsGone: false) : null, Math.Max(0, had.Count - 1));
        });
    }
}
