using System.Threading.Channels;
using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;
using Hangfire.Storage;
using MediaAdmin.Data;
using MediaAdmin.Jobs.Storage;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Jobs;

/// <summary>
/// Runs this machine's Hangfire servers: one for each queue, with as many workers as the queue has, none while it is paused, one while it is tried again after a pause; and one for what is scheduled.
/// The waiting jobs are not touched: two thousand of them cost nothing to pause. Other machines follow within seconds.
/// </summary>
public sealed partial class JobServers(
    JobStorage storage, IJobFilterProvider filters, JobActivator activator, IEnumerable<JobType> types, IEnumerable<RecurringJob> recurring, IRecurringJobManager manager, IBackgroundJobClient client,
    Pauses pauses, IDbContextFactory<MediaDb> dbs, DatabaseOptions database, JobsOptions options, Announcements news, TimeProvider clock, ILogger<JobServers> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5), Never = TimeSpan.FromDays(1), Interval = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, QueueServer> _servers = [];
    private readonly HashSet<string> _off = [];
    private BackgroundProcessingServer? _schedulers;
    private Task? _stop;

    /// <summary>The servers run; a paused queue has none and counts as running.</summary>
    public bool IsRunning => _schedulers is not null && !_stopping.IsCancellationRequested;

    /// <summary>How many workers a queue has on this machine at this moment.</summary>
    public int Workers(string queue) => _servers.TryGetValue(queue, out var server) ? server.Workers : 0;

    /// <summary>Sets how many jobs of this queue may run at once on each machine; null for as many as the configuration says.</summary>
    public async Task LimitAsync(string queue, int? workers, CancellationToken ct)
    {
        if (workers is < 1 or > WorkLimit.Most) throw new ArgumentOutOfRangeException(nameof(workers), workers, $"Between 1 and {WorkLimit.Most}.");
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"pause/{queue}", ct);
        await db.Set<WorkLimit>().Where(l => l.Kind == queue).ExecuteDeleteAsync(ct);
        if (workers is { } many) db.Add(new WorkLimit { Kind = queue, AtOnce = many });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        news.Publish(PauseChanged.Topic, new PauseChanged(queue));
    }

    /// <summary>What Admins set, by queue.</summary>
    public async Task<IReadOnlyDictionary<string, int>> LimitsAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<WorkLimit>().ToDictionaryAsync(l => l.Kind, l => l.AtOnce, ct);
    }

    // The pauses are read before anything runs, so that nothing slips through what was paused when the portal went down.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        (storage as SqliteJobStorage)?.Recover();
        foreach (var queue in types.Select(t => t.Queue).Distinct()) _servers[queue] = new(queue, Start, Performer, _stopping.Token);
        _schedulers = Start([
            new DelayedJobScheduler(Interval, new BackgroundJobStateChanger(filters)).UseBackgroundPool(1),
            new RecurringJobScheduler(new BackgroundJobFactory(filters), Interval, new DefaultTimeZoneResolver()).UseBackgroundPool(1),
        ], [], 0, isLightweight: false);
        Schedule([.. recurring]);
        using (var connection = storage.GetConnection()) // of an older version, or switched off by configuration
            foreach (var unknown in connection.GetRecurringJobs().Select(r => r.Id).Except(recurring.Select(r => r.Name))) manager.RemoveIfExists(unknown);
        await ApplyAsync(cancellationToken);
        foreach (var job in recurring.Where(r => r.AtStart && !_off.Contains(r.Name))) client.Create(job.Job, new EnqueuedState(job.Queue));
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Asks the running jobs to stop; each hands its work back, and the next start, or another machine, goes on with it.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        // A host may be stopped twice at once; neither may go on, and dispose the storage, before the servers have ended.
        lock (_stopping) return _stop ??= StopServersAsync(cancellationToken);
    }

    private async Task StopServersAsync(CancellationToken ct)
    {
        await base.StopAsync(ct);
        await _stopping.CancelAsync();
        _schedulers?.SendStop();
        await Task.WhenAll([.. _servers.Values.Select(s => s.StopAsync(ct)), _schedulers?.WaitForShutdownAsync(ct) ?? Task.CompletedTask]);
        _schedulers?.Dispose();
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
            catch (Exception e) when (!stoppingToken.IsCancellationRequested) // the database may be away for a moment; until then the servers run on as they are
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

    /// <summary>Brings servers and schedules in line with pauses and limits. Returns after which time to look again.</summary>
    private async Task<TimeSpan> ApplyAsync(CancellationToken ct)
    {
        // One moment for all of it: a pause that ended in between would count as tried again, with one worker and nobody to look again.
        var now = clock.GetUtcNow();
        await pauses.EndOverdueAsync(now, ct);
        var (all, limits) = (await pauses.AllAsync(ct), await LimitsAsync(ct));
        var changed = false;
        foreach (var (queue, server) in _servers)
        {
            var pause = all.FirstOrDefault(p => p.Kind == queue);
            var workers = pause is null ? limits.TryGetValue(queue, out var set) ? set : options.Workers.Of(queue) ?? options.Concurrency : pause.Until > now ? 0 : 1;
            changed |= server.Run(workers);
        }
        changed |= Switch(all.Select(p => p.Kind).ToHashSet());
        if (changed) news.Publish(JobsChanged.Topic, new JobsChanged());
        var next = all.Where(p => p.Until > now).Select(p => p.Until - now).DefaultIfEmpty(Never).Min();
        if (next > Never) next = Never;
        return !database.IsSqlite && next > LookAgain ? LookAgain : next;
    }

    /// <summary>Has the schedules that somebody switched off, or on again, follow.</summary>
    private bool Switch(HashSet<string> paused)
    {
        var changed = false;
        foreach (var job in recurring)
        {
            var off = paused.Contains(WorkPause.OfSchedule(job.Queue, job.Name));
            if (off == _off.Contains(job.Name)) continue;
            changed = true;
            if (off && _off.Add(job.Name)) manager.RemoveIfExists(job.Name);
            else if (_off.Remove(job.Name)) Schedule([job]);
        }
        return changed;
    }

    private void Schedule(IReadOnlyCollection<RecurringJob> jobs)
    {
        foreach (var job in jobs) manager.AddOrUpdate(job.Name, job.Job, job.Cron, new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
    }

    private Worker Performer(string queue) => new Worker([queue], new BackgroundJobPerformer(filters, activator, TaskScheduler.Default), new BackgroundJobStateChanger(filters));

    /// <summary>A server that stops taking jobs when told so, and goes on with those in hand for as long as they need.</summary>
    private BackgroundProcessingServer Start(IEnumerable<IBackgroundProcessDispatcherBuilder> processes, string[] queues, int workers, bool isLightweight) =>
        new(storage, processes, new Dictionary<string, object> { ["Queues"] = queues, ["WorkerCount"] = workers }, new BackgroundProcessingServerOptions
        {
            StopTimeout = Timeout.InfiniteTimeSpan,
            ShutdownTimeout = Timeout.InfiniteTimeSpan,
            HeartbeatInterval = TimeSpan.FromSeconds(10),
            ServerTimeout = TimeSpan.FromMinutes(1),
            ServerCheckInterval = TimeSpan.FromSeconds(30),
            CancellationCheckInterval = TimeSpan.FromSeconds(1),
            ExcludeStorageProcesses = isLightweight,
        });

    [LoggerMessage(LogLevel.Warning, "The job servers could not follow pauses and limits; tried again in a few seconds")]
    private partial void LogNotApplied(Exception exception);
}
