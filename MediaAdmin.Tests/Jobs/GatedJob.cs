using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Hangfire;
using Hangfire.Common;

namespace MediaAdmin.Tests.Jobs;

/// <summary>A job that runs until its test lets it go, and counts how many do so at once.</summary>
[Queue(Queue)]
[SuppressMessage("Performance", "CA1822", Justification = "Hangfire makes the job by its class.")]
public sealed class GatedJob
{
    public const string Queue = "gated";
    public static readonly ConcurrentDictionary<string, GatedJobs> All = new();

    public static Job Of(string test) => Job.FromExpression<GatedJob>(j => j.RunAsync(Guid.NewGuid(), test, CancellationToken.None));

    public Task RunAsync(Guid id, string test, CancellationToken cancellationToken) => All[test].RunAsync(Queue, cancellationToken);
}

/// <summary>The same in another queue.</summary>
[Queue(Queue)]
[SuppressMessage("Performance", "CA1822", Justification = "Hangfire makes the job by its class.")]
public sealed class OtherGatedJob
{
    public const string Queue = "other";

    public static Job Of(string test) => Job.FromExpression<OtherGatedJob>(j => j.RunAsync(Guid.NewGuid(), test, CancellationToken.None));

    public Task RunAsync(Guid id, string test, CancellationToken cancellationToken) => GatedJob.All[test].RunAsync(Queue, cancellationToken);
}

public sealed class GatedJobs
{
    private readonly ConcurrentDictionary<string, int> _running = new(), _begun = new();
    private readonly TaskCompletionSource _open = new();

    public int Running(string queue) => _running.GetValueOrDefault(queue);
    public int Begun(string queue) => _begun.GetValueOrDefault(queue);
    public void Open() => _open.TrySetResult();

    public async Task RunAsync(string queue, CancellationToken ct)
    {
        _running.AddOrUpdate(queue, 1, (_, n) => n + 1);
        _begun.AddOrUpdate(queue, 1, (_, n) => n + 1);
        try { await _open.Task.WaitAsync(ct); }
        finally { _running.AddOrUpdate(queue, 0, (_, n) => n - 1); }
    }
}
