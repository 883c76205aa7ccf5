using MediaAdmin.Access;
using MediaAdmin.Jobs;
using Quartz;

namespace MediaAdmin.Setup;

public sealed record DemoInput(int Products, string ActorId, string ActorName);

/// <summary>Loads the demo catalogue behind the open pages, which show its pictures arriving.</summary>
[DisallowConcurrentExecution]
public sealed class DemoJob(DemoLoader loader) : IJob<DemoInput>
{
    public const string Kind = "demo";

    public static JobOrder Order(int products, Actor by) =>
        JobOrder.For<DemoJob, DemoInput>(Kind, "catalogue", new(products, by.Id, by.Name), RetryPolicy.Fixed(2, TimeSpan.FromSeconds(5)));

    public async ValueTask Execute(IJobExecutionContext context, DemoInput input, CancellationToken cancellationToken)
    {
        await foreach (var _ in loader.LoadAsync(input.Products, new(input.ActorId, input.ActorName, Role.Admin), cancellationToken))
        {
            // Each picture is on its way as soon as it is yielded.
        }
    }
}
