using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Jobs;

/// <summary>Which runs: with these words in what they were about or in their error, of a kind, that ended so, from and until a moment.</summary>
public sealed record HistoryQuery(string Search = "", string Kind = "", JobRunOutcome? Outcome = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <summary>A run that is over. What it was about in words (<paramref name="About"/>), what it failed of, whether it was <paramref name="Retried"/> afterwards.</summary>
public sealed record RunView(string Id, string Kind, string Job, string About, string Node, DateTimeOffset At, TimeSpan Took, JobRunOutcome Outcome, string Error, int Attempt, bool Retried);

/// <summary>So many runs, of which these are shown.</summary>
public sealed record JobRuns(IReadOnlyList<RunView> Items, int Total);

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

/// <summary>Reads the history of runs, which goes back seven days. Each question is two statements; a search asks each concept whose runs are about many items once more.</summary>
public sealed class JobHistory(IDbContextFactory<MediaDb> dbs, IEnumerable<IWorkItems> items, TimeProvider clock)
{
    /// <summary>So many runs are given at once at most.</summary>
    public const int MostAtOnce = 200;

    /// <summary>The latest first, from the one after <paramref name="skip"/> on.</summary>
    public async Task<JobRuns> FindAsync(HistoryQuery query, int skip, int take, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = In(db, query, await WorkedOnAsync(query, ct));
        var total = await found.CountAsync(ct);
        var runs = await found.OrderByDescending(r => r.Started).ThenBy(r => r.Id).Skip(skip).Take(Math.Clamp(take, 1, MostAtOnce)).ToListAsync(ct);
        return new([.. runs.Select(View)], total);
    }

    /// <summary>What was done in this span until now.</summary>
    public async Task<JobChart> ChartAsync(ChartSpan span, CancellationToken ct)
    {
        var (bars, grain) = span switch { ChartSpan.Hour => (60, TimeSpan.FromMinutes(1)), ChartSpan.Day => (48, TimeSpan.FromMinutes(30)), _ => (84, TimeSpan.FromHours(2)) };
        var first = (clock.GetUtcNow().UtcTicks / grain.Ticks) - bars + 1;
        var (since, ticks) = (first * grain.Ticks, grain.Ticks);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var counts = await db.Set<JobRun>().Where(r => r.Started >= since && r.Outcome != JobRunOutcome.Skipped).GroupBy(r => r.Started / ticks)
            .Select(g => new { Bar = g.Key, Failed = g.Count(r => r.Outcome == JobRunOutcome.Failed), All = g.Count() }).ToDictionaryAsync(g => g.Bar, ct);
        ChartBar Bar(long at) => counts.TryGetValue(at, out var bar) ? new(JobBoard.Moment(at * ticks), bar.All - bar.Failed, bar.Failed) : new(JobBoard.Moment(at * ticks), 0, 0);
        return new(span, grain, [.. Enumerable.Range(0, bars).Select(i => Bar(first + i))], await DurationsAsync(db, since, ct));
    }

    /// <summary>How long the work of the last hour waited and took, by queue; one statement.</summary>
    public async Task<IReadOnlyList<KindDurations>> DurationsAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await DurationsAsync(db, (clock.GetUtcNow() - TimeSpan.FromHours(1)).UtcTicks, ct);
    }

    private static async Task<IReadOnlyList<KindDurations>> DurationsAsync(MediaDb db, long since, CancellationToken ct)
    {
        var rows = await db.Database.SqlQueryRaw<Row>(DurationsSql, since, (int)JobRunOutcome.Skipped).ToListAsync(ct);
        return [.. rows.OrderBy(r => r.Queue).Select(r => new KindDurations(
            r.Queue, (int)r.Runs, TimeSpan.FromTicks(r.P50), TimeSpan.FromTicks(r.P95), TimeSpan.FromTicks(r.WaitP50), TimeSpan.FromTicks(r.WaitP95)))];
    }

    private const string DurationsSql = """
        select "Queue", max(n) as "Runs", min(case when place * 100 >= n * 50 then "Duration" end) as "P50", min(case when place * 100 >= n * 95 then "Duration" end) as "P95",
               min(case when wait_place * 100 >= n * 50 then "Wait" end) as "WaitP50", min(case when wait_place * 100 >= n * 95 then "Wait" end) as "WaitP95"
        from (select "Queue", "Duration", "Wait", count(*) over (partition by "Queue") as n, row_number() over (partition by "Queue" order by "Duration") as place,
                     row_number() over (partition by "Queue" order by "Wait") as wait_place
              from "JobRuns" where "Started" >= {0} and "Outcome" <> {1}) as runs
        group by "Queue"
        """;

    private async Task<IReadOnlyList<(string Queue, long[] Moments)>> WorkedOnAsync(HistoryQuery query, CancellationToken ct)
    {
        var found = new List<(string, long[])>();
        if (string.IsNullOrWhiteSpace(query.Search)) return found;
        foreach (var kind in items.Where(i => query.Kind.Length == 0 || i.Kind == query.Kind))
            if (await kind.WorkedOnAsync(query.Search, MostAtOnce, ct) is { Count: > 0 } moments) found.Add((kind.Kind, [.. moments.Select(m => m.UtcTicks)]));
        return found;
    }

    private static IQueryable<JobRun> In(MediaDb db, HistoryQuery query, IReadOnlyList<(string Queue, long[] Moments)> workedOn)
    {
        var found = db.Set<JobRun>().AsNoTracking();
        if (query.Kind.Length > 0) found = found.Where(r => r.Queue == query.Kind);
        if (query.Outcome is { } outcome) found = found.Where(r => r.Outcome == outcome);
        if (query.From is { } from) found = found.Where(r => r.Started >= from.UtcTicks);
        if (query.Until is { } until) found = found.Where(r => r.Started < until.UtcTicks);
        if (query.Search.Trim().Length == 0) return found;
        var fits = found;
        foreach (var word in query.Search.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            fits = fits.Where(r => r.About.ToLower().Contains(word) || r.Error.ToLower().Contains(word) || r.Key.ToLower().Contains(word));
        foreach (var (queue, moments) in workedOn) fits = fits.Union(found.Where(r => r.Queue == queue && EF.Parameter(moments).Any(m => r.Started <= m && m <= r.Started + r.Duration)));
        return fits;
    }

    private static RunView View(JobRun r) => new(
        FormattableString.Invariant($"{r.Id}"), r.Queue, r.Key, r.About, r.Node, JobBoard.Moment(r.Started), TimeSpan.FromTicks(r.Duration), r.Outcome, r.Error, r.Attempt, r.IsRetried);

    private sealed record Row(string Queue, long Runs, long P50, long P95, long WaitP50, long WaitP95);
}
