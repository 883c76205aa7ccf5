using MediaAdmin.Jobs;
using Quartz;

namespace MediaAdmin.Describing;

/// <summary>The job of <see cref="StoreWords"/>: runs on a schedule, soon after something has changed, and when something falls due.</summary>
[DisallowConcurrentExecution]
public sealed class StoreWordsJob(StoreWords words, JobScheduler jobs) : IJob
{
    public static readonly JobKey Key = new("store-words", StoreWords.Kind);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await words.RunAsync(cancellationToken) is { } next) await jobs.WakeAsync(Key, next, cancellationToken);
    }
}
