using System.Collections.Concurrent;
using System.Diagnostics;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using MediaAdmin.Jobs.Storage;
using Microsoft.Data.Sqlite;

namespace MediaAdmin.Tests.Jobs;

/// <summary>What the portal's storage promises beyond the package that it derives from, each shown on a real file.</summary>
public sealed class SqliteJobStorageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mediaadmin-test-");
    private readonly SqliteJobStorage _storage;

    public SqliteJobStorageTests() => _storage = new(Path.Combine(_folder.FullName, "jobs.db"));

    [Fact]
    public void A_transaction_that_fails_half_way_leaves_nothing_behind()
    {
        var id = Create();
        using (var connection = Open())
        using (var full = connection.CreateCommand())
        {
            full.CommandText = "create trigger full before insert on State begin select raise(abort, 'no room'); end";
            full.ExecuteNonQuery();
        }
        using (var connection = _storage.GetConnection())
        using (var transaction = connection.CreateWriteTransaction())
        {
            transaction.AddToQueue("gated", id);
            transaction.SetJobState(id, new EnqueuedState("gated"));
            Assert.ThrowsAny<Exception>(transaction.Commit);
        }
        Assert.Equal((0, 0), (Count("select count(*) from JobQueue"), Count("select count(*) from Job where StateName is not null")));
    }

    [Fact]
    public async Task What_a_commit_writes_is_seen_by_others_all_at_once()
    {
        using var stop = new CancellationTokenSource();
        var halves = new ConcurrentBag<string>();
        var watcher = Task.Run(() =>
        {
            using var look = Open();
            using var command = look.CreateCommand();
            command.CommandText = "select count(*) from Job j where (j.StateName = 'Enqueued') <> (select count(*) from JobQueue q where q.JobId = j.Id)";
            while (!stop.IsCancellationRequested) if ((long)command.ExecuteScalar()! > 0) halves.Add("a job was queued by state and in no queue, or the other way round");
        });
        for (var n = 0; n < 200; n++) Enqueue("gated");
        await stop.CancelAsync();
        await watcher;
        Assert.Empty(halves);
    }

    [Fact]
    public void Eight_workers_take_every_job_just_once()
    {
        for (var n = 0; n < 200; n++) Enqueue("gated");
        var taken = new ConcurrentBag<string>();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            while (Count("select count(*) from JobQueue where FetchedAt = 0") > 0)
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
                using var connection = _storage.GetConnection();
                try
                {
                    using var job = connection.FetchNextJob(["gated"], limit.Token);
                    taken.Add(job.JobId);
                    job.RemoveFromQueue();
                }
                catch (OperationCanceledException) { } // another worker was faster with the last one
            }
        });
        Assert.Equal((200, 200), (taken.Count, taken.Distinct().Count()));
    }

    [Fact]
    public async Task A_commit_wakes_a_worker_that_waits_and_none_of_another_queue()
    {
        using var stop = new CancellationTokenSource();
        var mine = Task.Run(() => Fetch("gated", CancellationToken.None));
        var others = Task.Run(() => Fetch("other", stop.Token));
        var watch = Stopwatch.StartNew();
        Enqueue("gated");
        await mine.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4)); // the poll comes after five
        Assert.False(others.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => others);
    }

    [Fact]
    public async Task A_lock_is_held_by_one_and_passed_on_the_moment_it_is_free()
    {
        using var connection = _storage.GetConnection();
        var first = connection.AcquireDistributedLock("recurring-jobs:lock", TimeSpan.FromSeconds(1));
        Assert.Throws<DistributedLockTimeoutException>(() => connection.AcquireDistributedLock("recurring-jobs:lock", TimeSpan.FromMilliseconds(50)));
        using (connection.AcquireDistributedLock("another", TimeSpan.Zero)) { }
        var second = Task.Run(() => connection.AcquireDistributedLock("recurring-jobs:lock", TimeSpan.FromSeconds(30)));
        Assert.False(second.IsCompleted);
        first.Dispose();
        first.Dispose(); // twice is once
        (await second.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    [Fact]
    public void What_a_process_that_died_had_in_hand_is_free_again_after_the_next_start()
    {
        Enqueue("gated");
        var job = Fetch("gated", CancellationToken.None);
        using (var connection = _storage.GetConnection()) connection.AnnounceServer("dead", new() { Queues = ["gated"], WorkerCount = 1 });
        using var next = new SqliteJobStorage(Path.Combine(_folder.FullName, "jobs.db")); // the first one is left as a kill leaves it
        next.Recover();
        using var again = next.GetConnection().FetchNextJob(["gated"], new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        Assert.Equal(job, again.JobId);
        Assert.Equal(0, Count("select count(*) from Server"));
    }

    [Fact]
    public void A_job_that_is_queued_by_state_but_in_no_queue_is_put_back_into_its_own()
    {
        Enqueue("other");
        using (var connection = Open())
        using (var cut = connection.CreateCommand())
        {
            cut.CommandText = "delete from JobQueue";
            cut.ExecuteNonQuery();
        }
        _storage.Recover();
        Assert.Equal(1, Count("select count(*) from JobQueue where Queue = 'other'"));
    }

    [Fact]
    public void The_dashboard_reads_a_page_of_twenty_thousand_waiting_jobs_without_loading_them()
    {
        Enqueue("gated");
        using (var connection = Open())
        using (var many = connection.CreateCommand())
        {
            many.CommandText = """
                insert into Job (StateId, StateName, InvocationData, Arguments, CreatedAt, ExpireAt)
                with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) select 0, 'Enqueued', j.InvocationData, j.Arguments, j.CreatedAt, 0 from n, (select * from Job limit 1) j;
                insert into State (JobId, Name, CreatedAt, Data, ExpireAt) select j.Id, s.Name, s.CreatedAt, s.Data, 0 from Job j, (select * from State limit 1) s where j.Id > 1;
                insert into JobQueue (JobId, Queue, FetchedAt) select Id, 'gated', 0 from Job where Id > 1
                """;
            many.ExecuteNonQuery();
        }
        var monitoring = _storage.GetMonitoringApi();
        Assert.Equal(20_001, monitoring.EnqueuedCount("gated"));
        Assert.Equal(["20001"], monitoring.EnqueuedJobs("gated", 20_000, 20).Select(j => j.Key));
        Assert.Equal(("gated", 20_001L), (Assert.Single(monitoring.Queues()).Name, monitoring.Queues()[0].Length));
    }

    [Fact]
    public async Task Disposing_it_does_not_close_a_connection_that_is_in_use()
    {
        var id = Create();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var connection = _storage.GetConnection();
                Assert.NotNull(connection.GetJobData(id));
            }
        })).ToList();
        ((IDisposable)_storage).Dispose();
        using (var connection = _storage.GetConnection()) Assert.NotNull(connection.GetJobData(id));
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    public void Dispose()
    {
        _storage.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private string Create()
    {
        using var connection = _storage.GetConnection();
        return connection.CreateExpiredJob(Job.FromExpression<GatedJob>(j => j.RunAsync(Guid.NewGuid(), "", default)), new Dictionary<string, string>(), DateTime.UtcNow, TimeSpan.FromHours(1));
    }

    private void Enqueue(string queue)
    {
        var id = Create();
        using var connection = _storage.GetConnection();
        using var transaction = connection.CreateWriteTransaction();
        transaction.SetJobState(id, new EnqueuedState(queue));
        transaction.AddToQueue(queue, id);
        transaction.Commit();
    }

    private string Fetch(string queue, CancellationToken ct) => _storage.GetConnection().FetchNextJob([queue], ct).JobId;

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "jobs.db")};Pooling=false;Default Timeout=30");
        connection.Open();
        return connection;
    }

    private long Count(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
