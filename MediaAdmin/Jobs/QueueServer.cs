using Hangfire.Server;

namespace MediaAdmin.Jobs;

/// <summary>
/// The Hangfire server of one queue. Another number of workers is another server: the old one takes no more jobs and finishes those in hand, and of both together never more run than there are workers.
/// </summary>
sealed class QueueServer(string queue, QueueServer.Starter start, Func<string, IBackgroundProcess> worker, CancellationToken stopping)
{
    /// <summary>Starts a server with these processes that serves these queues with so many workers.</summary>
    public delegate BackgroundProcessingServer Starter(IEnumerable<IBackgroundProcessDispatcherBuilder> processes, string[] queues, int workers, bool isLightweight);

    private readonly Places _places = new();
    private readonly List<Task> _ending = [];
    private BackgroundProcessingServer? _server;

    public int Workers { get; private set; }

    /// <summary>Runs so many jobs at once from now on; none: what runs is finished, what comes waits. False when that is so already.</summary>
    public bool Run(int workers)
    {
        if (workers == Workers) return false;
        _places.Change(Workers = workers);
        End();
        if (workers > 0) _server = start([new InPlace(worker(queue), _places, stopping).UseBackgroundPool(workers)], [queue], workers, isLightweight: true);
        return true;
    }

    public async Task StopAsync(CancellationToken ct)
    {
        End();
        await Task.WhenAll(_ending).WaitAsync(ct);
    }

    private void End()
    {
        if (_server is not { } server) return;
        _server = null;
        server.SendStop();
        _ending.RemoveAll(t => t.IsCompleted);
        _ending.Add(Task.Run(async () =>
        {
            await server.WaitForShutdownAsync(CancellationToken.None);
            server.Dispose();
        }, CancellationToken.None));
    }

    /// <summary>So many jobs of the queue may run at once, whichever server runs them.</summary>
    private sealed class Places
    {
        private readonly object _lock = new();
        private int _all, _taken;

        public void Change(int all)
        {
            lock (_lock)
            {
                _all = all;
                Monitor.PulseAll(_lock);
            }
        }

        public void Take(CancellationToken ct)
        {
            using var stop = ct.Register(() => { lock (_lock) Monitor.PulseAll(_lock); });
            lock (_lock)
            {
                while (_taken >= _all && !ct.IsCancellationRequested) Monitor.Wait(_lock);
                ct.ThrowIfCancellationRequested();
                _taken++;
            }
        }

        public void Leave()
        {
            lock (_lock)
            {
                _taken--;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>A worker that takes a place before it takes a job. Its job is asked to stop only when the portal stops, not when its server does.</summary>
    private sealed class InPlace(IBackgroundProcess worker, Places places, CancellationToken stopping) : IBackgroundProcess
    {
        public void Execute(BackgroundProcessContext context)
        {
            places.Take(context.StoppingToken);
            try
            {
                worker.Execute(new(context.ServerId, context.Storage, context.Properties.ToDictionary(), context.ExecutionId, context.StoppingToken, stopping, context.ShutdownToken));
            }
            finally
            {
                places.Leave();
            }
        }
    }
}
