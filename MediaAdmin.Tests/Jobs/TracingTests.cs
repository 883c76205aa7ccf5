using System.Collections.Concurrent;
using System.Diagnostics;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Local;
using MediaAdmin.Telemetry;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Jobs;

/// <summary>One trace goes from the click through the job to the store.</summary>
public sealed class TracingTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();

    [Fact]
    public async Task The_job_that_stores_an_upload_and_its_calls_to_the_store_belong_to_the_trace_of_the_request_that_brought_its_last_byte()
    {
        var (spans, listener) = Listen();
        using var listening = listener;
        using var client = shared.App.Client(MediaApp.AdminKey);
        client.DefaultRequestHeaders.Add("traceparent", $"00-{_trace}-{ActivitySpanId.CreateRandom()}-01");
        await new TusClient(client).UploadAsync(Pictures.Png(8080), "traced.png");
        await Eventually.HoldsAsync(() => Task.FromResult(spans.Any(s => s.TraceId == _trace && s.OperationName == "uploads process")), "the job's span in that trace");
        var put = Assert.Single(spans, s => s.TraceId == _trace && s.OperationName == "put local");
        Assert.Equal(spans.Single(s => s.TraceId == _trace && s.OperationName == "uploads process").SpanId, put.ParentSpanId);
        Assert.Equal((ActivityKind.Client, "local", ActivityStatusCode.Unset), (put.Kind, put.GetTagItem("peer.service"), put.Status));
    }

    [Fact]
    public async Task Each_call_to_the_store_is_a_span_that_tells_what_it_was_about_and_why_it_failed()
    {
        var (spans, listener) = Listen();
        using var listening = listener;
        var away = new ScriptedStore(shared.App.Get<LocalStore>()) { Deleting = (_, _) => throw new StorageException("429", StorageFault.RateLimited) };
        using (var click = new Activity("click").SetParentId($"00-{_trace}-{ActivitySpanId.CreateRandom()}-01").Start())
        {
            var store = shared.App.Get<IMediaStore>();
            var picture = new StoredPicture(store.Name, "nobody/knows/it", "1.png");
            Assert.Null(await store.OpenAsync(picture, default));
            Assert.False(await store.IsServedAsync(picture, default));
            await store.DeleteAsync(["nobody/knows/it", "nor/that"], default);
            await Assert.ThrowsAsync<StorageException>(() => new TracedStore(away).DeleteAsync(["a"], default));
        }
        var mine = spans.Where(s => s.TraceId == _trace).ToList();
        Assert.Equal([("open local", 1), ("look local", 1), ("delete local", 2), ("delete local", 1)], mine.Select(s => (s.OperationName, (int)s.GetTagItem("mediaadmin.store.keys")!)));
        Assert.Equal((ActivityStatusCode.Error, "429", "RateLimited"), (mine[3].Status, mine[3].StatusDescription, mine[3].GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_collector_gets_the_whole_trace_by_OTLP_under_the_name_of_the_service()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var portal = new MediaProcess(settings: [(TelemetrySetup.EndpointKey, collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]);
        await portal.StartAsync();
        portal.Admin.DefaultRequestHeaders.Add("traceparent", $"00-{_trace}-{ActivitySpanId.CreateRandom()}-01");
        await new TusClient(portal.Admin).UploadAsync(Pictures.Png(8082), "exported.png");
        await Eventually.HoldsAsync(() => Task.FromResult(collector.Spans.Any(s => s.Trace == _trace.ToHexString() && s.Name == "put local")), "the call to the store");
        await portal.StopAsync(); // sends what is still to be sent
        var spans = collector.Spans.Where(s => s.Trace == _trace.ToHexString()).ToList();
        var (job, put) = (Assert.Single(spans, s => s.Name == "uploads process"), Assert.Single(spans, s => s.Name == "put local"));
        Assert.Equal(job.Id, put.Parent);
        Assert.True(spans.Any(s => s.Id == job.Parent && s.Name == "PATCH /api/uploads/{id}"), string.Join('\n', spans));
        Assert.All(collector.Spans, s => Assert.Equal("mediaadmin", s.Service));
    }

    private static (ConcurrentQueue<Activity> Spans, ActivityListener Listener) Listen()
    {
        var spans = new ConcurrentQueue<Activity>();
        var listener = new ActivityListener { ShouldListenTo = s => s.Name == Tracing.Name, Sample = (ref _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue };
        ActivitySource.AddActivityListener(listener);
        return (spans, listener);
    }
}
