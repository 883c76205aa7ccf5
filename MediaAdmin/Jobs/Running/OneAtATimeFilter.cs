using System.Collections.Concurrent;
using Hangfire.Server;
using MediaAdmin.Data;
using Npgsql;

namespace MediaAdmin.Jobs;

/// <summary>
/// Of jobs of one class for the same row only one runs at a time, on all machines together; another one waits a second and looks again. So a job that was queued twice does no harm.
/// </summary>
/// <remarks>
/// Hangfire's own DisableConcurrentExecution takes a lock that PostgreSQL gives to somebody else after a fixed time, however long the job runs. A session lock of PostgreSQL ends with the
/// connection of the machine that holds it.
/// </remarks>
sealed class OneAtATimeFilter(DatabaseOptions database, TimeProvider clock) : IServerFilter
{
    private const string Held = "one-at-a-time";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _here = new();

    public void OnPerforming(PerformingContext context)
    {
        var job = context.BackgroundJob.Job;
        var key = $"{JobNames.Of(job.Type)}/{JobNames.Of(job)}";
        if (!_here.TryAdd(key, true)) throw Busy();
        NpgsqlConnection? connection = null;
        try
        {
            if (!database.IsSqlite && (connection = TakeOnAllMachines(key)) is null) throw Busy();
        }
        catch
        {
            _here.TryRemove(key, out _);
            throw;
        }
        context.Items[Held] = new Hold(key, connection);
    }

    public void OnPerformed(PerformedContext context)
    {
        if (!context.Items.Remove(Held, out var held)) return;
        var (key, connection) = (Hold)held;
        connection?.Dispose();
        _here.TryRemove(key, out _);
    }

    private RetryLaterException Busy() => new(clock.GetUtcNow() + LookAgain, "Another run of the same job is still going.", isAttempt: false);

    /// <summary>Null when another machine holds it.</summary>
    private NpgsqlConnection? TakeOnAllMachines(string key)
    {
        // Not pooled: closing the connection gives the lock back. A machine that vanishes without closing it is noticed by PostgreSQL after half a minute.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Pooling = false,
            Options = "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
        }.ToString());
        try
        {
            connection.Open();
            using var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection) { Parameters = { new() { Value = $"job/{key}" } } };
            if (take.ExecuteScalar() is true) return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        connection.Dispose();
        return null;
    }

    private sealed record Hold(string Key, NpgsqlConnection? Connection);
}
