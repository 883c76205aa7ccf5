using System.Diagnostics;
using Hangfire.Client;
using Hangfire.Server;
using MediaAdmin.Live;
using MediaAdmin.Telemetry;

namespace MediaAdmin.Jobs;

/// <summary>News: something about the jobs of this machine changed. It does not say what: who shows jobs reads them again.</summary>
public sealed record JobsChanged
{
    public const string Topic = "jobs";
}

/// <summary>
/// Around every run of a job: continues the trace in which the job was asked for, passes its progress on, tells the open pages, and notes the run in the history.
/// </summary>
sealed class RunFilter(JobRunWriter history, Announcements news, TimeProvider clock) : IServerFilter, IClientFilter
{
    private const string Trace = "traceparent", Span = "span", Started = "started";
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    public void OnCreating(CreatingContext context)
    {
        if (Tracing.Current is { Length: > 0 } trace) context.SetJobParameter(Trace, trace);
    }

    public void OnCreated(CreatedContext context) => Tell();

    public void OnPerforming(PerformingContext context)
    {
        var queue = JobType.QueueOf(context.BackgroundJob.Job.Type);
        var now = clock.GetUtcNow();
        context.Items[Started] = now;
        if (Tracing.Continue($"{queue} process", context.GetJobParameter<string>(Trace, allowStale: true) ?? "") is { } span)
        {
            span.SetTag("messaging.system", "hangfire").SetTag("messaging.message.id", context.BackgroundJob.Id);
            context.Items[Span] = span;
        }
        var (job, connection, told) = (context.BackgroundJob.Id, context.Connection, now);
        context.Items[JobContext.Progress] = (Action<int>)(percent =>
        {
            if (clock.GetUtcNow() is var at && at - told < ProgressEvery) return;
            told = at;
            connection.SetJobParameter(job, JobContext.Progress, FormattableString.Invariant($"{percent}"));
            Tell();
        });
        Tell();
    }

    public void OnPerformed(PerformedContext context)
    {
        var error = context.Exception;
        var outcome = context.Items.TryGetValue(JobContext.Outcome, out var said) ? (JobRunOutcome)said : OutcomeOf(context, error);
        if (context.Items.TryGetValue(Span, out var started) && started is Activity span)
        {
            if (outcome == JobRunOutcome.Failed) span.SetStatus(ActivityStatusCode.Error, error?.Message);
            span.Dispose();
        }
        history.Write(Run(context, error, outcome));
        Tell();
    }

    private static JobRunOutcome OutcomeOf(PerformedContext context, Exception? error) => error switch
    {
        null => JobRunOutcome.Succeeded,
        OperationCanceledException when context.CancellationToken.ShutdownToken.IsCancellationRequested => JobRunOutcome.Cancelled,
        _ => JobRunOutcome.Failed,
    };

    private JobRun Run(PerformedContext context, Exception? error, JobRunOutcome outcome)
    {
        var (job, started) = (context.BackgroundJob, (DateTimeOffset)context.Items[Started]);
        var due = context.GetJobParameter<long?>(RetryFilter.Due, allowStale: true) ?? job.CreatedAt.ToUniversalTime().Ticks;
        return new()
        {
            JobId = job.Id,
            Queue = JobType.QueueOf(job.Job.Type),
            Name = JobNames.Of(job.Job.Type),
            Key = JobNames.Of(job.Job),
            About = Cut(context.Items.TryGetValue(JobContext.About, out var about) ? (string)about : "", JobRun.MaxAbout),
            Node = Node.Of(context.ServerId),
            Started = started.UtcTicks,
            Duration = Math.Max(0, (clock.GetUtcNow() - started).Ticks),
            Wait = Math.Max(0, started.UtcTicks - due),
            Outcome = outcome,
            Error = Cut(context.Items.TryGetValue(JobContext.Error, out var words) ? (string)words : outcome == JobRunOutcome.Failed ? error?.Message ?? "" : "", JobRun.MaxError),
            Attempt = context.GetJobParameter<int>(RetryFilter.Attempts, allowStale: true),
            IsRetried = error is RetryLaterException { IsAttempt: true },
        };
    }

    private void Tell() => news.Publish(JobsChanged.Topic, new JobsChanged());

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
