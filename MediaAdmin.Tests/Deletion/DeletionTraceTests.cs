using System.Collections.Concurrent;
using System.Diagnostics;
using MediaAdmin.Storage;
using MediaAdmin.Telemetry;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>The trace of a click that deletes goes on, days later, to the store.</summary>
public sealed class DeletionTraceTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private readonly ConcurrentQueue<Activity> _spans = [];

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_store_is_asked_in_the_trace_of_the_click(TestDatabase database)
    {
        using var listening = Listen();
        var bench = await benches.OnAsync(database);
        var click = await ClickAsync(bench, 3);
        bench.Clock.PutForward(QueueBench.UndoWindow);
        ActivitySpanId? asking = null;
        bench.Store.Deleting = (keys, _) =>
        {
            asking = Activity.Current?.SpanId;
            return Task.FromResult<IReadOnlyDictionary<string, DeleteOutcome>>(keys.ToDictionary(k => k, _ => DeleteOutcome.Deleted));
        };
        await bench.PurgeAsync();
        var purge = Assert.Single(_spans, s => s.TraceId == click && s.OperationName == "purge process");
        Assert.Equal((ActivityKind.Consumer, true), (purge.Kind, purge.HasRemoteParent));
        Assert.NotNull(asking);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task One_call_that_serves_several_clicks_points_to_each(TestDatabase database)
    {
        using var listening = Listen();
        var bench = await benches.OnAsync(database);
        HashSet<ActivityTraceId> clicks = [await ClickAsync(bench, 2), await ClickAsync(bench, 1)];
        bench.Clock.PutForward(QueueBench.UndoWindow);
        await bench.PurgeAsync();
        var purge = Assert.Single(_spans, s => s.OperationName == "purge process" && s.Links.Any(l => clicks.Contains(l.Context.TraceId)));
        Assert.Equal(clicks, [.. purge.Links.Select(l => l.Context.TraceId)]);
        Assert.DoesNotContain(purge.TraceId, clicks);
    }

    private static async Task<ActivityTraceId> ClickAsync(QueueBench bench, int pictures)
    {
        using var click = new Activity("click").SetIdFormat(ActivityIdFormat.W3C).Start();
        await bench.TrashAsync(pictures);
        return click.TraceId;
    }

    private ActivityListener Listen()
    {
        var listener = new ActivityListener { ShouldListenTo = s => s.Name == Tracing.Name, Sample = (ref _) => ActivitySamplingResult.AllData, ActivityStopped = _spans.Enqueue };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
