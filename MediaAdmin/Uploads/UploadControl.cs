using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

public enum RetryOutcome { Queued, NotFailed, BytesGone }

public enum DecisionOutcome { Done, NotFound, NotDuplicate, BytesGone }

/// <summary>What a person can do with uploads that are under way: try again, take back, decide about duplicates. Own uploads only, Admins all.</summary>
public sealed class UploadControl(
    IDbContextFactory<MediaDb> dbs, JobScheduler jobs, Staging staging, UploadLocks locks, UploadBoard board, IMediaStore store, Galleries galleries, BatchEnd batches,
    TimeProvider clock)
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

    /// <summary>Tries failed uploads again whose bytes are still here, and says how many those are: those with these ids, or all that failed so, or all.</summary>
    public async Task<int> RetryFailedAsync(UploadFault? fault, IReadOnlyCollection<Guid>? ids, Actor by, CancellationToken ct) =>
        await RequeueAsync(await FindAsync(Failed(fault, ids), by, ct), keepDuplicate: false, ct);

    /// <summary>Takes failed uploads back, by a fixed number of statements; says how many. What the store may hold of them goes with the next sweep.</summary>
    public async Task<int> GiveUpFailedAsync(UploadFault? fault, IReadOnlyCollection<Guid>? ids, Actor by, CancellationToken ct)
    {
        var found = (await FindAsync(Failed(fault, ids), by, ct)).Select(u => u.Id).ToList();
        await using var db = await dbs.CreateDbContextAsync(ct);
        var uploads = db.Set<Upload>().Where(u => EF.Parameter(found).Contains(u.Id));
        await uploads.Where(u => u.State == UploadState.Failed).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Cancelled), ct);
        var gone = await uploads.AsNoTracking().Where(u => u.State == UploadState.Cancelled).ToListAsync(ct);
        staging.Remove(gone.Select(u => u.Id).ToHashSet());
        foreach (var upload in gone) board.Announce(upload);
        return gone.Count;
    }

    /// <summary>Takes an upload back, wherever it is on its way; false when it is in the library already, or not the actor's.</summary>
    public async Task<bool> CancelAsync(Guid id, Actor by, CancellationToken ct)
    {
        var found = await FindAsync(u => u.Id == id && u.State != UploadState.Stored && u.State != UploadState.Cancelled, by, ct);
        return await CancelAsync(found, ct) == 1;
    }

    /// <summary>Takes back what of a batch is not in the library yet.</summary>
    public async Task<int> CancelBatchAsync(Guid batch, Actor by, CancellationToken ct) =>
        await CancelAsync(await FindAsync(u => u.BatchId == batch && u.State != UploadState.Stored && u.State != UploadState.Cancelled, by, ct), ct);

    public Task<DecisionOutcome> UseExistingAsync(Guid id, Actor by, CancellationToken ct) => DecideAsync(id, useExisting: true, by, ct);

    public Task<DecisionOutcome> KeepBothAsync(Guid id, Actor by, CancellationToken ct) => DecideAsync(id, useExisting: false, by, ct);

    /// <summary>Decides about all duplicates of a batch at once.</summary>
    public async Task ResolveDuplicatesAsync(Guid batch, bool useExisting, Actor by, CancellationToken ct)
    {
        var duplicates = await FindAsync(u => u.BatchId == batch && u.State == UploadState.Duplicate, by, ct);
        if (!useExisting) await RequeueAsync(duplicates, keepDuplicate: true, ct);
        else foreach (var upload in duplicates) await UseExistingAsync(upload, ct);
    }

    private async Task<DecisionOutcome> DecideAsync(Guid id, bool useExisting, Actor by, CancellationToken ct)
    {
        if (await FindAsync(u => u.Id == id, by, ct) is not [var upload]) return DecisionOutcome.NotFound;
        if (upload.State != UploadState.Duplicate) return DecisionOutcome.NotDuplicate;
        if (useExisting) return await UseExistingAsync(upload, ct) ? DecisionOutcome.Done : DecisionOutcome.NotDuplicate;
        return await RequeueAsync([upload], keepDuplicate: true, ct) == 1 ? DecisionOutcome.Done : DecisionOutcome.BytesGone;
    }

    /// <summary>
    /// Puts the picture that is there already into the gallery, and drops the bytes that came. False when somebody else decided in this
    /// very moment.
    /// </summary>
    private async Task<bool> UseExistingAsync(Upload upload, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(Asset.TrashTurn, ct);
        var asset = await db.Set<Asset>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == upload.AssetId, ct);
        if (asset is null) // deleted meanwhile: then the new bytes are wanted after all
        {
            await transaction.DisposeAsync();
            return await RequeueAsync([upload], keepDuplicate: true, ct) == 1;
        }
        db.Attach(upload);
        upload.FinishStoring(asset.Id, clock.GetUtcNow());
        if (!await SaveAsync(db, ct)) return false;
        if (upload.ProductId is { } product)
            await Galleries.PlaceAsync(db, asset.Id, product, upload.VariantId, await DroppedOrder.PlaceAsync(db, upload, ct), await UploadFinish.OwnerAsync(db, upload, ct), clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        staging.Remove(upload.Id);
        board.Announce(upload, new(asset.Store, asset.StoreKey, asset.StoreVersion));
        if (upload.ProductId is { } changed) await galleries.AnnounceAsync([changed], CancellationToken.None);
        await batches.LookAsync(upload.Id, CancellationToken.None);
        return true;
    }

    /// <summary>Its job is about to run once more: a row that had failed in a way that can pass is queued again.</summary>
    internal async Task ReopenAsync(Guid id, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await Requeue(db.Set<Upload>().Where(u => u.Id == id && u.State == UploadState.Failed && u.Fault > UploadFault.BytesLost), keepDuplicate: false, ct);
    }

    private async Task<int> RequeueAsync(IReadOnlyList<Upload> uploads, bool keepDuplicate, CancellationToken ct)
    {
        var here = uploads.Where(u => u.SentDirectly || staging.Has(u.Id, u.Length)).ToList();
        if (here.Count == 0) return 0;
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ids = here.Select(u => u.Id).ToList();
        var same = db.Set<Upload>().Where(u => EF.Parameter(ids).Contains(u.Id));
        await Requeue(same.Where(u => u.State == UploadState.Failed || u.State == UploadState.Duplicate), keepDuplicate, ct);
        var queued = await same.AsNoTracking().Where(u => u.State == UploadState.Queued).OrderBy(u => u.Ordinal).ToListAsync(ct);
        var reopened = queued.Select(u => u.BatchId).Distinct().ToList();
        await db.Set<UploadBatch>().Where(b => EF.Parameter(reopened).Contains(b.Id)).ExecuteUpdateAsync(b => b.SetProperty(x => x.EndedAt, (DateTimeOffset?)null), ct);
        await jobs.CommitAndEnqueueAsync(transaction, [.. queued.Select(u => StoreUploadJob.Of(u.Id))], ct);
        await jobs.ForgetFailedAsync<StoreUploadJob>([.. queued.Select(u => StoreUploadJob.Key(u.Id))], CancellationToken.None);
        foreach (var upload in queued) board.Announce(upload);
        return queued.Count;
    }

    /// <summary>Back to the queue, because a person asked to try again or decided to keep a duplicate: two thousand by one statement.</summary>
    private static Task<int> Requeue(IQueryable<Upload> uploads, bool keepDuplicate, CancellationToken ct) => uploads.ExecuteUpdateAsync(u => u
        .SetProperty(x => x.State, UploadState.Queued).SetProperty(x => x.Fault, (UploadFault?)null).SetProperty(x => x.FaultDetail, "").SetProperty(x => x.Attempts, 0)
        .SetProperty(x => x.NextAttemptAt, (DateTimeOffset?)null).SetProperty(x => x.AssetId, (long?)null).SetProperty(x => x.KeepDuplicate, x => x.KeepDuplicate || keepDuplicate), ct);

    private static System.Linq.Expressions.Expression<Func<Upload, bool>> Failed(UploadFault? fault, IReadOnlyCollection<Guid>? ids)
    {
        var some = ids ?? [];
        var all = ids is null;
        return u => u.State == UploadState.Failed && (fault == null || u.Fault == fault) && (all || EF.Parameter(some).Contains(u.Id));
    }

    private async Task<int> CancelAsync(IReadOnlyList<Upload> uploads, CancellationToken ct)
    {
        var cancelled = 0;
        foreach (var id in uploads.Select(u => u.Id))
        {
            if (await TakeBackAsync(id, ct) is not { } upload) continue;
            cancelled++;
            board.Announce(upload);
            await jobs.CancelAsync<StoreUploadJob>([StoreUploadJob.Key(id)], ct);
            using var hold = await locks.TakeAsync(id, ct); // ends a request that is still sending
            staging.Remove(id);
            // What a browser may still be sending there is not gone for good yet: the sweep sees to it.
            if (upload.StoreKey.Length > 0 && upload.SignedUntil is null) await ForgetStoredAsync(upload.StoreKey, ct);
        }
        foreach (var one in uploads.DistinctBy(u => u.BatchId)) await batches.LookAsync(one.Id, CancellationToken.None);
        return cancelled;
    }

    /// <summary>Null when it is in the library or was taken back already. It may move on meanwhile: then looks again.</summary>
    private async Task<Upload?> TakeBackAsync(Guid id, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            var upload = await db.Set<Upload>().FirstOrDefaultAsync(u => u.Id == id && u.State != UploadState.Stored && u.State != UploadState.Cancelled, ct);
            if (upload is null) return null;
            upload.Cancel();
            if (await SaveAsync(db, ct)) return upload;
        }
    }

    /// <summary>
    /// What the store may have taken already goes again. The row keeps the key, because a job may still be putting it there:
    /// the sweep deletes once more, and tries again what cannot be done now.
    /// </summary>
    private async Task ForgetStoredAsync(string key, CancellationToken ct)
    {
        try
        {
            await store.DeleteAsync(key, ct);
        }
        catch (StorageException)
        {
            // the sweep's turn
        }
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
