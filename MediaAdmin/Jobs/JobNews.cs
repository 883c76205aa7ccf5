using MediaAdmin.Live;
using Quartz;

namespace MediaAdmin.Jobs;

/// <summary>News: something about the jobs of this machine changed. It says not what: who shows it reads again.</summary>
public sealed record JobsChanged
{
    public const string Topic = "jobs";
}

/// <summary>Hears the engine and tells the open pages.</summary>
sealed class JobNews(Announcements news) : IJobListener
{
    public string Name => nameof(JobNews);

    public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken = default) => Tell();

    public ValueTask JobWasExecuted(IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default) => Tell();

    public ValueTask JobProgressChanged(IJobExecutionContext context, Quartz.Extensibility.FireInstanceProgress progress, CancellationToken cancellationToken = default) => Tell();

    private ValueTask Tell()
    {
        news.Publish(JobsChanged.Topic, new JobsChanged());
        return default;
    }
}
