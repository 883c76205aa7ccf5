using System.Collections.Concurrent;
using System.Diagnostics;
using MediaAdmin.Telemetry;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Jobs;

/// <summary>One trace goes from the click through the job.</summary>
public sealed class TracingTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task The_job_that_stores_an_upload_belongs_to_the_trace_of_the_request_that_brought_its_last_byte()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = s => s.Name == Tracing.Name, Sample = (ref _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue };
        ActivitySource.AddActivityListener(listener);
        var trace = ActivityTraceId.CreateRandom();
        using var client = shared.App.Client(MediaApp.AdminKey);
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        await new TusClient(client).UploadAsync(Pictures.Png(8080), "traced.png");
        await Eventually.HoldsAsync(() => Task.FromResult(spans.Any(s => s.TraceId == trace && s.OperationName == "store-upload process")), "the job's span in that trace");
    }
}
