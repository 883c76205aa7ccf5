using System.Diagnostics;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.Storage;
using Npgsql;

namespace MediaAdmin.Jobs.Storage;

/// <summary>
/// Hangfire.PostgreSql with locks that end with their process. The package keeps a lock as a row: when a node is killed, the row stays for half a minute, and another node that starts
/// meanwhile waits for it in vain and does not start. A session lock of PostgreSQL is given back when the connection closes, however its process ends.
/// </summary>
public sealed class PostgresJobStorage : PostgreSqlStorage
{
    private readonly string _connectionString;

    public PostgresJobStorage(string connectionString) : this(connectionString, new()
    {
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(45), // a dead machine's jobs go on elsewhere after that
        DistributedLockTimeout = TimeSpan.FromSeconds(30), // the package's own clean-up still uses its rows
        QueuePollInterval = TimeSpan.FromSeconds(5), // for what other machines queue; this one wakes its workers itself
    })
    {
    }

    private PostgresJobStorage(string connectionString, PostgreSqlStorageOptions options) : base(new NpgsqlConnectionFactory(connectionString, options), options) =>
        _connectionString = connectionString;

    public override IStorageConnection GetConnection()
    {
        base.GetConnection().Dispose(); // makes the tables when the database was not there at the start
        return new Connection(this);
    }

    private sealed class Connection(PostgresJobStorage storage) : PostgreSqlConnection(storage)
    {
        public override IDisposable AcquireDistributedLock(string resource, TimeSpan timeout) => SessionLock.Take(storage._connectionString, $"hangfire/{resource}", timeout);
    }

    private sealed class SessionLock : IDisposable
    {
        private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

        private readonly NpgsqlConnection _connection;
        private readonly string _name;

        private SessionLock(string connectionString, string name) => (_connection, _name) = (new(connectionString), name);

        /// <exception cref="DistributedLockTimeoutException">Somebody else held it all the time.</exception>
        public static SessionLock Take(string connectionString, string name, TimeSpan timeout)
        {
            var taken = new SessionLock(connectionString, name);
            try
            {
                taken._connection.Open();
                var waiting = Stopwatch.StartNew();
                while (!taken.Ask("select pg_try_advisory_lock(hashtextextended($1, 0))"))
                {
                    if (waiting.Elapsed >= timeout) throw new DistributedLockTimeoutException(name);
                    Thread.Sleep(LookAgain); // Hangfire's locks are synchronous
                }
                return taken;
            }
            catch
            {
                taken._connection.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            if (_connection.State != System.Data.ConnectionState.Open) return;
            try
            {
                Ask("select pg_advisory_unlock(hashtextextended($1, 0))");
            }
            finally
            {
                _connection.Dispose();
            }
        }

        private bool Ask(string sql)
        {
            using var command = new NpgsqlCommand(sql, _connection) { Parameters = { new() { Value = _name } } };
            return command.ExecuteScalar() is true;
        }
    }
}
