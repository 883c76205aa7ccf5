using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads;

public enum RetryOutcome { Queued, NotFailed, BytesGone }

/// <summary>What a person can do with uploads that are under way: try again, take back, decide about duplicates. Own uploads only, Admins all.</summary>
public sealed class UploadControl(
    IDbContextFactory<MediaDb> dbs, JobScheduler jobs, Staging staging, UploadLocks locks, UploadBoard board, IMediaStore store, Galleries galleries,
    IOptions<UploadOptions> options, TimeProvider clock)
{
    /// <summary>Tries a failed upload again. Not possible once its bytes are gone: the file has to be chosen again.</summary>
    public async Task<RetryOutcome> RetryAsync(Guid id, Actor by, CancellationToken ct)
    {
        if (await FindAsync(u => u.Id == id && u.State == UploadState.Failed, by, ct) is not [var upload]) return RetryOutcome.NotFailed;
        return await RequeueAsync([upload], keepDuplicate: false, ct) == 1 ? RetryOutcome.Queued : RetryOutcome.BytesGone;
    }

    /// <summary>Tries all failed uploads of a batch again whose bytes are still here, and says how many those are.</summary>
    public async Task<int> RetryFailedAsync(Guid batch, Actor by, CancellationToken ct) =>
        await RequeueAsync(await FindAsync(u => u.BatchId == batch && u.State == UploadState.Failed, by, ct), keepDuplicate: false, ct);

    /// <summary>Takes an upload back, wherever it is on its way; false when it is in the library already, or not the actor's.</summary>
    public async Task<bool> CancelAsync(Guid id, Actor by, CancellationToken ct)
    {
        var found = await FindAsync(u => u.Id == id && u.State != UploadState.Stored && u.State != UploadState.Cancelled, by, ct);
        return await CancelAsync(found, ct) == 1;
    }

    /// <summary>Takes back what of a batch is not in the library yet.</summary>
    public async Task<int> CancelBatchAsync(Guid batch, Actor by, CancellationToken ct) =>
        await CancelAsync(await FindAsync(u => u.BatchId == batch && u.State != UploadState.Stored && u.State != UploadState.Cancelled, by, ct), ct);

    public Task UseExistingAsync(Guid id, Actor by, CancellationToken ct) => DecideAsync(u => u.Id == id, useExisting: true, by, ct);

    public Task KeepBothAsync(Guid id, Actor by, CancellationToken ct) => DecideAsync(u => u.Id == id, useExisting: false, by, ct);

    /// <summary>Decides about all duplicates of a batch at once.</summary>
    public Task ResolveDuplicatesAsync(Guid batch, bool useExisting, Actor by, CancellationToken ct) => DecideAsync(u => u.BatchId == batch, useExisting, by, ct);

    private async Task DecideAsync(System.Linq.Expressions.Expression<Func<Upload, bool>> which, bool useExisting, Actor by, CancellationToken ct)
    {
        var duplicates = (await FindAsync(which, by, ct)).Where(u => u.State == UploadState.Duplicate).ToList();
        if (!useExisting) await RequeueAsync(duplicates, keepDuplicate: true, ct);
        else foreach (var upload in duplicates) await UseExistingAsync(upload, ct);
    }

    /// <summary>Puts the picture that is there already into the gallery, and drops the bytes that came.</summary>
    private async Task UseExistingAsync(Upload upload, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var asset = await db.Set<Asset>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == upload.AssetId && a.TrashedAt == null, ct);
        if (asset is null) // deleted meanwhile: then the new bytes are wanted after all
        {
            await RequeueAsync([upload], keepDuplicate: true, ct);
            return;
        }
        db.Attach(upload);
        upload.FinishStoring(asset.Id, clock.GetUtcNow());
        if (!await SaveAsync(db, ct)) return;
        if (upload.ProductId is { } product)
            await Galleries.PlaceAsync(db, asset.Id, product, upload.VariantId, await DroppedOrder.PlaceAsync(db, upload, ct), ct);
        await transaction.CommitAsync(ct);
        staging.Remove(upload.Id);
        board.Announce(upload, new(asset.Store, asset.StoreKey, asset.StoreVersion));
        if (upload.ProductId is { } changed) await galleries.AnnounceAsync(changed, CancellationToken.None);
    }

    private async Task<int> RequeueAsync(IReadOnlyList<Upload> uploads, bool keepDuplicate, CancellationToken ct)
    {
        var here = uploads.Where(u => staging.Has(u.Id, u.Length)).ToList();
        if (here.Count == 0) return 0;
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.AttachRange(here);
        foreach (var upload in here) upload.Requeue(keepDuplicate);
        if (!await SaveAsync(db, ct)) return 0;
        await jobs.CommitAndStartAsync(transaction, [.. here.Select(u => StoreUploadJob.Order(u.Id, options.Value))], ct);
        foreach (var upload in here) board.Announce(upload);
        return here.Count;
    }

    private async Task<int> CancelAsync(IReadOnlyList<Upload> uploads, CancellationToken ct)
    {
        var cancelled = 0;
        foreach (var upload in uploads)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            db.Attach(upload);
            upload.Cancel();
            if (!await SaveAsync(db, ct)) continue;
            board.Announce(upload);
            cancelled++;
            await jobs.CancelAsync(StoreUploadJob.Key(upload.Id), ct);
            using var hold = await locks.TakeAsync(upload.Id, ct); // ends a request that is still sending
            staging.Remove(upload.Id);
            if (upload.StoreKey.Length > 0) await ForgetStoredAsync(upload.StoreKey, ct);
        }
        return cancelled;
    }

    /// <summary>What the store may have taken already goes again; if that cannot be done now, the sweep does it.</summary>
    private async Task ForgetStoredAsync(string key, CancellationToken ct)
    {
        try
        {
            await store.DeleteAsync(key, ct);
        }
        catch (StorageException e) when (e.IsTransient)
        {
            return;
        }
        await using var db = await dbs.CreateDbContextAsync(ct);
        await db.Set<Upload>().Where(u => u.StoreKey == key && u.State == UploadState.Cancelled).ExecuteUpdateAsync(u => u.SetProperty(x => x.StoreKey, ""), ct);
    }

    private async Task<List<Upload>> FindAsync(System.Linq.Expressions.Expression<Func<Upload, bool>> which, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var everybodys = by.Is(Role.Admin);
        return await db.Set<Upload>().AsNoTracking().Where(which).Where(u => everybodys || u.Owner == by.Id).OrderBy(u => u.Ordinal).ToListAsync(ct);
    }

    private static async Task<bool> SaveAsync(MediaDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // its state changed in this very moment: the page shows the new one
        }
    }
}
