using MediaAdmin.Jobs;
using Microsoft.Extensions.Options;
using Quartz;

namespace MediaAdmin.Deletion;

/// <summary>The job of <see cref="Purge"/>: always there, run on a schedule and whenever something falls due.</summary>
[DisallowConcurrentExecution]
public sealed class PurgeJob(Purge purge, PurgeSchedule schedule, JobScheduler jobs, IOptions<DeletionOptions> options, TimeProvider clock) : IJob
{
    public const string Kind = "purge";
    public static readonly JobKey Key = new("deletions", Kind);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var result = await purge.RunAsync(PurgeRun.OfTheJob, cancellationToken);
        context.Result = result.Processed == 0 ? JobRunReport.Skipped() : JobRunReport.Succeeded(FormattableString.Invariant($"{result.Deleted} deleted · {result.AlreadyGone} already gone · {result.Failed} failed"));
        if (await purge.NextAsync(cancellationToken) is { } next) await schedule.WakeAsync(next, cancellationToken);
        if (result.Processed > 0) await jobs.WakeAsync(AddressLooksJob.Key, clock.GetUtcNow() + options.Value.FirstRetry, cancellationToken);
    }
}
