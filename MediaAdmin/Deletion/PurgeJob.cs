using Hangfire;
using Hangfire.Server;
using MediaAdmin.Jobs;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

/// <summary>The job of <see cref="Purge"/>: runs on a schedule and whenever an entry falls due.</summary>
[JobName("purge"), Queue(JobQueues.Deletions)]
public sealed class PurgeJob(Purge purge, PurgeSchedule schedule, JobScheduler jobs, IOptions<DeletionOptions> options, TimeProvider clock)
{
    public const string Queue = JobQueues.Deletions, Name = "purge";

    public async Task RunAsync(PerformContext? context, CancellationToken cancellationToken)
    {
        var result = await purge.RunAsync(PurgeRun.OfTheJob, cancellationToken);
        if (result.Processed == 0) context.Skip();
        else context.Describe(FormattableString.Invariant($"{result.Deleted} deleted · {result.AlreadyGone} already gone · {result.Failed} failed"));
        if (await purge.NextAsync(cancellationToken) is { } next) schedule.Wake(next);
        if (result.Processed > 0) jobs.Wake(AddressLooksJob.Name, clock.GetUtcNow() + options.Value.FirstRetry);
    }
}
