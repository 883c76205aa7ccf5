using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Live;
using MediaAdmin.Notices;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

/// <summary>Files that could not be deleted for this reason, so many by now: a person has to look.</summary>
public sealed record DeletionsFailed(DeletionFault Fault, int Count);

/// <summary>Writes down what the store said. Only of entries that still belong to the claim: a hand whose claim ran out writes nothing.</summary>
public sealed class PurgeBook(IDbContextFactory<MediaDb> dbs, PurgeClaims claims, Announcements news, NoticeBoard notices, IOptions<DeletionOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>What is confirmed is over, and its asset goes; what is not is tried again later, or waits for a person after <paramref name="maxAttempts"/>.</summary>
    internal async Task WriteAsync(Claim claim, IReadOnlyDictionary<long, Answer> answers, int maxAttempts, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var same in claim.Entries.Where(e => answers[e.Id].Result != DeleteResult.Failed).GroupBy(e => answers[e.Id]))
            await EndAsync(Of(db, claim, same), same.Key, now, ct);
        foreach (var same in claim.Entries.Where(e => answers[e.Id].Result == DeleteResult.Failed).GroupBy(e => (answers[e.Id], e.Attempts)))
            await FailAsync(Of(db, claim, same), same.Key.Item1, same.Key.Attempts + 1, maxAttempts, now, ct);
        var gone = db.Set<QueuedDeletion>().Where(d => d.ClaimId == claim.Id && d.Origin == DeletionOrigin.Trash && d.ConfirmedAt != null).Select(d => d.AssetId);
        await db.Set<Asset>().IgnoreQueryFilters().Where(a => gone.Contains(a.Id) && a.TrashId != null).ExecuteDeleteAsync(ct);
        var failed = claim.Entries.Where(e => e.Attempts + 1 >= maxAttempts).Select(e => answers[e.Id].Fault).OfType<DeletionFault>().Distinct().ToList();
        foreach (var fault in failed)
            await notices.WriteAsync(db, Notice.Admins, fault.ToString(), new DeletionsFailed(fault, await db.Set<QueuedDeletion>().CountAsync(d => d.State == DeletionState.Failed && d.Fault == fault, ct)), ct);
        await transaction.CommitAsync(ct);
        claims.Tell(claim.Entries);
        if (failed.Count > 0) notices.Announce(Notice.Admins);
    }

    /// <summary>Back to the queue: the store served nobody, so no attempt is used up.</summary>
    public async Task HandBackAsync(Claim claim, DeletionFault? fault, string detail, DateTimeOffset dueAt, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var error = Cut(detail);
        await db.Set<QueuedDeletion>().Where(d => d.ClaimId == claim.Id && d.State == DeletionState.Deleting).ExecuteUpdateAsync(d => d
            .SetProperty(x => x.State, DeletionState.Waiting).SetProperty(x => x.Fault, fault).SetProperty(x => x.Error, error)
            .SetProperty(x => x.DueAt, dueAt).SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null), ct);
        claims.Tell(claim.Entries);
    }

    /// <summary>
    /// Takes away what only waited for deletions to be over: products in the trash that can no longer come back, and stories that are old.
    /// A file that was given up stays in the store, and its story is all that knows of it.
    /// </summary>
    public async Task TidyAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (lastUndo, lastStory) = (now - options.Value.UndoWindow, now - options.Value.KeepHistory);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var removed = await db.Set<Product>().IgnoreQueryFilters().Where(p => p.TrashedAt <= lastUndo
                && !db.Set<QueuedDeletion>().Any(d => d.OperationId == p.TrashId && (d.State == DeletionState.Waiting || d.State == DeletionState.Deleting)))
            .ExecuteDeleteAsync(ct);
        await db.Set<QueuedDeletion>().Where(d => d.EndedAt < lastStory && d.State != DeletionState.GivenUp).ExecuteDeleteAsync(ct);
        await db.Set<TakenWords>().Where(w => !db.Set<Asset>().IgnoreQueryFilters().Any(a => a.TrashId == w.OperationId)).ExecuteDeleteAsync(ct);
        if (removed > 0) news.Publish(ProductsChanged.Topic, new ProductsChanged());
    }

    private static Task<int> EndAsync(IQueryable<QueuedDeletion> entries, Answer answer, DateTimeOffset now, CancellationToken ct)
    {
        var state = answer.Result == DeleteResult.Deleted ? DeletionState.Deleted : DeletionState.AlreadyGone;
        var (unserved, word) = (answer.IsUnserved ? (DateTimeOffset?)now : null, Cut(answer.Detail));
        return entries.ExecuteUpdateAsync(d => d
            .SetProperty(x => x.State, state).SetProperty(x => x.Fault, (DeletionFault?)null).SetProperty(x => x.Error, "").SetProperty(x => x.Answer, word)
            .SetProperty(x => x.ConfirmedAt, now).SetProperty(x => x.UnservedAt, unserved).SetProperty(x => x.EndedAt, now)
            .SetProperty(x => x.Attempts, x => x.Attempts + 1).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null), ct);
    }

    private Task<int> FailAsync(IQueryable<QueuedDeletion> entries, Answer answer, int attempts, int maxAttempts, DateTimeOffset now, CancellationToken ct)
    {
        var state = attempts >= maxAttempts ? DeletionState.Failed : DeletionState.Waiting;
        var (error, dueAt) = (Cut(answer.Detail), now + TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, options.Value.FirstRetry.Ticks << Math.Min(2 * (attempts - 1), 20))));
        return entries.ExecuteUpdateAsync(d => d
            .SetProperty(x => x.State, state).SetProperty(x => x.Fault, answer.Fault).SetProperty(x => x.Error, error).SetProperty(x => x.Attempts, attempts)
            .SetProperty(x => x.DueAt, dueAt).SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null), ct);
    }

    private static IQueryable<QueuedDeletion> Of(MediaDb db, Claim claim, IEnumerable<QueuedDeletion> entries)
    {
        var ids = entries.Select(e => e.Id).ToList();
        return db.Set<QueuedDeletion>().Where(d => d.ClaimId == claim.Id && d.State == DeletionState.Deleting && EF.Parameter(ids).Contains(d.Id));
    }

    private static string Cut(string text) => text.Length <= QueuedDeletion.MaxError ? text : text[..QueuedDeletion.MaxError];
}
