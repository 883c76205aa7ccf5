using Microsoft.AspNetCore.Http;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>One fault: an answer that is none, an answer that never comes, or a broken connection; before the work is done or after.</summary>
public sealed record CloudinaryFault
{
    public int Status { get; init; }
    public string Body { get; init; } = """{"error":{"message":"General Error"}}""";
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The work is done and only the answer is lost.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>The connection is reset once so many bytes of the request's body came.</summary>
    public long? AtByte { get; init; }

    public static CloudinaryFault Answer(int status, string message = "General Error") => new() { Status = status, Body = $$$"""{"error":{"message":"{{{message}}}"}}""" };

    /// <summary>The connection is reset.</summary>
    public static readonly CloudinaryFault Reset = new();

    /// <summary>No answer, until whoever asked goes away.</summary>
    public static readonly CloudinaryFault Silence = new() { Status = -1 };

    public async Task PlayAsync(HttpContext http)
    {
        if (Status == 0)
        {
            http.Abort();
            return;
        }
        if (Status < 0)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }
        http.Response.StatusCode = Status;
        foreach (var (name, value) in Headers) http.Response.Headers[name] = value;
        await http.Response.WriteAsync(Body);
    }
}

/// <summary>Which requests meet which fault, how often; and a gate at which requests can be held.</summary>
public sealed class CloudinaryScript
{
    private readonly List<(string On, CloudinaryFault Fault, int Left)> _faults = [];
    private volatile TaskCompletionSource? _gate;

    /// <param name="on">What the request's method and path hold, such as <c>POST /v1_1/demo/image/upload</c>; empty: any.</param>
    public void Play(CloudinaryFault fault, int times = 1, string on = "")
    {
        lock (_faults) _faults.Add((on, fault, times));
    }

    public void Clear()
    {
        lock (_faults) _faults.Clear();
    }

    /// <summary>From now on requests come in and are not answered, until <see cref="LetGo"/>.</summary>
    public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _gate?.TrySetResult();

    public Task PassAsync() => _gate?.Task ?? Task.CompletedTask;

    public CloudinaryFault? For(string methodAndPath)
    {
        lock (_faults)
        {
            var index = _faults.FindIndex(f => f.Left > 0 && methodAndPath.Contains(f.On, StringComparison.Ordinal));
            if (index < 0) return null;
            var (on, fault, left) = _faults[index];
            _faults[index] = (on, fault, left - 1);
            return fault;
        }
    }
}
