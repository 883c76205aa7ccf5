using System.Collections.Concurrent;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MediaAdmin.Jobs;

/// <summary>
/// Queues and cancels jobs. On both databases the rows are committed first and their jobs queued after: the rows are the truth, and each concept's sweep queues what a crash between the two has left
/// without a job. (PostgreSQL could do both in one transaction, SQLite cannot, having its jobs in a file of their own; one way is easier to understand and to test than two.)
/// </summary>
public sealed partial class JobScheduler(IBackgroundJobClient client, IDbContextFactory<EngineDb> engine, IEnumerable<RecurringJob> recurring, TimeProvider clock, ILogger<JobScheduler> log)
{
    private static readonly string[] Waiting = [EnqueuedState.StateName, ScheduledState.StateName, ProcessingState.StateName];

    private readonly ConcurrentDictionary<string, DateTimeOffset> _woken = new();

    /// <summary>Commits the rows, then queues their jobs.</summary>
    public async Task CommitAndEnqueueAsync(IDbContextTransaction transaction, IReadOnlyCollection<Job> jobs, CancellationToken ct)
    {
        await transaction.CommitAsync(ct);
        Enqueue(jobs);
    }

    /// <summary>Queues the jobs of rows that are committed. What cannot be queued now is told to the log, and the sweep of its concept queues it.</summary>
    public void Enqueue(IReadOnlyCollection<Job> jobs)
    {
        try
        {
            foreach (var job in jobs) client.Create(job, new EnqueuedState(JobType.QueueOf(job.Type)));
        }
        catch (BackgroundJobClientException e)
        {
            LogNotQueued(e, jobs.Count);
        }
    }

    /// <summary>Queues a job that no row stands for. Returns Hangfire's id of it.</summary>
    public string Start(Job job) => client.Create(job, new EnqueuedState(JobType.QueueOf(job.Type)));

    /// <summary>
    /// Has a recurring job run at that moment too. One that was woken for an earlier moment still to come is not woken again: it sees itself what is due next.
    /// </summary>
    public void Wake(string name, DateTimeOffset at)
    {
        if (recurring.FirstOrDefault(r => r.Name == name) is not { } job) return; // this portal's store does not need it
        var now = clock.GetUtcNow();
        if (_woken.TryGetValue(name, out var next) && next > now && next <= at) return;
        _woken[name] = at;
        try
        {
            if (at <= now) client.Create(job.Job, new EnqueuedState(job.Queue));
            else client.Create(job.Job, new ScheduledState(at.UtcDateTime));
        }
        catch (BackgroundJobClientException e) // its schedule comes anyway
        {
            LogNotQueued(e, 1);
        }
    }

    /// <summary>Whether a job of this class for this row waits, runs or is to be tried again.</summary>
    public async Task<bool> IsQueuedAsync<TJob>(string key, CancellationToken ct) => (await QueuedAsync<TJob>(ct)).Contains(key);

    /// <summary>The rows for which a job of this class waits, runs or is to be tried again; one statement.</summary>
    public async Task<IReadOnlySet<string>> QueuedAsync<TJob>(CancellationToken ct) => (await FindAsync<TJob>(Waiting, ct)).Select(j => j.Key).ToHashSet();

    /// <summary>Hangfire's name of the state that this job is in; empty when there is no such job.</summary>
    public async Task<string> StateAsync(string id, CancellationToken ct)
    {
        await using var db = await engine.CreateDbContextAsync(ct);
        var number = long.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
        return await db.Jobs.Where(j => j.Id == number).Select(j => j.State).FirstOrDefaultAsync(ct) ?? "";
    }

    /// <summary>Takes the jobs of these rows back; what runs is asked to stop within a second.</summary>
    public Task CancelAsync<TJob>(IReadOnlyCollection<string> keys, CancellationToken ct) => DeleteAsync<TJob>(keys, Waiting, ct);

    /// <summary>A person has decided what becomes of these rows: their failed jobs leave the dashboard.</summary>
    public Task ForgetFailedAsync<TJob>(IReadOnlyCollection<string> keys, CancellationToken ct) => DeleteAsync<TJob>(keys, [FailedState.StateName], ct);

    private async Task DeleteAsync<TJob>(IReadOnlyCollection<string> keys, string[] states, CancellationToken ct)
    {
        if (keys.Count == 0) return;
        var these = keys.ToHashSet();
        foreach (var job in (await FindAsync<TJob>(states, ct)).Where(j => these.Contains(j.Key))) client.Delete(FormattableString.Invariant($"{job.Id}"));
    }

    private async Task<IReadOnlyList<(long Id, string Key)>> FindAsync<TJob>(string[] states, CancellationToken ct)
    {
        var name = JobNames.Of(typeof(TJob));
        var quoted = $"\"{JobNames.Serialize(typeof(TJob))}\"";
        await using var db = await engine.CreateDbContextAsync(ct);
        var found = await db.Jobs.Where(j => EF.Constant(states).Contains(j.State) && j.Invocation.Contains(quoted)).Select(j => new { j.Id, j.Arguments }).ToListAsync(ct);
        return [.. found.Select(j => (j.Id, JobNames.KeyOf(j.Arguments, name)))];
    }

    [LoggerMessage(LogLevel.Warning, "{Count} jobs could not be queued now; the sweep will queue them")]
    private partial void LogNotQueued(Exception exception, int count);
}
