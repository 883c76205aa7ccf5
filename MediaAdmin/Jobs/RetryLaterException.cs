using Hangfire.States;
using Hangfire.Storage;

namespace MediaAdmin.Jobs;

/// <summary>
/// Thrown by a job that is to run again at <paramref name="at"/>; the dashboard shows <paramref name="reason"/>. <paramref name="isAttempt"/>: this run counts among its attempts.
/// Any other exception ends the job as failed.
/// </summary>
public sealed class RetryLaterException(DateTimeOffset at, string reason, bool isAttempt = true, Exception? inner = null) : Exception(reason, inner)
{
    public DateTimeOffset At => at;
    public bool IsAttempt => isAttempt;

    /// <summary>How long to wait after so many failed attempts: <paramref name="first"/>, then twice as long each time, at most <paramref name="longest"/>.</summary>
    public static TimeSpan Wait(int attempts, TimeSpan first, TimeSpan longest) =>
        TimeSpan.FromTicks(Math.Min(Math.Max(first.Ticks, longest.Ticks), first.Ticks << Math.Clamp(attempts - 1, 0, 20)));
}

/// <summary>Makes a <see cref="RetryLaterException"/> a scheduled job, listed among the dashboard's retries, and notes when each job is due.</summary>
sealed class RetryFilter : IElectStateFilter, IApplyStateFilter
{
    /// <summary>Hangfire's own name, by which its dashboard counts attempts.</summary>
    public const string Attempts = "RetryCount";

    /// <summary>In UTC ticks; jobs without it are due when they are created.</summary>
    public const string Due = "Due";

    /// <summary>Set when a person has put a job back into its queue.</summary>
    public const string Requeued = "Requeued";

    private const string Retries = "retries";

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is FailedState { Exception: RetryLaterException later })
        {
            if (later.IsAttempt) context.SetJobParameter(Attempts, context.GetJobParameter<int>(Attempts, allowStale: true) + 1);
            context.CandidateState = new ScheduledState(later.At.UtcDateTime) { Reason = later.Message };
        }
        if (context.CandidateState is ScheduledState scheduled)
        {
            context.SetJobParameter(Due, scheduled.EnqueueAt.Ticks);
            // Hangfire keeps whole seconds and would run it up to a second early, when what it is about is not due yet.
            if (scheduled.EnqueueAt.Ticks % TimeSpan.TicksPerSecond is > 0 and var part)
                context.CandidateState = new ScheduledState(scheduled.EnqueueAt.AddTicks(TimeSpan.TicksPerSecond - part)) { Reason = scheduled.Reason };
        }
        else if (context.CandidateState is EnqueuedState && context.CurrentState is "Failed" or "Succeeded" or "Deleted") // by a person
        {
            context.SetJobParameter(Attempts, 0);
            context.SetJobParameter(Requeued, true);
            context.SetJobParameter(Due, DateTime.UtcNow.Ticks);
        }
    }

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is ScheduledState && context.GetJobParameter<int>(Attempts, allowStale: true) > 0) transaction.AddToSet(Retries, context.BackgroundJob.Id);
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.OldStateName == ScheduledState.StateName) transaction.RemoveFromSet(Retries, context.BackgroundJob.Id);
    }
}
