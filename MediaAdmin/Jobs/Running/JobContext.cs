using Hangfire.Server;

namespace MediaAdmin.Jobs;

/// <summary>What a job says of its run while it runs. Without a context (a job called directly) nobody hears it.</summary>
public static class JobContext
{
    internal const string About = "about", Outcome = "outcome", Error = "error", Progress = "progress";

    /// <summary>What this run is about, in words that the history can be searched by.</summary>
    public static void Describe(this PerformContext? context, string? about) => Set(context, About, about);

    /// <summary>There was nothing to do.</summary>
    public static void Skip(this PerformContext? context) => Set(context, Outcome, JobRunOutcome.Skipped);

    /// <summary>It failed, and nothing is to be tried again by itself: the row says why.</summary>
    public static void Fail(this PerformContext? context, string error)
    {
        Set(context, Outcome, JobRunOutcome.Failed);
        Set(context, Error, error);
    }

    /// <summary>How far it is, in percent. Written at most once a second; open pages hear of it.</summary>
    public static void ReportProgress(this PerformContext? context, int percent)
    {
        if (context is not null && context.Items.TryGetValue(Progress, out var report)) ((Action<int>)report)(percent);
    }

    /// <summary>Which attempt this is, from 1 on.</summary>
    public static int Attempt(this PerformContext? context) => 1 + (context?.GetJobParameter<int>(RetryFilter.Attempts, allowStale: true) ?? 0);

    /// <summary>A person has put it back into its queue after it had failed, been deleted or been done.</summary>
    public static bool IsRequeued(this PerformContext? context) => context?.GetJobParameter<bool>(RetryFilter.Requeued, allowStale: true) ?? false;

    private static void Set(PerformContext? context, string name, object? value)
    {
        if (context is not null && value is not null) context.Items[name] = value;
    }
}
