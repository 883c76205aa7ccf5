using Hangfire;
using Hangfire.Common;
using MediaAdmin.Access;
using MediaAdmin.Jobs;

namespace MediaAdmin.Reconciliation;

/// <summary>The job of <see cref="Reconciler"/>. One that a kill cut off begins anew.</summary>
[JobName("reconcile"), Queue(JobQueues.Maintenance)]
public sealed class ReconciliationJob(Reconciler reconciler)
{
    public static Job Of(ReconciliationInput input) => Job.FromExpression<ReconciliationJob>(
        j => j.RunAsync(input.Report, input.Check, input.Fix, input.Actor, input.ActorName, CancellationToken.None));

    public Task RunAsync(long report, bool check, bool fix, string actor, string actorName, CancellationToken cancellationToken) =>
        reconciler.RunAsync(new(report, check, fix, actor, actorName), cancellationToken);
}

/// <summary>Asks for the check every night; when one runs at that moment, that is the night's.</summary>
[JobName("reconcile-nightly"), Queue(JobQueues.Maintenance)]
public sealed class NightlyReconciliationJob(ReconciliationControl control)
{
    public const string Name = "nightly-check";

    public Task RunAsync(CancellationToken cancellationToken) => control.CheckAsync(fix: false, Actor.Portal, cancellationToken);
}
