using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Quartz;

namespace MediaAdmin.Uploads;

/// <summary>
/// Finds again what a crash left behind: full files whose completion was cut off, rows without a job, uploads that waited too long,
/// staging files without an upload, pictures in the store whose upload was taken back. Runs at start and on a schedule; running twice does no harm.
/// </summary>
public sealed partial class UploadSweep(
    IDbContextFactory<MediaDb> dbs, Reception reception, UploadFaults faults, JobScheduler jobs, Staging staging, UploadLocks locks, IMediaStore store,
    IOptions<UploadOptions> options, TimeProvider clock, ILogger<UploadSweep> log)
{
    /// <summary>A staging file without a row is left alone for so long: its row may be about to be written.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var completed = await CompleteAsync(ct);
        var restarted = await RestartAsync(ct);
        var expired = await ExpireAsync(ct);
        var forgotten = await ForgetAsync(ct);
        var removed = await RemoveLeftoversAsync(ct);
        if (completed + restarted + expired + forgotten + removed > 0) LogSwept(completed, restarted, expired, forgotten, removed);
    }

    private async Task<int> CompleteAsync(CancellationToken ct)
    {
        var receiving = await ReadAsync(u => u.State == UploadState.Receiving, ct);
        var full = receiving.Where(u => staging.Has(u.Id, u.Length) || u.Length == 0).ToList();
        var completed = 0;
        foreach (var upload in full)
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
        var orders = new List<JobOrder>();
        foreach (var upload in await ReadAsync(u => u.State == UploadState.Queued || u.State == UploadState.Storing, ct))
            if (!await jobs.IsOrderedAsync(StoreUploadJob.Key(upload.Id), ct)) orders.Add(StoreUploadJob.Order(upload.Id, options.Value));
        await jobs.StartAsync(orders, ct);
        return orders.Count;
    }

    private async Task<int> ExpireAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var expired = await ReadAsync(u => u.State == UploadState.Receiving && u.ExpiresAt < now, ct);
        foreach (var upload in expired)
        {
            using var hold = locks.TryTake(upload.Id);
            if (hold is null) continue; // its bytes are coming just now
            await faults.EndAsync(upload.Id, UploadFault.Expired, $"{staging.Length(upload.Id)} of {upload.Length} bytes had come", ct);
            staging.Remove(upload.Id);
        }
        return expired.Count;
    }

    private async Task<int> ForgetAsync(CancellationToken ct)
    {
        var cancelled = await ReadAsync(u => u.State == UploadState.Cancelled && u.StoreKey != "", ct);
        await using var db = await dbs.CreateDbContextAsync(ct);
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
            await db.Set<Upload>().Where(u => u.Id == upload.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.StoreKey, ""), ct);
        }
        return cancelled.Count;
    }

    private async Task<int> RemoveLeftoversAsync(CancellationToken ct)
    {
        var leftovers = staging.Leftovers();
        if (leftovers.Count == 0) return 0;
        var states = (await ReadAsync(u => leftovers.Keys.Contains(u.Id), ct)).ToDictionary(u => u.Id, u => u.State);
        var before = clock.GetUtcNow() - Grace;
        var orphans = leftovers.Where(l => states.TryGetValue(l.Key, out var state) ? state is UploadState.Stored or UploadState.Cancelled : l.Value < before).ToList();
        foreach (var (id, _) in orphans) staging.Remove(id);
        return orphans.Count;
    }

    private async Task<List<Upload>> ReadAsync(System.Linq.Expressions.Expression<Func<Upload, bool>> which, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Upload>().AsNoTracking().Where(which).ToListAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "The picture {StoreKey} of upload {Upload}, which was taken back, could not be taken out of the store: {Reason}")]
    private partial void LogNotForgotten(Guid upload, string storeKey, string reason);

    [LoggerMessage(LogLevel.Information, "Swept uploads: {Completed} completed, {Restarted} restarted, {Expired} expired, {Forgotten} taken out of the store, {Removed} staging leftovers removed")]
    private partial void LogSwept(int completed, int restarted, int expired, int forgotten, int removed);
}

/// <summary>The schedule of <see cref="UploadSweep"/>.</summary>
[DisallowConcurrentExecution]
public sealed class UploadSweepJob(UploadSweep sweep) : IJob
{
    public static readonly JobKey Key = new("uploads", "sweep");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await sweep.RunAsync(cancellationToken);
}
