using System.Diagnostics;

namespace MediaAdmin.Telemetry;

/// <summary>
/// The portal's own spans. Work that is done later, by a job, carries the trace it was asked for in with it (W3C <c>traceparent</c>), so that one trace goes from the click through the job to the store.
/// </summary>
public static class Tracing
{
    public const string Name = "MediaAdmin";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The trace that asks for work now, to be kept with it; empty for none.</summary>
    public static string Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : "";

    /// <summary>Begins the span of a call to somebody else. Null when nobody listens.</summary>
    public static Activity? Call(string name) => Source.StartActivity(name, ActivityKind.Client);

    /// <summary>Begins a span for work that was asked for in that trace; a trace of its own where that is empty. Null when nobody listens.</summary>
    public static Activity? Continue(string name, string parent) => Continue(name, [parent]);

    /// <summary>The same for work of which parts were asked for in several traces: it belongs to the one if there is only one, and otherwise points to each (OpenTelemetry: a span's links).</summary>
    public static Activity? Continue(string name, IEnumerable<string> parents)
    {
        var asked = parents.Distinct().Select(p => ActivityContext.TryParse(p, null, isRemote: true, out var context) ? context : default).Where(c => c != default).ToList();
        return asked is [var only]
            ? Source.StartActivity(name, ActivityKind.Consumer, only)
            : Source.StartActivity(name, ActivityKind.Consumer, default(ActivityContext), links: asked.Select(c => new ActivityLink(c)));
    }
}
