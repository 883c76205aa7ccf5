using MediaAdmin.Access;
using MediaAdmin.Jobs;
using Microsoft.Extensions.Options;
using Quartz;

namespace MediaAdmin.Reconciliation;

/// <summary>The job of <see cref="Reconciler"/>. One that a kill cut off begins anew.</summary>
[DisallowConcurrentExecution]
public sealed class ReconciliationJob(Reconciler reconciler, IHostApplicationLifetime portal) : IJob<ReconciliationInput>
{
    public const string Kind = "reconciliation";

    public static JobOrder Order(ReconciliationInput input) => JobOrder.For<ReconciliationJob, ReconciliationInput>(Kind, FormattableString.Invariant($"{input.Report}"), input, RetryPolicy.None);

    public async ValueTask Execute(IJobExecutionContext context, ReconciliationInput input, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, portal.ApplicationStopping); // a portal that stops waits for its jobs
        await reconciler.RunAsync(input, either.Token);
    }
}

/// <summary>Orders the check every night; when one runs at that moment, that is the night's.</summary>
[DisallowConcurrentExecution]
public sealed class NightlyReconciliationJob(ReconciliationControl control, IOptions<ReconciliationOptions> options) : IJob
{
    public static readonly JobKey Key = new("nightly", ReconciliationJob.Kind);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (options.Value.At is not null) await control.CheckAsync(fix: false, Actor.Portal, cancellationToken);
        else await context.Scheduler.DeleteJob(Key, cancellationToken); // switched off since the schedule was made
    }
}
