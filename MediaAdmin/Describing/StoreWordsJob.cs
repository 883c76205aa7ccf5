using Hangfire;
using MediaAdmin.Jobs;

namespace MediaAdmin.Describing;

/// <summary>The job of <see cref="StoreWords"/>: runs on a schedule, soon after something has changed, and when something falls due.</summary>
[JobName("sync-metadata"), Queue(JobQueues.Metadata)]
public sealed class StoreWordsJob(StoreWords words, JobScheduler jobs)
{
    public const string Name = "metadata-sync";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await words.RunAsync(cancellationToken) is { } next) jobs.Wake(Name, next);
    }
}
