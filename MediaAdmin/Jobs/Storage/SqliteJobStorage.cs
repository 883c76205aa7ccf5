using System.Globalization;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Hangfire.Storage.SQLite;
using SQLite;

namespace MediaAdmin.Jobs.Storage;

/// <summary>
/// Hangfire.Storage.SQLite, made atomic and prompt. The package (0.4.3) commits the parts of a transaction one by one, so that a kill between two of them loses a job; its lock misses releases
/// and can stand still for 90 s; it finds new jobs by polling. Here a commit is one SQLite transaction, locks are held in this process (one portal owns the file,
/// <see cref="Data.InstanceLock"/>), and a commit wakes the workers. Leans on virtual members of that version, which is why the package is pinned.
/// </summary>
public sealed class SqliteJobStorage : SQLiteStorage, IDisposable
{
    private readonly SQLiteStorageOptions _options;
    private readonly SqliteJobQueues _queues;
    private readonly ProcessLocks _locks = new();

    /// <summary>In place of the base's own, which would always ask the package's queue too.</summary>
    private readonly PersistentJobQueueProviderCollection _providers;

    public SqliteJobStorage(string path) : this(path, new() { QueuePollInterval = TimeSpan.FromSeconds(5), PoolSize = 64 }) { }

    private SqliteJobStorage(string path, SQLiteStorageOptions options) : base(new SQLiteDbConnectionFactory(() => Open(path)), options)
    {
        _options = options;
        _queues = new(options.QueuePollInterval);
        _providers = new(_queues);
    }

    /// <summary>
    /// Gives back what a process that died had in hand: jobs being worked on, its servers and locks; and queues again what was queued but in no queue. Only for the process that owns the file, before its servers start.
    /// </summary>
    public void Recover()
    {
        using var connection = CreateAndOpenConnection();
        connection.Database.RunInTransaction(() =>
        {
            connection.Database.Execute("UPDATE JobQueue SET FetchedAt = 0 WHERE FetchedAt <> 0");
            connection.Database.Execute("DELETE FROM DistributedLock");
            connection.Database.Execute("DELETE FROM Server");
            // An abandoned job names its queue in its last state's data.
            connection.Database.Execute("""
                INSERT INTO JobQueue (JobId, Queue, FetchedAt)
                SELECT j.Id, coalesce((SELECT json_extract(s.Data, '$.Queue') FROM State s WHERE s.JobId = j.Id AND s.Name = 'Enqueued' ORDER BY s.Id DESC LIMIT 1), 'default'), 0
                FROM Job j WHERE j.StateName IN ('Enqueued', 'Processing') AND NOT EXISTS (SELECT 1 FROM JobQueue q WHERE q.JobId = j.Id)
                """);
        });
    }

    /// <summary>
    /// Does nothing. The package's own closes pooled connections while another thread may take one, and SQLite then frees memory twice, which
    /// ends the process. Open connections are closed by their finalizers.
    /// </summary>
    public new void Dispose() { }

    public override IMonitoringApi GetMonitoringApi() => new SQLiteMonitoringApi(this, _providers);

    public override IStorageConnection GetConnection() => new Connection(this, CreateAndOpenConnection());

    /// <summary>
    /// <c>synchronous=NORMAL</c>: a power cut may take the last jobs, never the file; the rows that they move are flushed in media.db, and the sweeps queue them again.
    /// </summary>
    private static SQLiteConnection Open(string path)
    {
        var connection = new SQLiteConnection(path, SQLiteOpenFlags.ReadWrite | SQLiteOpenFlags.Create | SQLiteOpenFlags.FullMutex) { BusyTimeout = TimeSpan.FromSeconds(10) };
        connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL");
        connection.Execute("PRAGMA synchronous = NORMAL");
        return connection;
    }

    private sealed class Connection(SqliteJobStorage storage, HangfireDbContext context) : HangfireSQLiteConnection(context, storage._options, storage._providers)
    {
        public override IDisposable AcquireDistributedLock(string resource, TimeSpan timeout) => storage._locks.Take(resource, timeout);

        public override IWriteOnlyTransaction CreateWriteTransaction() => new Transaction(DbContext, storage);

        public override string CreateExpiredJob(Job job, IDictionary<string, string> parameters, DateTime createdAt, TimeSpan expireIn)
        {
            var id = "";
            Atomically(DbContext.Database, () => id = base.CreateExpiredJob(job, parameters, createdAt, expireIn));
            return id;
        }
    }

    private sealed class Transaction(HangfireDbContext context, SqliteJobStorage storage) : SQLiteWriteOnlyTransaction(context, storage._providers)
    {
        private readonly SQLiteConnection _database = context.Database;
        private readonly List<(int Job, string State)> _states = [];
        private readonly HashSet<string> _queued = [];

        // The package would begin and commit a transaction of its own for this.
        public override void SetJobState(string jobId, IState state)
        {
            AddJobState(jobId, state);
            _states.Add((int.Parse(jobId, CultureInfo.InvariantCulture), state.Name));
        }

        public override void AddToQueue(string queue, string jobId)
        {
            base.AddToQueue(queue, jobId);
            _queued.Add(queue);
        }

        public override void Commit()
        {
            Atomically(_database, () =>
            {
                base.Commit();
                foreach (var (job, state) in _states) _database.Execute("UPDATE Job SET StateName = ? WHERE Id = ?", state, job);
            });
            foreach (var queue in _queued) storage._queues.Wake(queue);
        }
    }

    private static void Atomically(SQLiteConnection database, Action write)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            write();
            database.Execute("COMMIT");
        }
        catch
        {
            try { database.Execute("ROLLBACK"); }
            catch (SQLiteException) { } // SQLite has rolled back by itself, as it does when the disk is full
            throw;
        }
    }
}
