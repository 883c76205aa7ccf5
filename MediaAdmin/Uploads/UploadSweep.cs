using Hangfire;
using Hangfire.Server;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using MediaAdmin.Uploads.Direct;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>
/// Finds again what a crash left behind: full files whose completion was cut off, rows without a job, uploads that waited too long,
/// staging files without an upload, pictures in the store whose upload was taken back or never confirmed. Runs at start and on a schedule; running twice does no harm.
/// </summary>
public sealed partial class UploadSweep(
    IDbContextFactory<MediaDb> dbs, UploadLeftovers leftovers, Reception reception, UploadFaults faults, JobScheduler jobs, Staging staging, UploadLocks locks, IMediaStore store, DirectArrival direct, BatchEnd batches,
    TimeProvider clock, ILogger<UploadSweep> log)
{
    /// <summary>A staging file without a row is left alone for so long: its row may be about to be written.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>True: there was something to do.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var completed = await CompleteAsync(ct);
        var restarted = await RestartAsync(ct);
        var expired = await ExpireAsync(ct);
        var forgotten = await ForgetAsync(ct) + await direct.SweepAsync(ct);
        var removed = await RemoveLeftoversAsync(ct);
        await batches.SweepAsync(ct);
        if (completed + restarted + expired + forgotten + removed == 0) return false;
        LogSwept(completed, restarted, expired, forgotten, removed);
        return true;
    }

    private async Task<int> CompleteAsync(CancellationToken ct)
    {
        var completed = 0;
        foreach (var upload in await leftovers.FullAsync(ct))
        {
            using var hold = locks.TryTake(upload.Id); // a request that is still receiving completes it itself
            if (hold is null) continue;
            await reception.CompleteAsync(upload.Id, ct);
            completed++;
        }
        return completed;
    }

    private async Task<int> RestartAsync(CancellationToken ct)
    {
        var stuck = await leftovers.WithoutJobAsync(ct);
        jobs.Enqueue([.. stuck.Select(u => StoreUploadJob.Of(u.Id))]);
        return stuck.Count;
    }

    private async Task<int> ExpireAsync(CancellationToken ct)
    {
        var expired = 0;
        foreach (var upload in await leftovers.ExpiredAsync(clock.GetUtcNow(), ct))
        {
            using var hold = locks.TryTake(upload.Id);
            if (hold is null) continue; // its bytes are coming just now
            if (!await faults.ExpireAsync(upload.Id, $"{staging.Length(upload.Id)} of {upload.Length} bytes had come", clock.GetUtcNow(), ct)) continue;
            staging.Remove(upload.Id);
            expired++;
        }
        return expired;
    }

    private async Task<int> ForgetAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var unsigned = clock.GetUtcNow() - DirectUploads.Late; // a browser may still be sending what was signed for later
        var cancelled = await db.Set<Upload>().Where(u => u.State == UploadState.Cancelled && u.StoreKey != "" && (u.SignedUntil == null || u.SignedUntil < unsigned)).Select(u => new { u.Id, u.StoreKey }).ToListAsync(ct);
        var forgotten = 0;
        foreach (var upload in cancelled)
        {
            try
            {
                await store.DeleteAsync(upload.StoreKey, ct);
            }
            catch (StorageException e)
            {
                LogNotForgotten(upload.Id, upload.StoreKey, e.Message); // the next sweep tries again; the others need not wait for it
                continue;
            }
            forgotten += await db.Set<Upload>().Where(u => u.Id == upload.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.StoreKey, ""), ct);
        }
        return forgotten;
    }

    private async Task<int> RemoveLeftoversAsync(CancellationToken ct)
    {
        var staged = await leftovers.StagedAsync(clock.GetUtcNow() - Grace, ct);
        if (staged.Count > 0) staging.Remove(staged.Select(s => s.Upload).ToHashSet());
        return staged.Count;
    }

    [LoggerMessage(LogLevel.Warning, "The picture {StoreKey} of upload {Upload}, which was taken back, could not be taken out of the store: {Reason}")]
    private partial void LogNotForgotten(Guid upload, string storeKey, string reason);

    [LoggerMessage(LogLevel.Information, "Swept uploads: {Completed} completed, {Restarted} restarted, {Expired} expired, {Forgotten} taken out of the store, {Removed} staging leftovers removed")]
    private partial void LogSwept(int completed, int restarted, int expired, int forgotten, int removed);
}

/// <summary>The schedule of <see cref="UploadSweep"/>.</summary>
[JobName("sweep-uploads"), Queue(JobQueues.Maintenance)]
public sealed class UploadSweepJob(UploadSweep sweep)
{
    public const string Name = "upload-sweep";

    public async Task RunAsync(PerformContext? context, CancellationToken cancellationToken)
    {
        if (!await sweep.RunAsync(cancellationToken)) context.Skip();
    }
}
