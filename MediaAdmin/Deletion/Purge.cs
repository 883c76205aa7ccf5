using System.Collections.Concurrent;
using System.Diagnostics;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using MediaAdmin.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

/// <summary>How to run. <paramref name="Limit"/>: at most so many entries. <paramref name="Now"/>: a person asks, so a pause, waits between attempts and entries that failed with fewer attempts left over do not hold it up; the undo window always does.</summary>
public sealed record PurgeRun(int Limit, int? MaxAttempts = null, bool Now = false)
{
    public static readonly PurgeRun OfTheJob = new(int.MaxValue);
}

/// <summary>What a run did: entries handled, confirmed by the store, found gone already, not deleted this time; and how many still wait. <paramref name="PausedUntil"/> when the store serves nobody.</summary>
public sealed record PurgeResult(int Processed, int Deleted, int AlreadyGone, int Failed, int Remaining, DateTimeOffset? PausedUntil = null);

/// <summary>
/// Takes files out of the store, batch by batch: claims entries that are due, asks the store in one call, writes down what it said of each.
/// Several may run at once, here or elsewhere: an entry belongs to who claimed it, until it is written down or the claim runs out.
/// </summary>
public sealed partial class Purge(
    IDbContextFactory<MediaDb> dbs, IMediaStore store, PurgeClaims claims, PurgeBook book, Pauses pauses, IOptions<DeletionOptions> options, TimeProvider clock, ILogger<Purge> log)
{
    /// <summary>At how many addresses one looks at a time.</summary>
    private const int LooksAtOnce = 64;

    public async Task<PurgeResult> RunAsync(PurgeRun run, CancellationToken ct)
    {
        var (started, tally) = (clock.GetUtcNow(), new Tally());
        await claims.RecoverAsync(started, ct);
        var pause = await pauses.FindAsync(PurgeJob.Queue, ct);
        if (pause is not null && !run.Now && pause.Until > started) return await tally.SumAsync(claims, pause.Until, ct);
        if (pause is { IsByHand: true }) pause = null; // a person runs what a person paused: the store is not in doubt
        while (tally.Processed < run.Limit)
        {
            // After a pause one goes first: if the store still serves nobody, only one was asked for in vain.
            var size = pause is not null ? 1 : Math.Min(Math.Min(options.Value.BatchSize, store.DeletesPerCall), run.Limit - tally.Processed);
            var claim = await claims.TakeAsync(run, started, size, ct);
            if (claim.Entries.Count == 0) break;
            if (await HandleAsync(claim, run, tally, pause, ct) is { } until) return await tally.SumAsync(claims, until, ct);
            if (!run.Now && pause is null && await pauses.FindAsync(PurgeJob.Queue, ct) is { IsByHand: true } asked) return await tally.SumAsync(claims, asked.Until, ct);
            if (pause is null || claim.Entries.All(e => e.Store != store.Name)) continue; // only the store's own answer says that it is back
            await pauses.EndAsync(PurgeJob.Queue, ct);
            pause = null;
        }
        await book.TidyAsync(ct);
        return await tally.SumAsync(claims, null, ct);
    }

    /// <summary>When the next run is due; null when nothing waits.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var due = await db.Set<QueuedDeletion>().Where(d => d.State == DeletionState.Waiting).MinAsync(d => (DateTimeOffset?)d.DueAt, ct);
        var pause = await pauses.FindAsync(PurgeJob.Queue, ct);
        if (due is not { } at || pause is null) return due;
        var wait = pause.IsByHand ? clock.GetUtcNow() + options.Value.FirstRetry : pause.Until; // by hand nobody knows until when; the engine holds back what is due
        return wait > at ? wait : at;
    }

    /// <summary>Returns until when the kind of work pauses, if the store served nobody.</summary>
    private async Task<DateTimeOffset?> HandleAsync(Claim claim, PurgeRun run, Tally tally, WorkPause? saw, CancellationToken ct)
    {
        using var span = Tracing.Continue($"{PurgeJob.Name} process", claim.Entries.Select(e => e.TraceParent));
        var watch = Stopwatch.StartNew();
        try
        {
            var answers = await AnswersAsync(claim, ct);
            // The store has spoken: that is written down also when the run is called off meanwhile.
            await book.WriteAsync(claim, answers, run.MaxAttempts ?? options.Value.MaxAttempts, CancellationToken.None);
            foreach (var entry in claim.Entries) LogAsked(entry, answers[entry.Id], watch.ElapsedMilliseconds);
            tally.Add([.. answers.Values]);
            return null;
        }
        catch (Exception e) when (ct.IsCancellationRequested) // the portal stops or nobody waits for the answer any more: the next run asks again
        {
            await book.HandBackAsync(claim, null, "", clock.GetUtcNow(), CancellationToken.None);
            throw new OperationCanceledException(e.Message, e, ct);
        }
        catch (StorageException e)
        {
            var fault = e.Fault switch { StorageFault.RateLimited => DeletionFault.StoreAsksToWait, StorageFault.AccessDenied => DeletionFault.StoreDeniesAccess, _ => DeletionFault.StoreUnavailable };
            var until = await pauses.PauseAsync(PurgeJob.Queue, fault.ToString(), e.Message, options.Value.FirstRetry, e.RetryAfter, saw, CancellationToken.None);
            await book.HandBackAsync(claim, fault, e.Message, until, CancellationToken.None);
            foreach (var entry in claim.Entries) LogAsked(entry, Answer.Failed(fault, e.Message), watch.ElapsedMilliseconds);
            LogPaused(claim.Entries.Count, fault, e.Message, until, watch.ElapsedMilliseconds);
            return until;
        }
    }

    private async Task<IReadOnlyDictionary<long, Answer>> AnswersAsync(Claim claim, CancellationToken ct)
    {
        var mine = claim.Entries.Where(e => e.Store == store.Name).ToList();
        var outcomes = await AskAsync(claim, [.. mine.Select(e => e.StoreKey).Distinct()], ct);
        var answers = new ConcurrentDictionary<long, Answer>();
        foreach (var entry in claim.Entries.Except(mine))
            answers[entry.Id] = Answer.Failed(DeletionFault.NotConnected, $"The portal is connected with the store '{store.Name}', not with '{entry.Store}'.");
        using var limit = Limit(ct);
        await Parallel.ForEachAsync(mine, new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = CancellationToken.None }, async (entry, _) =>
            answers[entry.Id] = outcomes.GetValueOrDefault(entry.StoreKey) switch
            {
                null => Answer.Failed(DeletionFault.NotAnswered, "The store's answer does not speak of this file."),
                { Result: DeleteResult.Failed, Reason: var reason } => Answer.Failed(DeletionFault.StoreRefused, reason),
                var gone => await LookAsync(entry, gone, limit.Token),
            });
        return answers;
    }

    /// <summary>A store that refuses a call of many keys for the sake of one is asked for each half.</summary>
    private async Task<IReadOnlyDictionary<string, DeleteOutcome>> AskAsync(Claim claim, string[] keys, CancellationToken ct)
    {
        if (keys.Length == 0) return new Dictionary<string, DeleteOutcome>();
        using var limit = Limit(ct);
        try
        {
            return await store.DeleteAsync(keys, limit.Token).WaitAsync(options.Value.StoreTimeout, CancellationToken.None); // some stores cannot be called off
        }
        catch (StorageException e) when (e.Fault == StorageFault.Refused)
        {
            if (keys.Length == 1) return new Dictionary<string, DeleteOutcome> { [keys[0]] = DeleteOutcome.Failed(e.Message) };
            var outcomes = new Dictionary<string, DeleteOutcome>();
            foreach (var half in keys.Chunk((keys.Length + 1) / 2))
            {
                await claims.ProlongAsync(claim, ct);
                foreach (var (key, outcome) in await AskAsync(claim, half, ct)) outcomes[key] = outcome;
            }
            return outcomes;
        }
        catch (Exception e) when (e is not StorageException && !ct.IsCancellationRequested) // an HTTP client tells its own time-out as a cancellation
        {
            throw new StorageException(limit.IsCancellationRequested || e is TimeoutException ? $"No answer within {options.Value.StoreTimeout}." : e.Message, StorageFault.Unavailable, inner: e);
        }
    }

    /// <summary>A store may say yes and do nothing: its word is believed once the address is no longer served. Where caches linger one looks later (<see cref="AddressLooks"/>).</summary>
    private async Task<Answer> LookAsync(QueuedDeletion entry, DeleteOutcome gone, CancellationToken ct)
    {
        if (store.Lingers > TimeSpan.Zero || entry.StoreVersion.Length == 0) return new(gone.Result, Detail: gone.Answer); // nobody knows the address of an orphan
        try
        {
            return await store.IsServedAsync(new(entry.Store, entry.StoreKey, entry.StoreVersion), ct).WaitAsync(ct)
                ? Answer.Failed(DeletionFault.StillServed, "The store says it is deleted, but its address still gives it.")
                : new(gone.Result, IsUnserved: true, Detail: gone.Answer);
        }
        catch (Exception) // the store has confirmed it; that nobody could look is told by the missing third step
        {
            return new(gone.Result, Detail: gone.Answer);
        }
    }

    private CancellationTokenSource Limit(CancellationToken ct)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Value.StoreTimeout);
        return limit;
    }

    private sealed class Tally
    {
        private int _deleted, _gone, _failed;

        public int Processed => _deleted + _gone + _failed;

        public void Add(IReadOnlyCollection<Answer> answers)
        {
            _deleted += answers.Count(a => a.Result == DeleteResult.Deleted);
            _gone += answers.Count(a => a.Result == DeleteResult.AlreadyGone);
            _failed += answers.Count(a => a.Result == DeleteResult.Failed);
        }

        public async Task<PurgeResult> SumAsync(PurgeClaims claims, DateTimeOffset? pausedUntil, CancellationToken ct) =>
            new(Processed, _deleted, _gone, _failed, await claims.WaitingAsync(ct), pausedUntil);
    }

    private void LogAsked(QueuedDeletion entry, Answer answer, long milliseconds) =>
        LogAsked(entry.AssetId, entry.FileName, entry.StoreKey, entry.Store, answer.Word, answer.Detail, entry.Attempts + 1, milliseconds, entry.OperationId);

    [LoggerMessage(LogLevel.Information, "Deletion of asset {Asset} ({FileName}), key {StoreKey} in {Store}: {Result} {Detail} at attempt {Attempt} after {Milliseconds} ms, operation {Operation}")]
    private partial void LogAsked(long? asset, string fileName, string storeKey, string store, string result, string detail, int attempt, long milliseconds, Guid operation);

    [LoggerMessage(LogLevel.Warning, "The store did not serve {Entries} deletions: {Fault} ({Detail}); the queue pauses until {Until}, after {Milliseconds} ms")]
    private partial void LogPaused(int entries, DeletionFault fault, string detail, DateTimeOffset until, long milliseconds);
}

/// <summary>What the store said of one file, in <paramref name="Detail"/> word for word, and whether its address was seen to be dead.</summary>
sealed record Answer(DeleteResult Result, bool IsUnserved = false, DeletionFault? Fault = null, string Detail = "")
{
    public string Word => Fault?.ToString() ?? Result.ToString();

    public static Answer Failed(DeletionFault fault, string detail) => new(DeleteResult.Failed, Fault: fault, Detail: detail);
}
