using System.Collections.Concurrent;
using Hangfire;
using Hangfire.Server;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Deletion;

/// <summary>
/// Sees whether what a store deleted is no longer served, for stores whose caches go on serving it for a while: looks at a sample of what was deleted
/// together, at all of it when it is little, again and again until the address is dead. Nothing waits for it. An address that still lives when caches must have
/// forgotten it is noted on its entry.
/// </summary>
public sealed partial class AddressLooks(IDbContextFactory<MediaDb> dbs, IMediaStore store, PurgeClaims claims, TimeProvider clock, ILogger<AddressLooks> log)
{
    /// <summary>So many of what was deleted together are looked at.</summary>
    public const int Sample = 10;

    private const int LooksAtOnce = 8;
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(20);

    /// <summary>Looks once at every address that is waited for. Returns how many still live, or could not be looked at.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (store.Lingers == TimeSpan.Zero) return 0;
        var (dead, alive) = (new ConcurrentBag<QueuedDeletion>(), new ConcurrentBag<QueuedDeletion>());
        var due = await DueAsync(ct);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = ct }, async (entry, ct) =>
        {
            if (await IsServedAsync(entry, ct) is { } isServed) (isServed ? alive : dead).Add(entry);
        });
        var now = clock.GetUtcNow();
        await WriteAsync([.. dead], d => d.ExecuteUpdateAsync(e => e.SetProperty(x => x.UnservedAt, now), ct));
        var overdue = alive.Where(e => e.ConfirmedAt + store.Lingers <= now).ToList();
        await WriteAsync(overdue, d => d.ExecuteUpdateAsync(e => e.SetProperty(x => x.Fault, DeletionFault.StillServed), ct));
        foreach (var entry in overdue) LogStillServed(entry.StoreKey, entry.Store, entry.ConfirmedAt!.Value, entry.OperationId);
        return due.Count - dead.Count - overdue.Count;
    }

    /// <summary>What was confirmed and is not seen to be dead yet, the same few of each batch every time. After twice the time that caches need nobody asks any more.</summary>
    private async Task<List<QueuedDeletion>> DueAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow() - (store.Lingers * 2);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var all = db.Set<QueuedDeletion>().AsNoTracking().Where(d => d.Store == store.Name && d.StoreVersion != "");
        return await all.Where(d => d.EndedAt > since && d.ConfirmedAt != null && d.UnservedAt == null && d.Fault == null
            && all.Count(other => other.ClaimId == d.ClaimId && other.ConfirmedAt != null && other.Id < d.Id) < Sample).ToListAsync(ct);
    }

    /// <summary>Null: nobody could look.</summary>
    private async Task<bool?> IsServedAsync(QueuedDeletion entry, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(LookLimit);
        try
        {
            return await store.IsServedAsync(new(entry.Store, entry.StoreKey, entry.StoreVersion), limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception) when (!ct.IsCancellationRequested) // the next look may tell
        {
            return null;
        }
    }

    private async Task WriteAsync(List<QueuedDeletion> entries, Func<IQueryable<QueuedDeletion>, Task<int>> write)
    {
        if (entries.Count == 0) return;
        var ids = entries.Select(e => e.Id).ToList();
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        await write(db.Set<QueuedDeletion>().Where(d => EF.Parameter(ids).Contains(d.Id)));
        claims.Tell(entries);
    }

    [LoggerMessage(LogLevel.Warning, "The address of {StoreKey} in {Store}, whose deletion was confirmed at {Confirmed}, is still served; operation {Operation}")]
    private partial void LogStillServed(string storeKey, string store, DateTimeOffset confirmed, Guid operation);
}

/// <summary>The job of <see cref="AddressLooks"/>: runs on a schedule, and soon after something was deleted.</summary>
[JobName("check-delivery"), Queue(JobQueues.Deletions)]
public sealed class AddressLooksJob(AddressLooks looks)
{
    public const string Name = "delivery-check";

    public async Task RunAsync(PerformContext? context, CancellationToken cancellationToken)
    {
        if (await looks.RunAsync(cancellationToken) == 0) context.Skip();
    }
}
