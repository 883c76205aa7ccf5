using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Live;
using MediaAdmin.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

/// <summary>What went to the trash by one act: how many pictures, and until when it can be undone.</summary>
public sealed record Trashed(Guid Operation, int Removed, DateTimeOffset NotBefore);

/// <summary>What went to the trash, the products whose galleries lost something by it, and whether one went itself.</summary>
sealed record TrashPut(Trashed Trashed, IReadOnlyCollection<long> Products, bool IsProduct);

/// <summary>
/// What came back by an undo, of how many that were asked for, and whether a product came back with them; for the others it was too late. With <paramref name="SkuTaken"/> nothing came back:
/// another product has the SKU of the one that was deleted, and one of the two must get another first.
/// </summary>
public sealed record Restored(int Back, int Asked, int Products = 0, bool SkuTaken = false);

/// <summary>
/// Takes pictures off every gallery and list at once and brings them back. Nothing remote is touched: each picture gets its entry in the deletion
/// queue in the same transaction. The number of statements is the same for one picture and for a hundred thousand.
/// </summary>
public sealed partial class Trash(
    IDbContextFactory<MediaDb> dbs, Galleries galleries, PurgeSchedule purge, Announcements news, IOptions<DeletionOptions> options, TimeProvider clock, ILogger<Trash> log)
{
    /// <summary>What is in the trash already stays as it is and does not count. It can be undone for the undo window, or for <paramref name="atLeast"/> when that is longer.</summary>
    public async Task<Trashed> PutAsync(DeletionTarget target, Actor by, CancellationToken ct, TimeSpan atLeast = default)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var put = await PutAsync(db, target, by, ct, atLeast);
        await transaction.CommitAsync(ct);
        await TellAsync(put, by);
        if (target is DeletionTarget.Merged { TakeWords: true }) news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return put.Trashed;
    }

    /// <summary>The same inside the caller's transaction; once that is committed, <see cref="TellAsync"/>.</summary>
    internal async Task<TrashPut> PutAsync(MediaDb db, DeletionTarget target, Actor by, CancellationToken ct, TimeSpan atLeast = default)
    {
        var (act, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
        var notBefore = now + (atLeast > options.Value.UndoWindow ? atLeast : options.Value.UndoWindow);
        await db.LockAsync(QueuedDeletion.Turn, ct);
        List<TouchedPlacements>? repointed = null;
        if (target is DeletionTarget.Merged merged) (target, repointed) = await Merging.RepointAsync(db, merged, act, ct);
        await target.In(db).ExecuteUpdateAsync(a => a.SetProperty(x => x.TrashedAt, now).SetProperty(x => x.TrashId, act), ct);
        await HideAsync(db, act, target is DeletionTarget.OfProduct(var id) ? id : null, now, ct);
        if (target is DeletionTarget.OfProduct(var left)) await OwedWords.NoteProductsAsync(db, [left], WordParts.Texts | WordParts.Fewer, ct);
        var removed = await QueueAsync(db, act, by, notBefore, ct);
        var touched = repointed ?? await TouchedAsync(db.Set<Placement>().IgnoreQueryFilters().Where(l => l.TrashId == act), ct);
        long[] products = [.. touched.Select(t => t.ProductId).Concat(target is DeletionTarget.OfProduct(var whole) ? [whole] : []).Distinct()];
        await GalleryDiary.NoteAsync(db, touched, repointed is null ? GalleryChange.Removed : GalleryChange.Replaced, by, now, ct);
        return new(new(act, removed, notBefore), products, target is DeletionTarget.OfProduct);
    }

    /// <summary>Says so to the log, to the purge and to every page.</summary>
    internal async Task TellAsync(TrashPut put, Actor by)
    {
        var (act, removed, notBefore) = put.Trashed;
        LogTrashed(act, removed, put.Products.Count, by.Id, notBefore);
        if (removed > 0) purge.Wake(notBefore);
        await AnnounceAsync(act, by.Id, put.Products, put.IsProduct);
    }

    /// <summary>Brings back what of these pictures can still be brought back.</summary>
    public Task<Restored> RestoreAsync(IReadOnlyCollection<long> assets, Actor by, CancellationToken ct) =>
        RestoreAsync(null, d => EF.Parameter(assets).Contains(d.AssetId!.Value), by, ct);

    /// <summary>Takes back a whole act, also the product that went with it.</summary>
    public Task<Restored> RestoreAsync(Guid act, Actor by, CancellationToken ct) => RestoreAsync(act, d => d.OperationId == act, by, ct);

    private async Task<Restored> RestoreAsync(Guid? act, System.Linq.Expressions.Expression<Func<QueuedDeletion, bool>> which, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        var (undo, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(QueuedDeletion.Turn, ct);
        if (act is not null && await IsSkuTakenAsync(db, act.Value, ct)) return new(0, 0, SkuTaken: true);
        var asked = await db.Set<QueuedDeletion>().Where(which).CountAsync(d => d.Origin == DeletionOrigin.Trash && d.State != DeletionState.Undone, ct);
        // The purge claims by the same condition: one of the two finds the row changed and leaves it alone.
        var back = await db.Set<QueuedDeletion>().Where(which)
            .Where(d => d.Origin == DeletionOrigin.Trash && d.State == DeletionState.Waiting && d.TriedAt == null)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeletionState.Undone).SetProperty(x => x.ClaimId, undo).SetProperty(x => x.EndedAt, now), ct);
        var (touched, whole) = await ShowAsync(db, undo, act, ct);
        long[] products = [.. touched.Select(t => t.ProductId).Concat(whole is { } id ? [id] : []).Distinct()];
        await GalleryDiary.NoteAsync(db, touched, GalleryChange.Restored, by, now, ct);
        var reworded = await MergedWords.GiveBackAsync(db, db.Set<QueuedDeletion>().Where(d => d.ClaimId == undo).Select(d => d.OperationId), ct);
        var acts = await db.Set<QueuedDeletion>().Where(d => d.ClaimId == undo).GroupBy(d => new { d.OperationId, d.Actor }).Select(g => new { g.Key.OperationId, g.Key.Actor, Back = g.Count() }).ToListAsync(ct);
        await transaction.CommitAsync(ct);
        if (reworded) news.Publish(AssetsChanged.Topic, new AssetsChanged());
        if (whole is not null) LogProductRestored(by.Id, act!.Value);
        foreach (var one in acts)
        {
            LogRestored(one.Back, by.Id, one.OperationId);
            news.Tell(one.OperationId, one.Actor);
        }
        await AnnounceAsync(act ?? undo, by.Id, products, act is not null);
        return new(back, asked, whole is null ? 0 : 1);
    }

    private static async Task<bool> IsSkuTakenAsync(MediaDb db, Guid act, CancellationToken ct)
    {
        var product = await db.Set<Product>().IgnoreQueryFilters().Where(p => p.TrashId == act).Select(p => new { p.ClientId, p.Sku }).FirstOrDefaultAsync(ct);
        if (product is null) return false;
        await db.LockAsync(ProductEditor.SkuTurn(product.ClientId), ct);
        return await db.Set<Product>().AnyAsync(p => p.ClientId == product.ClientId && p.Sku == product.Sku, ct);
    }

    /// <summary>The galleries' versions first: that locks their products, in the order in which an arriving picture does it too.</summary>
    private static async Task HideAsync(MediaDb db, Guid act, long? product, DateTimeOffset now, CancellationToken ct)
    {
        var assets = db.Set<Asset>().IgnoreQueryFilters().Where(a => a.TrashId == act).Select(a => a.Id);
        var placements = db.Set<Placement>().IgnoreQueryFilters().Where(l => l.TrashId == null);
        placements = product is null ? placements.Where(l => assets.Contains(l.AssetId)) : placements.Where(l => l.ProductId == product || assets.Contains(l.AssetId));
        await db.Set<Product>().Where(p => placements.Select(l => l.ProductId).Contains(p.Id))
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        await placements.ExecuteUpdateAsync(l => l.SetProperty(x => x.TrashId, act), ct);
        if (product is not null)
            await db.Set<Product>().Where(p => p.Id == product).ExecuteUpdateAsync(p => p.SetProperty(x => x.TrashedAt, now).SetProperty(x => x.TrashId, act), ct);
    }

    /// <summary>One entry for each picture of the act, made by the database out of what it knows.</summary>
    // IS NOT DISTINCT FROM: PostgreSQL, which does not know yet how many placements have just gone, would look for those of every single asset among all of them.
    private static Task<int> QueueAsync(MediaDb db, Guid act, Actor by, DateTimeOffset notBefore, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        INSERT INTO "Deletions" ("OperationId", "Origin", "AssetId", "FileName", "Bytes", "Store", "StoreKey", "StoreVersion", "ResourceType", "ClientId",
            "ProductId", "ProductSku", "Actor", "ActorName", "RequestedAt", "TraceParent", "NotBefore", "DueAt", "State", "Attempts", "Error", "Answer", "EndReason")
        SELECT a."TrashId", {nameof(DeletionOrigin.Trash)}, a."Id", a."FileName", a."Bytes", a."Store", a."StoreKey", a."StoreVersion", {QueuedDeletion.Image}, a."ClientId",
            p."Id", COALESCE(p."Sku", ''), {by.Id}, {by.Name}, a."TrashedAt", {Tracing.Current}, {db.Moment(notBefore)}, {db.Moment(notBefore)}, {nameof(DeletionState.Waiting)}, 0, '', '', ''
        FROM "Assets" a
        LEFT JOIN "Products" p ON p."Id" = (SELECT l."ProductId" FROM "Placements" l WHERE l."AssetId" = a."Id" AND l."TrashId" IS NOT DISTINCT FROM a."TrashId" ORDER BY l."Id" LIMIT 1)
        WHERE a."TrashId" = {act} ORDER BY a."Id"
        """, ct);

    /// <summary>
    /// What the undo claimed comes into sight again, where it stood: every placement of which neither the picture nor the product is in the trash any more, by whatever
    /// acts they had gone. Returns the galleries that changed, and the product that came back with them.
    /// </summary>
    private static async Task<(List<TouchedPlacements> Touched, long? Whole)> ShowAsync(MediaDb db, Guid undo, Guid? act, CancellationToken ct)
    {
        var (assets, products) = (db.Set<Asset>(), db.Set<Product>());
        var claimed = db.Set<QueuedDeletion>().Where(d => d.ClaimId == undo).Select(d => d.AssetId);
        await assets.IgnoreQueryFilters().Where(a => claimed.Contains(a.Id))
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.TrashedAt, (DateTimeOffset?)null).SetProperty(x => x.TrashId, (Guid?)null), ct);
        var whole = await products.IgnoreQueryFilters().Where(p => p.TrashId == act && act != null).Select(p => (long?)p.Id).FirstOrDefaultAsync(ct);
        await products.IgnoreQueryFilters().Where(p => p.Id == whole)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.TrashedAt, (DateTimeOffset?)null).SetProperty(x => x.TrashId, (Guid?)null), ct);
        await Merging.ReturnAsync(db, claimed, ct);
        if (whole is { } back) await OwedWords.NoteProductsAsync(db, [back], WordParts.Texts, ct);
        var repointed = Merging.Repointed(db, claimed).Select(l => l.Id);
        var changed = db.Set<Placement>().IgnoreQueryFilters().Where(l => ((l.TrashId != null && (claimed.Contains(l.AssetId) || l.ProductId == whole)) || repointed.Contains(l.Id))
            && assets.Any(a => a.Id == l.AssetId && a.TrashedAt == null) && products.Any(p => p.Id == l.ProductId && p.TrashedAt == null));
        var touched = await TouchedAsync(changed, ct);
        await products.Where(p => changed.Select(l => l.ProductId).Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        await changed.ExecuteUpdateAsync(l => l.SetProperty(x => x.TrashId, (Guid?)null), ct);
        await Merging.ForgetAsync(db, claimed, ct);
        return (touched, whole);
    }

    private static Task<List<TouchedPlacements>> TouchedAsync(IQueryable<Placement> placements, CancellationToken ct) =>
        placements.GroupBy(l => new { l.ProductId, l.VariantId }).Select(g => new TouchedPlacements(g.Key.ProductId, g.Key.VariantId, g.Count())).ToListAsync(ct);

    private async Task AnnounceAsync(Guid act, string actor, IReadOnlyCollection<long> products, bool productToo)
    {
        news.Tell(act, actor);
        if (productToo) news.Publish(ProductsChanged.Topic, new ProductsChanged());
        await galleries.AnnounceAsync(products, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Information, "Trashed {Pictures} pictures of {Products} products, operation {Operation}, by {Actor}; restorable until {NotBefore}")]
    private partial void LogTrashed(Guid operation, int pictures, int products, string actor, DateTimeOffset notBefore);

    [LoggerMessage(LogLevel.Information, "{Back} pictures brought back by {Actor}, operation {Operation}")]
    private partial void LogRestored(int back, string actor, Guid operation);

    [LoggerMessage(LogLevel.Information, "A product brought back by {Actor}, operation {Operation}")]
    private partial void LogProductRestored(string actor, Guid operation);
}
