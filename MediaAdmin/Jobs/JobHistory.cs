using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Jobs;

/// <summary>Which runs: with these words in what they were about or in their error, of a kind, that ended so, from and until a moment.</summary>
public sealed record HistoryQuery(string Search = "", string Kind = "", JobRunOutcome? Outcome = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <summary>A run that is over. What it was about in words (<paramref name="About"/>), what it failed of, whether it was <paramref name="Retried"/> afterwards.</summary>
public sealed record JobRun(string Id, string Kind, string Job, string About, string Node, DateTimeOffset At, TimeSpan Took, JobRunOutcome Outcome, string Error, int Attempt, bool Retried);

/// <summary>So many runs, of which these are shown.</summary>
public sealed record JobRuns(IReadOnlyList<JobRun> Items, int Total);

/// <summary>The span that a chart shows, and how fine.</summary>
public enum ChartSpan { Hour, Day, Week }

/// <summary>Runs that ended well and badly from this moment on, for as long as the chart's grain.</summary>
public sealed record ChartBar(DateTimeOffset From, int Succeeded, int Failed);

/// <summary>
/// How long the runs of a kind took: half of them at most <paramref name="P50"/>, nineteen of twenty at most <paramref name="P95"/>. Likewise how long they had waited for a worker since they were due;
/// null where none has noted it.
/// </summary>
public sealed record KindDurations(string Kind, int Runs, TimeSpan P50, TimeSpan P95, TimeSpan? WaitP50, TimeSpan? WaitP95);

/// <summary>What was done in a span of time: every bar of it, also empty ones, and how long it took by kind.</summary>
public sealed record JobChart(ChartSpan Span, TimeSpan Grain, IReadOnlyList<ChartBar> Bars, IReadOnlyList<KindDurations> Durations);

/// <summary>Reads the engine's own history of runs, which goes back seven days. Each question is two statements; a search asks each kind whose runs are about many items once more.</summary>
public sealed class JobHistory(IDbContextFactory<EngineDb> engine, IEnumerable<IWorkItems> items, TimeProvider clock)
{
    /// <summary>So many runs are given at once at most.</summary>
    public const int MostAtOnce = 200;

    /// <summary>The latest first, from the one after <paramref name="skip"/> on.</summary>
    public async Task<JobRuns> FindAsync(HistoryQuery query, int skip, int take, CancellationToken ct)
    {
        await using var db = await engine.CreateDbContextAsync(ct);
        var found = In(db, query, await WorkedOnAsync(query, ct));
        var total = await found.CountAsync(ct);
        var runs = await found.OrderByDescending(r => r.At).ThenBy(r => r.Id).Skip(skip).Take(Math.Clamp(take, 1, MostAtOnce)).ToListAsync(ct);
        return new([.. runs.Select(View)], total);
    }

    /// <summary>What was done in this span until now.</summary>
    public async Task<JobChart> ChartAsync(ChartSpan span, CancellationToken ct)
    {
        var (bars, grain) = span switch { ChartSpan.Hour => (60, TimeSpan.FromMinutes(1)), ChartSpan.Day => (48, TimeSpan.FromMinutes(30)), _ => (84, TimeSpan.FromHours(2)) };
        var first = (clock.GetUtcNow().UtcTicks / grain.Ticks) - bars + 1;
        var (since, ticks) = (first * grain.Ticks, grain.Ticks);
        await using var db = await engine.CreateDbContextAsync(ct);
        var worked = db.Runs.Where(r => r.At >= since && (r.Result == null || r.Result != (int)JobRunOutcome.Skipped));
        var counts = await worked.GroupBy(r => r.At / ticks)
            .Select(g => new { Bar = g.Key, Failed = g.Count(r => r.Result == (int)JobRunOutcome.Failed || (r.Result == null && !r.Succeeded)), All = g.Count() }).ToDictionaryAsync(g => g.Bar, ct);
        return new(span, grain,
            [.. Enumerable.Range(0, bars).Select(i => counts.TryGetValue(first + i, out var bar) ? new ChartBar(JobBoard.Moment((first + i) * ticks), bar.All - bar.Failed, bar.Failed) : new(JobBoard.Moment((first + i) * ticks), 0, 0))],
            await DurationsAsync(db, since, ct));
    }

    /// <summary>How long the work of the last hour waited and took, by kind; one statement.</summary>
    public async Task<IReadOnlyList<KindDurations>> DurationsAsync(CancellationToken ct)
    {
        await using var db = await engine.CreateDbContextAsync(ct);
        return await DurationsAsync(db, (clock.GetUtcNow() - TimeSpan.FromHours(1)).UtcTicks, ct);
    }

    private static async Task<IReadOnlyList<KindDurations>> DurationsAsync(EngineDb db, long since, CancellationToken ct)
    {
        var rows = await db.Database.SqlQueryRaw<Row>(DurationsSql(db.Database.IsSqlite() ? "metrics" : "cast(metrics as json)"), JobsSetup.SchedulerName, since, (int)JobRunOutcome.Skipped).ToListAsync(ct);
        return [.. rows.OrderBy(r => r.Kind).Select(r => new KindDurations(r.Kind, (int)r.Runs, TimeSpan.FromTicks(r.P50), TimeSpan.FromTicks(r.P95), Ticks(r.WaitP50), Ticks(r.WaitP95)))];
    }

    private static string DurationsSql(string metrics) => $$"""
        select job_group as "Kind", max(n) as "Runs", min(case when place * 100 >= n * 50 then run_time end) as "P50", min(case when place * 100 >= n * 95 then run_time end) as "P95",
               min(case when wait_place * 100 >= waits * 50 then wait end) as "WaitP50", min(case when wait_place * 100 >= waits * 95 then wait end) as "WaitP95"
        from (select job_group, run_time, wait, row_number() over (partition by job_group order by run_time) as place, count(*) over (partition by job_group) as n,
                     row_number() over (partition by job_group order by wait is null, wait) as wait_place, count(wait) over (partition by job_group) as waits
              from (select job_group, run_time, cast({{metrics}} ->> '{{WaitTimes.Metric}}' as bigint) as wait from qrtz_execution_history
                    where sched_name = {0} and fired_time >= {1} and (result is null or result <> {2})) as noted) as runs
        group by job_group
        """;

    private static TimeSpan? Ticks(long? ticks) => ticks is { } known ? TimeSpan.FromTicks(known) : null;

    private async Task<IReadOnlyList<(string Kind, long[] Moments)>> WorkedOnAsync(HistoryQuery query, CancellationToken ct)
    {
        var found = new List<(string, long[])>();
        if (string.IsNullOrWhiteSpace(query.Search)) return found;
        foreach (var kind in items.Where(i => query.Kind.Length == 0 || i.Kind == query.Kind))
            if (await kind.WorkedOnAsync(query.Search, MostAtOnce, ct) is { Count: > 0 } moments) found.Add((kind.Kind, [.. moments.Select(m => m.UtcTicks)]));
        return found;
    }

    private static IQueryable<EngineRun> In(EngineDb db, HistoryQuery query, IReadOnlyList<(string Kind, long[] Moments)> workedOn)
    {
        var found = db.Runs;
        if (query.Kind.Length > 0) found = found.Where(r => r.Kind == query.Kind);
        if (query.Outcome is { } outcome) found = found.Where(r => r.Result == (int)outcome);
        if (query.From is { } from) found = found.Where(r => r.At >= from.UtcTicks);
        if (query.Until is { } until) found = found.Where(r => r.At < until.UtcTicks);
        if (query.Search.Trim().Length == 0) return found;
        var fits = found;
        foreach (var word in query.Search.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            fits = fits.Where(r => (r.Summary != null && r.Summary.ToLower().Contains(word)) || (r.Error != null && r.Error.ToLower().Contains(word)) || r.JobName.ToLower().Contains(word));
        foreach (var (kind, moments) in workedOn) fits = fits.Union(found.Where(r => r.Kind == kind && EF.Parameter(moments).Any(m => r.At <= m && m <= r.At + r.Took)));
        return fits;
    }

    private static JobRun View(EngineRun r) => new(
        r.Id, r.Kind, r.JobName, r.Summary ?? "", r.Node, JobBoard.Moment(r.At), TimeSpan.FromTicks(r.Took),
        (JobRunOutcome?)r.Result ?? (r.Succeeded ? JobRunOutcome.Succeeded : JobRunOutcome.Failed), r.Error ?? "", r.Retry, r.RetryScheduled);

    private sealed record Row(string Kind, long Runs, long P50, long P95, long? WaitP50, long? WaitP95);
}
