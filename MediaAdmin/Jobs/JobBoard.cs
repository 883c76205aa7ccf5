using System.Text.Json;
using Hangfire.Common;
using Hangfire.States;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Jobs;

/// <summary>
/// Reads what the jobs page shows. A fixed number of statements, however much waits or runs: those of <see cref="EngineDb"/>, of pauses, limits and history, and of each concept that keeps its items itself.
/// </summary>
public sealed class JobBoard(
    IDbContextFactory<EngineDb> engine, IDbContextFactory<MediaDb> dbs, IEnumerable<JobType> types, IEnumerable<RecurringJob> recurring, IEnumerable<IWorkItems> items, Pauses pauses, JobServers servers, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7), Silent = TimeSpan.FromSeconds(30);

    public async Task<EngineRoom> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await engine.CreateDbContextAsync(ct);
        await using var media = await dbs.CreateDbContextAsync(ct);
        var running = await RunningAsync(db, ct);
        var waiting = await WaitingAsync(db, ct);
        var first = await FirstWaitingAsync(db, ct);
        var (paused, limits) = (await pauses.AllAsync(ct), await servers.LimitsAsync(ct));
        var failed = await FailedAsync(media, now, ct);
        var (figures, causes, subjects) = await ItemsAsync([.. running.Select(r => (r.Kind, r.Job))], [.. first.Select(w => (w.Kind, w.Job))], ct);
        causes = [.. causes, .. failed];
        PauseView? Paused(string queue) => PauseView.Of(paused.FirstOrDefault(p => p.Kind == queue), now);
        WorkView View(string queue)
        {
            var own = figures.GetValueOrDefault(queue) ?? (waiting.GetValueOrDefault(queue) ?? new(0, 0, 0, null)) with { Failed = causes.Where(c => c.Kind == queue).Sum(c => c.Items) };
            var busy = running.Count(r => r.Kind == queue);
            var pause = Paused(queue) is { IsTrying: true } && busy + own.Waiting == 0 ? null : Paused(queue); // there is nothing to try it with
            return new(queue, busy, own.Waiting, own.Retrying, own.Failed, own.OldestWaiting, JobQueues.IsParallel(queue), limits.TryGetValue(queue, out var atOnce) ? atOnce : null, pause);
        }
        return new(
            [.. types.Select(t => t.Queue).Distinct().OrderByDescending(q => q == JobQueues.Uploads).Select(View)],
            [.. running.Select(r => r with { Subject = subjects.GetValueOrDefault((r.Kind, r.Job)) })],
            [.. first.Select(w => w with { Subject = subjects.GetValueOrDefault((w.Kind, w.Job)) })],
            causes, await SchedulesAsync(db, media, Paused, ct), await NodesAsync(db, now, ct), now);
    }

    /// <summary>A job that was deleted while a worker had it in hand is about to stop.</summary>
    private static async Task<List<RunningJob>> RunningAsync(EngineDb db, CancellationToken ct)
    {
        var found = await (from taken in db.Queued
                           where taken.IsTaken
                           join job in db.Jobs on taken.JobId equals job.Id
                           where job.State == ProcessingState.StateName || job.State == DeletedState.StateName
                           join begun in db.States on db.States.Where(s => s.JobId == job.Id && s.Name == ProcessingState.StateName).Max(s => (long?)s.Id) equals (long?)begun.Id
                           orderby begun.CreatedAt
                           select new
                           {
                               job.Id,
                               taken.Queue,
                               job.State,
                               job.Invocation,
                               job.Arguments,
                               begun.CreatedAt,
                               begun.Data,
                               Progress = db.Parameters.Where(p => p.JobId == job.Id && p.Name == JobContext.Progress).Select(p => p.Value).FirstOrDefault(),
                           }).ToListAsync(ct);
        return [.. found.Select(j => new RunningJob(
            FormattableString.Invariant($"{j.Id}"), j.Queue, KeyOf(j.Invocation, j.Arguments), null, Node.Of(Field(j.Data, "ServerId")), Moment(j.CreatedAt),
            int.TryParse(j.Progress, out var percent) ? percent : null, "", j.State == DeletedState.StateName))];
    }

    /// <summary>By queue, for those that keep no items themselves: what waits for a worker, and what is scheduled to be tried again.</summary>
    private async Task<Dictionary<string, ItemFigures>> WaitingAsync(EngineDb db, CancellationToken ct)
    {
        var own = items.Select(i => i.Kind).ToList();
        var queued = await (from entry in db.Queued
                            where !entry.IsTaken && !own.Contains(entry.Queue)
                            join job in db.Jobs on entry.JobId equals job.Id
                            where job.State == EnqueuedState.StateName
                            group job by entry.Queue into queue
                            select new { Queue = queue.Key, Jobs = queue.Count(), Oldest = queue.Min(j => j.CreatedAt) }).ToListAsync(ct);
        var retries = await (from scheduled in db.Scheduled
                             join attempts in db.Parameters on scheduled.JobId equals attempts.JobId
                             where attempts.Name == RetryFilter.Attempts
                             join job in db.Jobs on scheduled.JobId equals job.Id
                             group job by job.Invocation into method
                             select new { Invocation = method.Key, Jobs = method.Count() }).ToListAsync(ct);
        var retrying = retries.Select(r => (Queue: QueueOf(r.Invocation), r.Jobs)).GroupBy(r => r.Queue).ToDictionary(g => g.Key, g => g.Sum(r => r.Jobs));
        return types.Select(t => t.Queue).Distinct().ToDictionary(q => q, q =>
        {
            var waiting = queued.FirstOrDefault(w => w.Queue == q);
            var again = retrying.GetValueOrDefault(q);
            return new ItemFigures((waiting?.Jobs ?? 0) + again, again, 0, waiting is null ? null : Moment(waiting.Oldest));
        });
    }

    /// <summary>Those that wait for a worker, then those that are scheduled, without what wakes a recurring job.</summary>
    private async Task<IReadOnlyList<WaitingJob>> FirstWaitingAsync(EngineDb db, CancellationToken ct)
    {
        var queued = await (from entry in db.Queued
                            where !entry.IsTaken
                            join job in db.Jobs on entry.JobId equals job.Id
                            where job.State == EnqueuedState.StateName
                            orderby entry.Id
                            select new { job.Id, job.Invocation, job.Arguments, job.CreatedAt, Attempts = db.Parameters.Where(p => p.JobId == job.Id && p.Name == RetryFilter.Attempts).Select(p => p.Value).FirstOrDefault() })
            .Take(EngineRoom.WaitingShown).ToListAsync(ct);
        var scheduled = await (from entry in db.Scheduled
                               join job in db.Jobs on entry.JobId equals job.Id
                               orderby entry.At
                               select new { job.Id, job.Invocation, job.Arguments, CreatedAt = entry.At, Attempts = db.Parameters.Where(p => p.JobId == job.Id && p.Name == RetryFilter.Attempts).Select(p => p.Value).FirstOrDefault() })
            .Take(EngineRoom.WaitingShown).ToListAsync(ct);
        var repeated = recurring.Select(r => JobNames.Of(r.Job.Type)).ToHashSet();
        return [.. queued.Concat(scheduled.Where(s => !repeated.Contains(TypeOf(s.Invocation)))).Take(EngineRoom.WaitingShown)
            .Select(j => new WaitingJob(QueueOf(j.Invocation), KeyOf(j.Invocation, j.Arguments), null, Moment(j.CreatedAt), int.TryParse(j.Attempts, out var attempts) ? attempts : 0))];
    }

    /// <summary>Jobs without items of their own whose latest run failed for good, by what it said.</summary>
    private async Task<IReadOnlyList<FailureCause>> FailedAsync(MediaDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (own, since) = (items.Select(i => i.Job).ToList(), (now - Remembered).UtcTicks);
        var runs = db.Set<JobRun>();
        var found = await runs.Where(r => r.Outcome == JobRunOutcome.Failed && r.Started > since && !own.Contains(r.Name) && !runs.Any(later => later.Name == r.Name && later.Key == r.Key && later.Id > r.Id))
            .GroupBy(r => new { r.Queue, r.Error }).Select(g => new { g.Key.Queue, g.Key.Error, Items = g.Count(), Since = g.Min(r => r.Started) }).ToListAsync(ct);
        return [.. found.OrderByDescending(f => f.Items).Select(f => new FailureCause(f.Queue, "", f.Items, Moment(f.Since), f.Error, CanRetry: false, CanGiveUp: false))];
    }

    /// <summary>With how each ended last.</summary>
    private async Task<IReadOnlyList<ScheduleView>> SchedulesAsync(EngineDb db, MediaDb media, Func<string, PauseView?> paused, CancellationToken ct)
    {
        var next = (await db.Recurring.Where(r => r.Field == "NextExecution").ToListAsync(ct)).ToDictionary(r => r.Name, r => r.Value);
        var names = recurring.Select(r => JobNames.Of(r.Job.Type)).ToList();
        var runs = media.Set<JobRun>();
        var last = (await runs.Where(r => names.Contains(r.Name) && !runs.Any(later => later.Name == r.Name && later.Key == r.Key && later.Id > r.Id)).Select(r => new { r.Name, r.Started, r.Outcome }).ToListAsync(ct))
            .ToDictionary(r => r.Name);
        return [.. recurring.OrderBy(r => r.Queue).ThenBy(r => r.Name).Select(r =>
        {
            var run = last.GetValueOrDefault(JobNames.Of(r.Job.Type));
            var at = next.TryGetValue(r.Name, out var text) && text.Length > 0 ? JobHelper.DeserializeDateTime(text) : (DateTime?)null;
            return new ScheduleView(r.Queue, r.Name, at is { } due ? new DateTimeOffset(due.ToUniversalTime()) : null, run is null ? null : Moment(run.Started), run?.Outcome, paused(WorkPause.OfSchedule(r.Queue, r.Name)));
        })];
    }

    private async Task<(Dictionary<string, ItemFigures> Figures, IReadOnlyList<FailureCause> Causes, Dictionary<(string, string), JobSubject> Subjects)> ItemsAsync(
        IReadOnlyCollection<(string Kind, string Job)> running, IReadOnlyCollection<(string Kind, string Job)> queue, CancellationToken ct)
    {
        var (figures, causes, subjects) = (new Dictionary<string, ItemFigures>(), new List<FailureCause>(), new Dictionary<(string, string), JobSubject>());
        foreach (var kind in items)
        {
            figures[kind.Kind] = await kind.FiguresAsync([.. running.Where(r => r.Kind == kind.Kind).Select(r => r.Job)], ct);
            causes.AddRange(await kind.CausesAsync(ct));
            foreach (var (job, subject) in await kind.SubjectsAsync([.. running.Concat(queue).Where(s => s.Kind == kind.Kind).Select(s => s.Job).Distinct()], ct)) subjects[(kind.Kind, job)] = subject;
        }
        return (figures, causes, subjects);
    }

    /// <summary>Each machine runs several of Hangfire's servers.</summary>
    private static async Task<IReadOnlyList<NodeView>> NodesAsync(EngineDb db, DateTimeOffset now, CancellationToken ct) =>
        [.. (await db.Servers.ToListAsync(ct)).GroupBy(s => Node.Of(s.Id)).Select(n => (Name: n.Key, Last: Moment(n.Max(s => s.LastHeartbeat)))).OrderBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => new NodeView(n.Name, n.Last, now - n.Last < Silent))];

    private string QueueOf(string invocation) => types.FirstOrDefault(t => t.Name == TypeOf(invocation))?.Queue ?? "";

    private static string KeyOf(string invocation, string arguments) => JobNames.KeyOf(arguments, TypeOf(invocation));

    private static string TypeOf(string invocation) => JobNames.Of(invocation);

    private static string Field(string? json, string name) =>
        json is { Length: > 0 } && JsonDocument.Parse(json).RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    internal static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
