using System.Text.Json;
using System.Text.Json.Serialization;

namespace MediaAdmin.Imaging;

/// <summary>What the portal writes to a worker, one JSON line each.</summary>
[JsonDerivedType(typeof(Begin), "begin")]
[JsonDerivedType(typeof(Examine), "examine")]
[JsonDerivedType(typeof(Draw), "draw")]
internal abstract record WorkerRequest
{
    /// <summary>The first line: the limits, and whether this worker draws the portal's own SVG (it then sees no upload).</summary>
    internal sealed record Begin(ImagingOptions Options, bool Draws) : WorkerRequest;

    internal sealed record Examine(string Source, string CleanPath, IReadOnlyList<Rendition> Renditions) : WorkerRequest;

    internal sealed record Draw(string Svg, string Target, int Width, int Height) : WorkerRequest;
}

/// <summary>What a worker writes back, one JSON line for each request.</summary>
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Drawn), "drawn")]
[JsonDerivedType(typeof(Broken), "broken")]
internal abstract record WorkerReply
{
    internal sealed record Ready(string Version) : WorkerReply;

    internal sealed record Accepted(PictureFacts Facts) : WorkerReply;

    internal sealed record Refused(Refusal Reason, string Detail) : WorkerReply;

    internal sealed record Drawn : WorkerReply;

    /// <summary>Not the picture's fault: no library, a full disk.</summary>
    internal sealed record Broken(string Message) : WorkerReply;

    /// <summary>Never on the wire: the worker ended (or wrote nonsense and was ended) instead of answering.</summary>
    internal sealed record Died(int ExitCode, string Errors) : WorkerReply;

    /// <summary>Never on the wire: the worker was killed when its time was over.</summary>
    internal sealed record TimedOut : WorkerReply;
}

/// <summary>One message, one line. Generated code, because a worker should not spend its start on reflection.</summary>
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerReply))]
internal sealed partial class WorkerWire : JsonSerializerContext
{
    public static byte[] Line(WorkerRequest request) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(request, Default.WorkerRequest), (byte)'\n'];

    public static byte[] Line(WorkerReply reply) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(reply, Default.WorkerReply), (byte)'\n'];
}
