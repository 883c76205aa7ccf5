using System.Collections.Concurrent;

namespace MediaAdmin.Imaging;

/// <summary>
/// A few workers, started when first needed and kept for the next file. One that died, was killed or has served long enough is replaced.
/// </summary>
internal sealed class WorkerPool : IAsyncDisposable
{
    // Native libraries may leak a little (3,000 small pictures left nothing behind), and one start in a thousand files is not noticed.
    private const int RequestsInALife = 1000;

    private readonly ImagingOptions options;
    private readonly SemaphoreSlim slots;
    private readonly Timer rest;
    private readonly ConcurrentStack<WorkerProcess> idle = new();
    private readonly ConcurrentDictionary<int, WorkerProcess> busy = new();
    private readonly CancellationTokenSource stopping = new();

    public WorkerPool(ImagingOptions options)
    {
        (this.options, slots) = (options, new(options.Workers));
        rest = new(_ => _ = EndIdleAsync());
    }

    /// <summary>Process ids of the workers that wait for a file.</summary>
    public IEnumerable<int> Idle => idle.Select(worker => worker.Id);

    /// <summary>Process ids of the workers that have one.</summary>
    public IEnumerable<int> Busy => busy.Keys;

    public Task<string> VersionAsync(CancellationToken ct) =>
        WithWorkerAsync(draws: false, (worker, _) => Task.FromResult((worker.Version, true)), ct);

    public Task<WorkerReply> ExamineAsync(WorkerRequest.Examine request, CancellationToken ct) => AskAsync(request, draws: false, ct);

    /// <summary>By a worker of its own, which ends afterwards: the only kind that may read SVG.</summary>
    public Task<WorkerReply> DrawAsync(WorkerRequest.Draw request, CancellationToken ct) => AskAsync(request, draws: true, ct);

    private Task<WorkerReply> AskAsync(WorkerRequest request, bool draws, CancellationToken ct) =>
        WithWorkerAsync(draws, async (worker, limit) =>
        {
            var reply = await worker.AskAsync(request, TimeSpan.FromSeconds(options.WallSeconds), limit);
            return (reply, reply is not (WorkerReply.Died or WorkerReply.TimedOut));
        }, ct);

    private async Task<T> WithWorkerAsync<T>(
        bool draws, Func<WorkerProcess, CancellationToken, Task<(T Result, bool Sound)>> work, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(stopping.IsCancellationRequested, typeof(ImageTool));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping.Token);
        await slots.WaitAsync(limit.Token);
        try
        {
            var worker = draws ? await WorkerProcess.StartAsync(options, draws, limit.Token) : await TakeAsync(limit.Token);
            var reusable = false;
            busy[worker.Id] = worker;
            try
            {
                var (result, sound) = await work(worker, limit.Token);
                reusable = sound && !draws && worker.Requests < RequestsInALife;
                return result;
            }
            finally
            {
                busy.TryRemove(worker.Id, out _);
                if (reusable) Rest(worker);
                else await worker.DisposeAsync();
            }
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Keeps the worker for the next file; when none comes for a while, its memory is given back.</summary>
    private void Rest(WorkerProcess worker)
    {
        idle.Push(worker);
        rest.Change(TimeSpan.FromSeconds(options.RestSeconds), Timeout.InfiniteTimeSpan);
    }

    private async Task EndIdleAsync()
    {
        while (idle.TryPop(out var worker)) await worker.DisposeAsync();
    }

    private async Task<WorkerProcess> TakeAsync(CancellationToken ct)
    {
        while (idle.TryPop(out var worker))
        {
            if (!worker.HasEnded) return worker;
            await worker.DisposeAsync();
        }
        return await WorkerProcess.StartAsync(options, draws: false, ct);
    }

    /// <summary>Stops what is under way and returns when no worker is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync();
        for (var slot = 0; slot < options.Workers; slot++) await slots.WaitAsync(CancellationToken.None);
        await rest.DisposeAsync();
        await EndIdleAsync();
    }
}
