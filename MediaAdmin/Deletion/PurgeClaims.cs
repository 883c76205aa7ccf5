using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

/// <summary>Entries that one hand has taken to ask the store for; nobody else touches them meanwhile.</summary>
public sealed record Claim(Guid Id, IReadOnlyList<QueuedDeletion> Entries);

/// <summary>Who handles which entries of the queue.</summary>
public sealed class PurgeClaims(IDbContextFactory<MediaDb> dbs, Announcements news, IOptions<DeletionOptions> options, TimeProvider clock)
{
    /// <summary>Takes the entries that have been due the longest. What only a pause held up is due when there is none any more, also when somebody ended it early.</summary>
    public async Task<Claim> TakeAsync(PurgeRun run, DateTimeOffset started, int size, CancellationToken ct)
    {
        var (id, now, until) = (Guid.CreateVersion7(), clock.GetUtcNow(), Until());
        var attempts = run.MaxAttempts ?? options.Value.MaxAttempts;
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(QueuedDeletion.Turn, ct);
        var all = db.Set<QueuedDeletion>();
        var due = run.Now
            ? all.Where(d => d.NotBefore <= now && (d.TriedAt == null || d.TriedAt < started) && (d.State == DeletionState.Waiting || (d.State == DeletionState.Failed && d.Attempts < attempts)))
            : all.Where(d => d.State == DeletionState.Waiting && (d.DueAt <= now || d.Fault == DeletionFault.StoreUnavailable || d.Fault == DeletionFault.StoreAsksToWait || d.Fault == DeletionFault.StoreDeniesAccess));
        var ids = due.OrderBy(d => d.DueAt).ThenBy(d => d.Id).Take(size).Select(d => d.Id);
        // Asked twice for the state: on PostgreSQL somebody may have changed the row while this statement waited for it.
        var taken = await all.Where(d => ids.Contains(d.Id) && (d.State == DeletionState.Waiting || d.State == DeletionState.Failed)).ExecuteUpdateAsync(d => d
            .SetProperty(x => x.State, DeletionState.Deleting).SetProperty(x => x.ClaimId, id).SetProperty(x => x.ClaimedUntil, until).SetProperty(x => x.TriedAt, now), ct);
        if (taken == 0) return new(id, []);
        var entries = await all.AsNoTracking().Where(d => d.ClaimId == id).OrderBy(d => d.Id).ToListAsync(ct);
        await transaction.CommitAsync(CancellationToken.None);
        Tell(entries);
        return new(id, entries);
    }

    /// <summary>The hand is still at work and takes longer than it thought.</summary>
    public async Task ProlongAsync(Claim claim, CancellationToken ct)
    {
        var until = Until();
        await using var db = await dbs.CreateDbContextAsync(ct);
        await db.Set<QueuedDeletion>().Where(d => d.ClaimId == claim.Id && d.State == DeletionState.Deleting).ExecuteUpdateAsync(d => d.SetProperty(x => x.ClaimedUntil, until), ct);
    }

    /// <summary>Hands back what belongs to a hand that has died, as seen by a claim that ran out before <paramref name="before"/>. Asking the store again does no harm.</summary>
    public async Task RecoverAsync(DateTimeOffset before, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(QueuedDeletion.Turn, ct);
        await db.Set<QueuedDeletion>().Where(d => d.State == DeletionState.Deleting && d.ClaimedUntil < before).ExecuteUpdateAsync(d => d
            .SetProperty(x => x.State, DeletionState.Waiting).SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null).SetProperty(x => x.DueAt, now), ct);
        await transaction.CommitAsync(ct);
    }

    public async Task<int> WaitingAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<QueuedDeletion>().CountAsync(d => d.State == DeletionState.Waiting, ct);
    }

    /// <summary>Says that these entries changed, once for each act.</summary>
    public void Tell(IEnumerable<QueuedDeletion> entries)
    {
        foreach (var (operation, actor) in entries.Select(e => (e.OperationId, e.Actor)).Distinct()) news.Tell(operation, actor);
    }

    /// <summary>Long enough to ask the store, to look at the addresses and to write it down.</summary>
    private DateTimeOffset Until() => clock.GetUtcNow() + options.Value.StoreTimeout * 3;
}
