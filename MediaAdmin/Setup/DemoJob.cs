using Hangfire;
using Hangfire.Common;
using MediaAdmin.Access;
using MediaAdmin.Jobs;

namespace MediaAdmin.Setup;

/// <summary>Loads the demo catalogue behind the open pages, which show its pictures arriving: as the portal's own work, so that nobody is told of each as of an upload of theirs.</summary>
[JobName("load-demo"), Queue(JobQueues.Maintenance)]
public sealed class DemoJob(DemoLoader loader)
{
    public static Job Of(int products) => Job.FromExpression<DemoJob>(j => j.RunAsync(products, CancellationToken.None));

    public async Task RunAsync(int products, CancellationToken cancellationToken)
    {
        await foreach (var _ in loader.LoadAsync(products, Actor.Portal, cancellationToken))
        {
            // Each picture is on its way as soon as it is yielded.
        }
    }
}
