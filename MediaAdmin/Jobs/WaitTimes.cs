using Quartz;

namespace MediaAdmin.Jobs;

/// <summary>
/// Notes with every run how long it had waited for a worker: from when it was due until it began. Due is when it was ordered, when a schedule says so, or when it was to be tried again, so that
/// the wait between two tries is none; the time for which somebody paused its kind is.
/// </summary>
sealed class WaitTimes(TimeProvider clock) : IJobExecutionMiddleware
{
    /// <summary>Under this name, in ticks, with the engine's own record of the run.</summary>
    public const string Metric = "wait";

    public async ValueTask Invoke(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken)
    {
        var wait = clock.GetUtcNow() - (context.ScheduledFireTimeUtc ?? context.FireTimeUtc);
        try
        {
            await next(context, cancellationToken);
        }
        finally
        {
            context.Result = (context.Result as JobRunReport ?? JobRunReport.Succeeded()).With(Metric, Math.Max(0, wait.Ticks));
        }
    }
}
