using System.Threading.Channels;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace MediaAdmin.Jobs;

/// <summary>
/// Tells this machine's engine how many jobs of each kind it may run: none of a kind that stands still, one of a kind that tries whether it can go on, otherwise as many as an Admin set. The jobs
/// themselves are not touched: two thousand that wait cost nothing to pause. Other machines of a cluster follow within seconds.
/// </summary>
public sealed partial class WorkGate(
    Pauses pauses, IDbContextFactory<MediaDb> dbs, DatabaseOptions database, ISchedulerFactory schedulers, Announcements news, TimeProvider clock, ILogger<WorkGate> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5), Never = TimeSpan.FromDays(1);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Dictionary<string, int> _told = [];

    /// <summary>Sets how many of this kind may run at once on each machine; null for as many as there is room for.</summary>
    public async Task LimitAsync(string kind, int? atOnce, CancellationToken ct)
    {
        if (atOnce is < 1 or > WorkLimit.Most) throw new ArgumentOutOfRangeException(nameof(atOnce), atOnce, $"Between 1 and {WorkLimit.Most}.");
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"pause/{kind}", ct);
        await db.Set<WorkLimit>().Where(l => l.Kind == kind).ExecuteDeleteAsync(ct);
        if (atOnce is { } many) db.Add(new WorkLimit { Kind = kind, AtOnce = many });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        news.Publish(PauseChanged.Topic, new PauseChanged(kind));
    }

    /// <summary>What Admins set, by kind.</summary>
    public async Task<IReadOnlyDictionary<string, int>> LimitsAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<WorkLimit>().ToDictionaryAsync(l => l.Kind, l => l.AtOnce, ct);
    }

    // Before the engine starts, so that nothing slips through what stood still when the portal went down.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ApplyAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hearing = news.Subscribe<PauseChanged>(PauseChanged.Topic, _ => _changes.Writer.TryWrite(true));
        var wait = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(wait, stoppingToken);
                wait = await ApplyAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested) // the database may be away for a moment; what was told holds until then
            {
                LogNotApplied(e);
                wait = LookAgain;
            }
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = clock.CreateTimer(_ => limit.Cancel(), null, wait, Timeout.InfiniteTimeSpan);
        try
        {
            await _changes.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // it is time
        }
    }

    /// <summary>Returns after which time it has to be looked at again.</summary>
    private async Task<TimeSpan> ApplyAsync(CancellationToken ct)
    {
        await pauses.EndOverdueAsync(ct);
        var (all, now) = (await pauses.AllAsync(ct), clock.GetUtcNow());
        var limits = new Dictionary<string, int>(await LimitsAsync(ct));
        foreach (var pause in all) limits[pause.Kind] = pause.Until > now ? 0 : 1;
        await TellAsync(limits, ct);
        var next = all.Where(p => p.Until > now).Select(p => p.Until - now).DefaultIfEmpty(Never).Min();
        if (next > Never) next = Never;
        return !database.IsSqlite && next > LookAgain ? LookAgain : next;
    }

    private async Task TellAsync(Dictionary<string, int> limits, CancellationToken ct)
    {
        if (limits.Count == _told.Count && limits.All(l => _told.TryGetValue(l.Key, out var told) && told == l.Value)) return;
        var scheduler = await schedulers.GetScheduler(ct);
        var told = ExecutionLimitsBuilder.Create().UseTriggerGroupWhenUnset();
        foreach (var (kind, many) in limits) told.ForGroup(kind, many);
        await scheduler.SetExecutionLimits(limits.Count == 0 ? null : told.Build(), ct);
        foreach (var schedule in limits.Keys.Union(_told.Keys).Where(k => k.Contains('/', StringComparison.Ordinal)))
            await SwitchAsync(scheduler, schedule.Split('/'), isOn: !limits.ContainsKey(schedule), ct);
        // The engine looks at its limits when it looks for work next, up to half a minute later; this has it look now and changes nothing.
        await scheduler.ResumeTriggerGroups(GroupMatcher<TriggerKey>.GroupEquals("nobody"), ct);
        _told = limits;
        news.Publish(JobsChanged.Topic, new JobsChanged());
    }

    private static async Task SwitchAsync(IScheduler scheduler, string[] schedule, bool isOn, CancellationToken ct)
    {
        var key = new TriggerKey(schedule[1], schedule[0]);
        if (isOn) await scheduler.ResumeTrigger(key, ct);
        else await scheduler.PauseTrigger(key, ct);
    }

    [LoggerMessage(LogLevel.Warning, "The engine could not be told how much of each kind of work may run")]
    private partial void LogNotApplied(Exception exception);
}
