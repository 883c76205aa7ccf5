using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>A batch in the list of earlier ones; its counts are counted, never kept.</summary>
public sealed record UploadBatchRow(Guid Id, DateTimeOffset CreatedAt, string OwnerName, long? ProductId, string? ProductSku, int Files, long Bytes, int Stored, int Failed, int Open);

/// <summary>A file that took the place of another under the same picture.</summary>
public sealed record ReplacedFile(DateTimeOffset At, string FileName, string OwnerName);

/// <summary>Reads uploads for pages and programs. One sees one's own, Admins see all; on a product's page everybody sees what is on its way there.</summary>
public sealed class UploadList(IDbContextFactory<MediaDb> dbs, UploadBoard board, Pauses pauses, TimeProvider clock)
{
    public const int BatchesPerPage = 20;
    private static readonly TimeSpan FailuresShown = TimeSpan.FromDays(1);

    /// <summary>All files of a batch in the order in which they were dropped.</summary>
    public async Task<IReadOnlyList<UploadView>> OfBatchAsync(Guid batch, Actor by, CancellationToken ct)
    {
        var all = by.Is(Role.Admin);
        return await ReadAsync(u => u.Where(x => x.BatchId == batch && (all || x.Owner == by.Id)), ct);
    }

    /// <summary>What is on its way to a product: all that is not over, and what failed within the last day.</summary>
    public async Task<IReadOnlyList<UploadView>> OfProductAsync(long product, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - FailuresShown;
        return await ReadAsync(u => u.Where(x => x.ProductId == product && x.State != UploadState.Stored && x.State != UploadState.Cancelled
            && (x.State != UploadState.Failed || x.CreatedAt > since)), ct);
    }

    /// <summary>The actor's own uploads that are not over.</summary>
    public async Task<IReadOnlyList<UploadView>> RunningAsync(Actor by, CancellationToken ct) =>
        await ReadAsync(u => u.Where(x => x.Owner == by.Id
            && (x.State == UploadState.Receiving || x.State == UploadState.Queued || x.State == UploadState.Storing || x.State == UploadState.Duplicate)), ct);

    public async Task<UploadView?> FindAsync(Guid id, Actor by, CancellationToken ct)
    {
        var all = by.Is(Role.Admin);
        return await ReadAsync(u => u.Where(x => x.Id == id && (all || x.Owner == by.Id)), ct) is [var view] ? view : null;
    }

    /// <summary>Earlier batches, newest first.</summary>
    public async Task<Page<UploadBatchRow>> BatchesAsync(Actor by, int page, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var all = by.Is(Role.Admin);
        var batches = db.Set<UploadBatch>().Where(b => all || b.Owner == by.Id);
        var total = await batches.CountAsync(ct);
        var number = Math.Max(1, page);
        var (uploads, products) = (db.Set<Upload>(), db.Set<Product>());
        var rows = await batches.OrderByDescending(b => b.CreatedAt).Skip(Paging.Before(number, BatchesPerPage, total)).Take(BatchesPerPage)
            .Select(b => new UploadBatchRow(b.Id, b.CreatedAt, b.OwnerName, b.ProductId,
                products.Where(p => p.Id == b.ProductId).Select(p => p.Sku).FirstOrDefault(),
                uploads.Count(u => u.BatchId == b.Id),
                uploads.Where(u => u.BatchId == b.Id).Sum(u => u.Length),
                uploads.Count(u => u.BatchId == b.Id && u.State == UploadState.Stored),
                uploads.Count(u => u.BatchId == b.Id && u.State == UploadState.Failed),
                uploads.Count(u => u.BatchId == b.Id && u.State != UploadState.Stored && u.State != UploadState.Failed && u.State != UploadState.Cancelled)))
            .ToListAsync(ct);
        return new(rows, total, number, BatchesPerPage);
    }

    /// <summary>The files by which a picture was replaced, the latest first; told to everybody who may see the picture.</summary>
    public async Task<IReadOnlyList<ReplacedFile>> ReplacementsAsync(long asset, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await (from upload in db.Set<Upload>()
                      where upload.AssetId == asset && upload.ReplacesAssetId == asset && upload.State == UploadState.Stored && upload.StoredAt != null
                      join batch in db.Set<UploadBatch>() on upload.BatchId equals batch.Id
                      orderby upload.StoredAt descending
                      select new ReplacedFile(upload.StoredAt!.Value, upload.FileName, batch.OwnerName)).ToListAsync(ct);
    }

    private async Task<IReadOnlyList<UploadView>> ReadAsync(Func<IQueryable<Upload>, IQueryable<Upload>> which, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var rows = await (from upload in which(db.Set<Upload>().AsNoTracking())
                          join picture in db.Set<Asset>() on upload.AssetId equals (long?)picture.Id into pictures
                          from asset in pictures.DefaultIfEmpty()
                          orderby upload.BatchId, upload.Ordinal
                          select new { Upload = upload, Picture = asset == null ? null : new StoredPicture(asset.Store, asset.StoreKey, asset.StoreVersion) }).ToListAsync(ct);
        var views = rows.Select(r => board.View(r.Upload, r.Picture));
        if (rows.All(r => r.Upload.State != UploadState.Queued)) return [.. views];
        var pause = await pauses.FindAsync(StoreUploadJob.Queue, ct);
        return pause is { IsByHand: false } && pause.Until > clock.GetUtcNow() ? [.. views.Select(v => Waiting(v, pause.Until))] : [.. views];
    }

    /// <summary>The store serves nobody until then: that holds for every file that waits, also for those that nobody has tried to store yet.</summary>
    private static UploadView Waiting(UploadView view, DateTimeOffset until) =>
        view.State == UploadState.Queued ? view with { Fault = UploadFault.StoreUnavailable, NextAttemptAt = until } : view;
}
