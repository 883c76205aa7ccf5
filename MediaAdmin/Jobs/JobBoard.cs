using Microsoft.EntityFrameworkCore;
using Quartz;

namespace MediaAdmin.Jobs;

/// <summary>Reads the engine room. A fixed number of statements, however much waits or runs: six of the engine's, two of the pauses and limits, and those of each kind that keeps its items itself.</summary>
public sealed class JobBoard(
    IDbContextFactory<EngineDb> engine, IEnumerable<WorkKind> kinds, IEnumerable<IWorkItems> items, Pauses pauses, WorkGate gate, ISchedulerFactory schedulers, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);
    private static readonly string[] AtRest = ["COMPLETE", "DELETED", "ERROR"];

    public async Task<EngineRoom> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await engine.CreateDbContextAsync(ct);
        var firing = await db.Firings.Where(f => f.State == "EXECUTING").OrderBy(f => f.At).ToListAsync(ct);
        var waiting = await WaitingAsync(db, now, ct);
        var queue = await db.Orders.Where(t => !AtRest.Contains(t.State)).OrderBy(t => t.Next).Take(EngineRoom.WaitingShown).ToListAsync(ct);
        var schedules = await SchedulesAsync(db, ct);
        var (paused, limits) = (await pauses.AllAsync(ct), await gate.LimitsAsync(ct));
        var fallen = await FallenAsync(db, now, ct);
        var (figures, causes, subjects) = await ItemsAsync([.. firing.Select(f => (f.Kind!, f.JobName!))], [.. queue.Select(t => (t.Kind, t.JobName))], ct);
        causes = [.. causes, .. fallen];
        PauseView? Paused(string kind) => PauseView.Of(paused.FirstOrDefault(p => p.Kind == kind), now);
        WorkView View(WorkKind kind)
        {
            var own = figures.GetValueOrDefault(kind.Name) ?? (waiting.GetValueOrDefault(kind.Name) ?? new(0, 0, 0, null)) with { Failed = causes.Where(c => c.Kind == kind.Name).Sum(c => c.Items) };
            var running = firing.Count(f => f.Kind == kind.Name);
            var pause = Paused(kind.Name) is { IsTrying: true } && running + own.Waiting == 0 ? null : Paused(kind.Name); // there is nothing to try it with
            return new(kind.Name, running, own.Waiting, own.Retrying, own.Failed, own.OldestWaiting, kind.RunsManyAtOnce,
                limits.TryGetValue(kind.Name, out var atOnce) ? atOnce : null, pause);
        }
        return new(
            [.. kinds.OrderByDescending(k => k.RunsManyAtOnce).Select(View)],
            [.. firing.Select(f => new RunningJob(f.Id, f.Kind!, f.JobName!, subjects.GetValueOrDefault((f.Kind!, f.JobName!)), f.Node, Moment(f.At), f.Progress, f.ProgressText ?? "", f.StopAsked is not null))],
            [.. queue.Where(t => kinds.Any(k => k.Name == t.Kind)).Select(t => new WaitingJob(t.Kind, t.JobName, subjects.GetValueOrDefault((t.Kind, t.JobName)), Moment(t.Next!.Value), t.Retry ?? 0))],
            causes,
            [.. schedules.Select(s => s with { Off = Paused(WorkPause.OfSchedule(s.Kind, s.Name)) })],
            await NodesAsync(now, ct), now);
    }

    /// <summary>By kind, what is due and does not run yet, and what is to be tried again.</summary>
    private static async Task<Dictionary<string, ItemFigures>> WaitingAsync(EngineDb db, DateTimeOffset now, CancellationToken ct) =>
        (await db.Triggers.Where(t => t.Next != null && !AtRest.Contains(t.State) && (t.Next <= now.UtcTicks || t.Retry > 0)).GroupBy(t => t.Kind)
            .Select(g => new { Kind = g.Key, Waiting = g.Count(), Retrying = g.Count(t => t.Retry > 0), Oldest = g.Min(t => t.Next) }).ToListAsync(ct))
        .ToDictionary(g => g.Kind, g => new ItemFigures(g.Waiting, g.Retrying, 0, Moment(g.Oldest!.Value)));

    /// <summary>Jobs of the other kinds whose latest run failed, by what it said.</summary>
    private async Task<IReadOnlyList<FailureCause>> FallenAsync(EngineDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (own, since) = (kinds.Select(k => k.Name).Except(items.Select(i => i.Kind)).ToList(), (now - Remembered).UtcTicks);
        var found = await db.Statuses.Where(s => s.LastResult == (int)JobRunOutcome.Failed && s.LastAt > since && own.Contains(s.Kind)).GroupBy(s => new { s.Kind, s.LastFailure })
            .Select(g => new { g.Key.Kind, g.Key.LastFailure, Items = g.Count(), Since = g.Min(s => s.LastAt) }).ToListAsync(ct);
        return [.. found.OrderByDescending(f => f.Items).Select(f => new FailureCause(f.Kind, "", f.Items, Moment(f.Since), f.LastFailure ?? "", CanRetry: false, CanGiveUp: false))];
    }

    /// <summary>With how each ended last.</summary>
    private static async Task<List<ScheduleView>> SchedulesAsync(EngineDb db, CancellationToken ct)
    {
        var found = await (from t in db.Schedules
                           join s in db.Statuses on new { t.Kind, t.JobName } equals new { s.Kind, s.JobName } into status
                           from s in status.DefaultIfEmpty()
                           orderby t.Kind, t.JobName
                           select new { t.Kind, t.JobName, t.Next, t.Last, Result = (int?)s!.LastResult }).ToListAsync(ct);
        return [.. found.Select(t => new ScheduleView(t.Kind, t.JobName, t.Next is { } next ? Moment(next) : null, t.Last is { } last ? Moment(last) : null, (JobRunOutcome?)t.Result, null))];
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

    private async Task<IReadOnlyList<NodeView>> NodesAsync(DateTimeOffset now, CancellationToken ct) =>
        [.. (await (await schedulers.GetScheduler(ct)).QueryClusterNodes(ct)).Select(n => new NodeView(n.InstanceId, n.LastCheckInUtc ?? now, n.State != ClusterNodeState.Failed))];

    internal static DateTimeOffset Moment(long ticks) => new(ticks, TimeSpan.Zero);
}
