using System.Diagnostics;
using System.Globalization;
using System.Net;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MediaAdmin.Tests.Data;

public sealed class DatabaseTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [InlineData(TestDatabase.Sqlite)]
    [InlineData(TestDatabase.PostgreSql)]
    public void The_model_and_the_migrations_agree(TestDatabase database)
    {
        using var db = database == TestDatabase.Sqlite ? Design(new MediaDbSetup.SqliteDesign()) : Design(new MediaDbSetup.PostgresDesign());
        Assert.False(db.Database.HasPendingModelChanges(), "The model changed: add a migration for both databases (CONTRIBUTING.md).");

        static MediaDb Design<T>(IDesignTimeDbContextFactory<T> factory) where T : MediaDb => factory.CreateDbContext([]);
    }

    [Theory]
    [InlineData("foreign_keys", "1")]
    [InlineData("synchronous", "2")]
    [InlineData("journal_mode", "wal")]
    public async Task What_is_acknowledged_on_SQLite_survives_a_power_cut_and_refers_to_what_exists(string pragma, string value)
    {
        var app = apps.On(TestDatabase.Sqlite);
        for (var i = 0; i < 3; i++) // pooled connections too
        {
            await using var db = await app.DbAsync();
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"pragma {pragma}";
            Assert.Equal(value, Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture));
        }
    }

    /// <summary>EF Core's packages and those of Hangfire's storage each bring a library; which one is loaded would be chance.</summary>
    [Fact]
    public async Task One_SQLite_beside_the_program_serves_everybody_and_none_of_the_machine_is_used()
    {
        await using var db = await apps.On(TestDatabase.Sqlite).DbAsync();
        await db.Database.OpenConnectionAsync();
        using var hangfires = new SQLite.SQLiteConnection(":memory:");
        Assert.Equal(db.Database.GetDbConnection().ServerVersion, hangfires.ExecuteScalar<string>("select sqlite_version()"));
        using var process = Process.GetCurrentProcess();
        var loaded = process.Modules.Cast<ProcessModule>().Where(m => m.ModuleName.Contains("sqlite3")).Select(m => m.FileName);
        var native = Assert.Single(loaded, file => !file.EndsWith(".dll", StringComparison.Ordinal));
        Assert.StartsWith(AppContext.BaseDirectory, native);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task All_migrations_are_applied(TestDatabase database)
    {
        await using var db = await apps.On(database).DbAsync();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_row_that_refers_to_nothing_is_refused(TestDatabase database)
    {
        await using var db = await apps.On(database).DbAsync();
        db.Add(Product.Create(999_999, "S", "N", DateTimeOffset.UtcNow));
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_database_newer_than_the_program_is_refused_in_plain_words(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        await using (var db = await app.DbAsync())
            await db.Database.ExecuteSqlRawAsync("""insert into "__EFMigrationsHistory" ("MigrationId", "ProductVersion") values ('29991231000000_FromTheFuture', '99.0')""");
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => app.Services.MigrateAsync(CancellationToken.None));
        Assert.Contains("The database is newer than this program", fault.Message);
        Assert.Contains("FromTheFuture", fault.Message);
    }

    [Fact]
    public async Task A_start_after_a_kill_during_the_migrations_does_not_wait_for_the_lock_that_the_dead_process_left()
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-");
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "media.db")};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var left = new SqliteCommand("""
                create table "__EFMigrationsLock" ("Id" integer not null primary key, "Timestamp" text not null);
                insert into "__EFMigrationsLock" values (1, '2026-11-30 12:00:00+00:00');
                """, connection);
            await left.ExecuteNonQueryAsync();
        }
        await using (var app = new MediaApp(dataDirectory: data.FullName))
            Assert.Equal(HttpStatusCode.OK, (await app.Admin.GetAsync("/health/ready")).StatusCode);
        data.Delete(recursive: true);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Moments_come_back_as_they_went_in_and_compare(TestDatabase database)
    {
        var app = apps.On(database);
        var code = "M" + Guid.NewGuid().ToString("N")[..8];
        var moment = new DateTimeOffset(2026, 11, 20, 12, 34, 56, TimeSpan.Zero).AddTicks(10);
        await using var db = await app.DbAsync();
        db.Add(Client.Create(code, code, moment));
        await db.SaveChangesAsync();
        Assert.Equal(moment, await db.Set<Client>().Where(c => c.Code == code && c.CreatedAt > moment.AddSeconds(-1)).Select(c => c.CreatedAt).SingleAsync());
    }
}
