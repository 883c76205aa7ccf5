using MediaAdmin.Data;
using MediaAdmin.Telemetry;
using Microsoft.EntityFrameworkCore.Storage;
using Quartz;

namespace MediaAdmin.Jobs;

/// <summary>One piece of work to be done soon: which job, under which name (one job per name at a time), with which input, tried again how.</summary>
public sealed record JobOrder(JobKey Key, IJobDetail Detail, ITrigger Trigger)
{
    private const string Trace = "traceparent";

    /// <summary>Begins the span of a job, in the trace in which it was asked for.</summary>
    public static System.Diagnostics.Activity? Continue(IJobExecutionContext context) =>
        Tracing.Continue($"{context.JobDetail.Key.Group} process", context.MergedJobDataMap.GetString(Trace) ?? "");

    /// <param name="kind">The kind of work, the group that is paused and counted together.</param>
    /// <param name="name">Derived from the row that the job moves, so that ordering twice is ordering once.</param>
    public static JobOrder For<TJob, TInput>(string kind, string name, TInput input, RetryPolicy retry) where TJob : IJob<TInput> where TInput : notnull
    {
        var key = new JobKey(name, kind);
        return new(key,
            JobBuilder.Create<TJob>().WithIdentity(key).UsingInput(input).UsingJobData(Trace, Tracing.Current).RequestRecovery().Build(),
            // However long its kind stands still, it is not late: nothing sweeps over what waits.
            TriggerBuilder.Create().WithIdentity(name, kind).ForJob(key).StartNow()
                .WithSimpleSchedule(s => s.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires)).WithRetryPolicy(retry).Build());
    }
}

/// <summary>Starts and stops jobs. It knows no concept: what a job does is its own folder's business.</summary>
public sealed class JobScheduler(ISchedulerFactory schedulers, DatabaseOptions database)
{
    private static readonly ScheduleJobOptions Replacing = new() { Replace = true };

    /// <summary>
    /// Commits the transaction and starts the jobs: in one step on PostgreSQL. On SQLite, where an enlisted engine deadlocks with the writer,
    /// the rows are committed first; a crash between the two leaves rows without a job, which the concept's sweep finds.
    /// </summary>
    public async Task CommitAndStartAsync(IDbContextTransaction transaction, IReadOnlyCollection<JobOrder> orders, CancellationToken ct)
    {
        if (database.IsSqlite)
        {
            await transaction.CommitAsync(ct);
            await StartAsync(orders, ct);
            return;
        }
        var scheduler = await schedulers.GetScheduler(ct);
        using (scheduler.EnlistTransaction(transaction.GetDbTransaction()))
        {
            await StartAsync(orders, ct);
            await transaction.CommitAsync(ct);
        }
    }

    public async Task StartAsync(IReadOnlyCollection<JobOrder> orders, CancellationToken ct)
    {
        if (orders.Count == 0) return;
        var scheduler = await schedulers.GetScheduler(ct);
        await scheduler.ScheduleJobs(orders.ToDictionary(o => o.Detail, o => (IReadOnlyCollection<ITrigger>)[o.Trigger]), Replacing, ct);
    }

    /// <summary>For a job that is running: it runs again at that moment, by the order's own trigger with its retry policy.</summary>
    public async Task TryAgainAsync(JobOrder order, DateTimeOffset at, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        var trigger = order.Trigger.GetTriggerBuilder().StartAt(at).Build();
        if (await scheduler.RescheduleJob(trigger.Key, trigger, ct) is null) await scheduler.ScheduleJob(trigger, cancellationToken: ct); // it runs by one of Quartz's own making
    }

    /// <summary>Has a job that is always there run at that moment too, instead of the moment last asked for.</summary>
    public async Task WakeAsync(JobKey job, DateTimeOffset at, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        var trigger = TriggerBuilder.Create().WithIdentity($"{job.Name}-wake", job.Group).ForJob(job).StartAt(at).Build();
        if (await scheduler.RescheduleJob(trigger.Key, trigger, ct) is null) await scheduler.ScheduleJob(trigger, cancellationToken: ct);
    }

    /// <summary>Whether the work is still ordered: waiting, running or to be tried again.</summary>
    public async Task<bool> IsOrderedAsync(JobKey key, CancellationToken ct) => await (await schedulers.GetScheduler(ct)).Exists(key, ct);

    /// <summary>The names of all work of this kind that is still ordered, by one question.</summary>
    public async Task<IReadOnlySet<string>> OrderedAsync(string kind, CancellationToken ct) =>
        (await (await schedulers.GetScheduler(ct)).GetJobKeys(GroupMatcher<JobKey>.GroupEquals(kind), ct)).Select(k => k.Name).ToHashSet();

    /// <summary>Takes the work back; what runs is asked to stop.</summary>
    public async Task CancelAsync(JobKey key, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        await scheduler.Interrupt(key, ct);
        try
        {
            await scheduler.DeleteJob(key, ct);
        }
        catch (SchedulerException) // the run ended in this very moment and took its trigger with it
        {
            await scheduler.DeleteJob(key, ct);
        }
    }
}
