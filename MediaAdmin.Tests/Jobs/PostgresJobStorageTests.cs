using Hangfire.Storage;
using MediaAdmin.Jobs.Storage;
using MediaAdmin.Tests.Access;
using MediaAdmin.Tests.Support;
using Npgsql;

namespace MediaAdmin.Tests.Jobs;

/// <summary>What the portal adds to Hangfire.PostgreSql.</summary>
public sealed class PostgresJobStorageTests
{
    [PostgresFact]
    public void A_lock_is_held_by_one_and_free_at_once_when_its_connection_dies()
    {
        var database = new TestPostgres();
        var (killed, other) = (new PostgresJobStorage(database.ConnectionString + ";Application Name=killed"), new PostgresJobStorage(database.ConnectionString));
        using var one = killed.GetConnection();
        using var two = other.GetConnection();
        one.AcquireDistributedLock("recurring-job:purge", TimeSpan.Zero);
        Assert.Throws<DistributedLockTimeoutException>(() => two.AcquireDistributedLock("recurring-job:purge", TimeSpan.Zero));
        using (two.AcquireDistributedLock("recurring-job:other", TimeSpan.Zero)) { }
        using (var admin = new NpgsqlConnection(database.ConnectionString))
        {
            admin.Open();
            using var kill = new NpgsqlCommand("select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'killed'", admin);
            kill.ExecuteNonQuery();
        }
        using (two.AcquireDistributedLock("recurring-job:purge", TimeSpan.Zero)) { }
        using (two.AcquireDistributedLock("recurring-job:purge", TimeSpan.Zero)) { } // given back
        database.Drop();
    }
}
