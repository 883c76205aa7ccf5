using MediaAdmin.Access;
using MediaAdmin.Jobs;
using Quartz;

namespace MediaAdmin.Setup;

public sealed record DemoInput(int Products);

/// <summary>Loads the demo catalogue behind the open pages, which show its pictures arriving: as the portal's own work, so that nobody is told of each as of an upload of theirs.</summary>
[DisallowConcurrentExecution]
public sealed class DemoJob(DemoLoader loader) : IJob<DemoInput>
{
    public const string Kind = "demo";

    public static JobOrder Order(int products) =>
        JobOrder.For<DemoJob, DemoInput>(Kind, "catalogue", new(products), RetryPolicy.Fixed(2, TimeSpan.FromSeconds(5)));

    public async ValueTask Execute(IJobExecutionContext context, DemoInput input, CancellationToken cancellationToken)
    {
        await foreach (var _ in loader.LoadAsync(input.Products, Actor.Portal, cancellationToken))
        {
            // Each picture is on its way as soon as it is yielded.
        }
    }
}
