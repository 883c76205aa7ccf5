using MediaAdmin.Data;
using MediaAdmin.Notices;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>How a batch ended; <paramref name="Product"/> when all its files went to one.</summary>
public sealed record BatchEnded(Guid Batch, long? Product, int Stored, int Duplicates, int Failed, int Cancelled);

/// <summary>
/// Notices when nothing of a batch moves any more, and tells its owner once, also when the last upload ends on two machines at the same moment. What waits for a choice does not move.
/// </summary>
public sealed class BatchEnd(IDbContextFactory<MediaDb> dbs, NoticeBoard notices, TimeProvider clock)
{
    /// <summary>For the batch of an upload that has just ended.</summary>
    public async Task LookAsync(Guid upload, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await EndAsync(db, db.Set<UploadBatch>().Where(b => db.Set<Upload>().Any(u => u.Id == upload && u.BatchId == b.Id)), ct);
    }

    /// <summary>For all batches whose last upload ended when nobody could look.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        foreach (var batch in await Over(db, db.Set<UploadBatch>()).Select(b => b.Id).ToListAsync(ct))
            await EndAsync(db, db.Set<UploadBatch>().Where(b => b.Id == batch), ct);
    }

    private async Task EndAsync(MediaDb db, IQueryable<UploadBatch> which, CancellationToken ct)
    {
        if (await Over(db, which).AsNoTracking().FirstOrDefaultAsync(ct) is not { } batch) return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        if (await Over(db, db.Set<UploadBatch>().Where(b => b.Id == batch.Id)).ExecuteUpdateAsync(b => b.SetProperty(x => x.EndedAt, now), ct) == 0) return; // another was faster
        var states = await db.Set<Upload>().Where(u => u.BatchId == batch.Id).GroupBy(u => u.State).Select(g => new { State = g.Key, Count = g.Count() }).ToDictionaryAsync(s => s.State, s => s.Count, ct);
        int Of(UploadState state) => states.GetValueOrDefault(state);
        var ended = new BatchEnded(batch.Id, batch.ProductId, Of(UploadState.Stored), Of(UploadState.Duplicate), Of(UploadState.Failed), Of(UploadState.Cancelled));
        if (IsNews(ended)) await notices.WriteAsync(db, batch.Owner, batch.Id.ToString("N"), ended, ct);
        await transaction.CommitAsync(ct);
        if (IsNews(ended)) notices.Announce(batch.Owner);
    }

    /// <summary>That one picture arrived is seen where it was dropped, and what one took back oneself is known.</summary>
    private static bool IsNews(BatchEnded ended) => ended.Stored > 1 || ended.Duplicates + ended.Failed > 0;

    private static IQueryable<UploadBatch> Over(MediaDb db, IQueryable<UploadBatch> batches) => batches.Where(b => b.EndedAt == null
        && !db.Set<Upload>().Any(u => u.BatchId == b.Id && (u.State == UploadState.Receiving || u.State == UploadState.Queued || u.State == UploadState.Storing)));
}
