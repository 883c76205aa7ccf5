using System.Collections.Concurrent;
using System.Globalization;
using Hangfire.Storage;
using Hangfire.Storage.SQLite;

namespace MediaAdmin.Jobs.Storage;

/// <summary>The queues in the file: a job is claimed by one statement, a commit wakes the workers of its queue, and what another process queued is found by polling.</summary>
sealed class SqliteJobQueues(TimeSpan poll) : IPersistentJobQueueProvider
{
    private readonly ConcurrentDictionary<string, Signal> _signals = new();

    public void Wake(string queue) => _signals.GetOrAdd(queue, _ => new()).Wake();

    public IPersistentJobQueue GetJobQueue(HangfireDbContext connection) => new Queue(connection, this);

    public IPersistentJobQueueMonitoringApi GetJobQueueMonitoringApi(HangfireDbContext connection) => new Monitoring(connection);

    /// <summary>Counts the wake-ups, so that one between looking and waiting is not missed.</summary>
    private sealed class Signal
    {
        private readonly object _lock = new();
        private long _count;

        public long Count
        {
            get { lock (_lock) return _count; }
        }

        public void Wake()
        {
            lock (_lock)
            {
                _count++;
                Monitor.PulseAll(_lock);
            }
        }

        public void Wait(long seen, TimeSpan timeout)
        {
            lock (_lock) if (_count == seen) Monitor.Wait(_lock, timeout);
        }
    }

    private sealed class Queue(HangfireDbContext connection, SqliteJobQueues queues) : IPersistentJobQueue
    {
        /// <summary>Waits until there is a job in one of these queues; each server of the portal serves one.</summary>
        public IFetchedJob Dequeue(string[] names, CancellationToken cancellationToken)
        {
            var name = names.Single();
            var signal = queues._signals.GetOrAdd(name, _ => new());
            using var stop = cancellationToken.Register(signal.Wake);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var seen = signal.Count;
                // Looks first: most wake-ups find that another worker was faster, and looking takes no write lock.
                while (connection.Database.ExecuteScalar<int>("SELECT Id FROM JobQueue WHERE FetchedAt = 0 AND Queue = ? ORDER BY Id LIMIT 1", name) is > 0 and var id)
                {
                    var job = connection.Database.ExecuteScalar<int>("UPDATE JobQueue SET FetchedAt = ? WHERE Id = ? AND FetchedAt = 0 RETURNING JobId", DateTime.UtcNow.Ticks, id);
                    if (job > 0) return new SQLiteFetchedJob(connection, id, job, name);
                }
                signal.Wait(seen, queues.Poll);
            }
        }

        public void Enqueue(string queue, string jobId) =>
            connection.Database.Execute("INSERT INTO JobQueue (JobId, Queue, FetchedAt) VALUES (?, ?, 0)", int.Parse(jobId, CultureInfo.InvariantCulture), queue);
    }

    /// <summary>What the dashboard asks. The package's own answers load every waiting job.</summary>
    private sealed class Monitoring(HangfireDbContext connection) : IPersistentJobQueueMonitoringApi
    {
        public IEnumerable<string> GetQueues() => connection.Database.QueryScalars<string>("SELECT DISTINCT Queue FROM JobQueue ORDER BY Queue");

        public IEnumerable<int> GetEnqueuedJobIds(string queue, int from, int perPage) =>
            connection.Database.QueryScalars<int>("SELECT JobId FROM JobQueue WHERE Queue = ? AND FetchedAt = 0 ORDER BY Id LIMIT ? OFFSET ?", queue, perPage, from);

        public IEnumerable<int> GetFetchedJobIds(string queue, int from, int perPage) =>
            connection.Database.QueryScalars<int>("SELECT JobId FROM JobQueue WHERE Queue = ? AND FetchedAt <> 0 ORDER BY Id LIMIT ? OFFSET ?", queue, perPage, from);

        public EnqueuedAndFetchedCountDto GetEnqueuedAndFetchedCount(string queue) => new()
        {
            EnqueuedCount = connection.Database.ExecuteScalar<int>("SELECT count(*) FROM JobQueue WHERE Queue = ? AND FetchedAt = 0", queue),
            FetchedCount = connection.Database.ExecuteScalar<int>("SELECT count(*) FROM JobQueue WHERE Queue = ? AND FetchedAt <> 0", queue),
        };
    }

    private TimeSpan Poll => poll;
}
