using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Editing;

/// <summary>Saves what somebody collected on the edit page of a product: one transaction, all of it or nothing, and the same few statements for two hundred pictures as for five.</summary>
public sealed class ProductEdits(IDbContextFactory<MediaDb> dbs, Galleries galleries, Trash trash, Announcements news, TimeProvider clock)
{
    public async Task<EditOutcome> SaveAsync(ProductEdit edit, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        foreach (var (asset, words) in edit.Words)
            if (words.Wanted.Check() is { } fault) return new EditOutcome.Refused(fault, asset);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<Product>().Where(p => p.Id == edit.ProductId).Select(p => (long?)p.ClientId).FirstOrDefaultAsync(ct) is not { } client) return new EditOutcome.NoSuchProduct();
        await db.LockAsync([.. Locks(edit, client)], ct);
        // Pictures before the product, as everybody does who changes both. What returns early is taken back with the transaction.
        if (await DescribeAsync(db, edit, ct) is { } overtaken) return overtaken;
        if (await RenameAsync(db, edit, ct) is { } rename) return rename;
        var (stop, removed) = await ArrangeAsync(db, edit, by, ct);
        if (stop is not null) return stop;
        await transaction.CommitAsync(ct);
        await TellAsync(edit, removed, by);
        return new EditOutcome.Saved(removed?.Trashed);
    }

    /// <summary>All at the beginning, in the order in which others take some of them.</summary>
    private static IEnumerable<string> Locks(ProductEdit edit, long client)
    {
        if (edit.Removals.Count + edit.Words.Count > 0) yield return QueuedDeletion.Turn; // for words too: an import holds it while it goes from products to pictures
        if (edit.Words.Count > 0) yield return AssetWords.Turn;
        if ((edit.Sku ?? edit.Name) is null) yield break;
        yield return ProductEditor.WordsLock(edit.ProductId);
        yield return ProductEditor.SkuTurn(client);
    }

    private static async Task<EditOutcome?> DescribeAsync(MediaDb db, ProductEdit edit, CancellationToken ct)
    {
        if (edit.Words.Count == 0) return null;
        var (_, overtaken) = await AssetWording.DescribeEachAsync(db, edit.Words.ToDictionary(w => w.Key, w => w.Value.Wanted), edit.Words.ToDictionary(w => w.Key, w => w.Value.Seen), ct);
        return overtaken.Count > 0 ? new EditOutcome.Overtaken() : null;
    }

    private static async Task<EditOutcome?> RenameAsync(MediaDb db, ProductEdit edit, CancellationToken ct)
    {
        if ((edit.Sku ?? edit.Name) is null) return null;
        var seen = await db.Set<Product>().Where(p => p.Id == edit.ProductId).Select(p => new { p.Sku, p.Name }).FirstOrDefaultAsync(ct);
        if (seen is null) return new EditOutcome.NoSuchProduct();
        if (IsOvertaken(edit.Sku, seen.Sku) || IsOvertaken(edit.Name, seen.Name)) return new EditOutcome.Overtaken();
        var (product, fault) = await ProductEditor.RenameAsync(db, edit.ProductId, edit.Sku?.Wanted, edit.Name?.Wanted, ct);
        if (product is null) return new EditOutcome.NoSuchProduct();
        if (fault is not null) return new EditOutcome.Refused(fault);
        await db.SaveChangesAsync(ct);
        return null;
    }

    private static bool IsOvertaken(TextEdit? edit, string now) => edit is not null && now != edit.Seen && now != edit.Wanted.Trim();

    private async Task<(EditOutcome? Stop, TrashPut? Removed)> ArrangeAsync(MediaDb db, ProductEdit edit, Actor by, CancellationToken ct)
    {
        if (edit.Removals.Count + edit.Orders.Count == 0) return (null, null);
        if (!await GalleryOrder.RaiseAsync(db, edit.ProductId, edit.Orders.Count > 0 ? edit.Version : null, ct)) return (new EditOutcome.Overtaken(), null);
        var current = (await db.Set<Placement>().Where(l => l.ProductId == edit.ProductId).OrderBy(l => l.Position).Select(l => new { l.VariantId, l.AssetId }).ToListAsync(ct))
            .ToLookup(l => l.VariantId, l => l.AssetId);
        var going = edit.Removals.Intersect(current.SelectMany(g => g)).ToHashSet(); // what has left meanwhile is left alone
        var orders = edit.Orders.Select(wish => (Wish: wish, Current: (IReadOnlyList<long>)[.. current[wish.VariantId].Where(a => !going.Contains(a))])).ToList();
        if (orders.Select(o => GalleryOrder.Check(o.Wish.AssetIds, o.Current)).FirstOrDefault(f => f is not null) is { } fault) return (new EditOutcome.Refused(fault), null);
        var removed = going.Count > 0 ? await trash.PutAsync(db, new DeletionTarget.Assets(going), by, ct) : null;
        await GalleryOrder.ArrangeAsync(db, edit.ProductId, orders, by, clock.GetUtcNow(), ct);
        return (null, removed);
    }

    private async Task TellAsync(ProductEdit edit, TrashPut? removed, Actor by)
    {
        if (edit.Words.Count > 0) news.Publish(AssetsChanged.Topic, new AssetsChanged());
        if ((edit.Sku ?? edit.Name) is not null) news.Publish(ProductsChanged.Topic, new ProductsChanged());
        if (removed is not null) await trash.TellAsync(removed, by);
        else await galleries.AnnounceAsync([edit.ProductId], CancellationToken.None); // also for its words and those of its pictures: its page shows both
    }
}
