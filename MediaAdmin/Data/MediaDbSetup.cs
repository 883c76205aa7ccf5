using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MediaAdmin.Data;

public static class MediaDbSetup
{
    public static IServiceCollection AddMediaDb(this IServiceCollection services, IConfiguration configuration)
    {
        var options = DatabaseOptions.Read(configuration);
        services.AddSingleton(options).AddSingleton<InstanceLock>();
        return options.IsSqlite
            ? services.AddSingleton<SqliteCheckpoints>().AddHostedService(provider => provider.GetRequiredService<SqliteCheckpoints>())
                .AddPooledDbContextFactory<SqliteMediaDb>((provider, db) => UseSqlite(db, options.ConnectionString).AddInterceptors(provider.GetRequiredService<SqliteCheckpoints>().Commits)).AddFactory<SqliteMediaDb>()
            : services.AddPooledDbContextFactory<PostgresMediaDb>(db => db.UseNpgsql(options.ConnectionString)).AddFactory<PostgresMediaDb>();
    }

    /// <summary>Brings the schema up to this program's version.</summary>
    /// <exception cref="StartFaultException">The database cannot serve.</exception>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken ct)
    {
        var options = services.GetRequiredService<DatabaseOptions>();
        try
        {
            await MigrateAsync(services.GetRequiredService<IDbContextFactory<MediaDb>>(), services.GetRequiredService<InstanceLock>(), options, ct);
        }
        catch (DbException e)
        {
            throw new StartFaultException($"ConnectionStrings:MediaDb: the {options.Provider} database cannot be used: {e.Message} Check that it runs, and the address, user and password in the setting.", e);
        }
    }

    private static async Task MigrateAsync(IDbContextFactory<MediaDb> dbs, InstanceLock instance, DatabaseOptions options, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var unknown = (await db.Database.GetAppliedMigrationsAsync(ct)).Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
            throw new StartFaultException($"The database is newer than this program (it has the change '{unknown[^1]}'). Start the newer version, or restore the backup that belongs to this one.");
        if (options.IsSqlite) await MigrateAloneAsync(db, instance, ct);
        else await MigrateInTurnAsync(db, ct);
    }

    /// <summary>
    /// EF Core's own lock is a row that stays when its process is killed, and the next start would wait for it without end. The instance lock ends with the process;
    /// whoever holds it may clear the row.
    /// </summary>
    private static async Task MigrateAloneAsync(MediaDb db, InstanceLock instance, CancellationToken ct)
    {
        if (!(await db.Database.GetPendingMigrationsAsync(ct)).Any()) return;
        var taken = !instance.IsHeld;
        await instance.TakeAsync(ct);
        try
        {
            await db.Database.ExecuteSqlRawAsync("drop table if exists \"__EFMigrationsLock\"", ct);
            await db.Database.MigrateAsync(ct);
            await db.Database.ExecuteSqlRawAsync("pragma journal_mode=wal", ct); // kept in the file
        }
        finally
        {
            if (taken) instance.Release();
        }
    }

    /// <summary>Several portals may start on one PostgreSQL database at the same moment: the first changes the schema, and the others find it changed.</summary>
    private static async Task MigrateInTurnAsync(MediaDb db, CancellationToken ct)
    {
        if (!await db.Database.CanConnectAsync(ct)) await db.Database.MigrateAsync(ct); // makes the database, where this user may
        await db.Database.OpenConnectionAsync(ct); // the lock is its own, until it is given back
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_lock(hashtext('mediaadmin/migrations'))", ct);
        try { await db.Database.MigrateAsync(ct); }
        finally { await db.Database.ExecuteSqlRawAsync("select pg_advisory_unlock(hashtext('mediaadmin/migrations'))", CancellationToken.None); }
    }

    private static IServiceCollection AddFactory<TDb>(this IServiceCollection services) where TDb : MediaDb => services
        .AddSingleton<IDbContextFactory<MediaDb>, Factory<TDb>>()
        .AddScoped<MediaDb>(provider => provider.GetRequiredService<IDbContextFactory<TDb>>().CreateDbContext());

    private static DbContextOptionsBuilder UseSqlite(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseSqlite(connectionString).AddInterceptors(SurvivePowerLoss.Instance, SqliteBitCount.Instance);

    private sealed class Factory<TDb>(IDbContextFactory<TDb> inner) : IDbContextFactory<MediaDb> where TDb : MediaDb
    {
        public MediaDb CreateDbContext() => inner.CreateDbContext();
    }

    /// <summary>What is acknowledged must survive a power cut: in WAL mode only <c>synchronous=FULL</c> flushes every commit.</summary>
    private sealed class SurvivePowerLoss : DbConnectionInterceptor
    {
        public static readonly SurvivePowerLoss Instance = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var pragma = connection.CreateCommand();
            // SQLite's own patience looks again after a millisecond; the driver's would sleep 150 ms each time another writer is at work.
            pragma.CommandText = $"pragma synchronous=full; pragma busy_timeout=30000; pragma wal_autocheckpoint={SqliteCheckpoints.MostPages}";
            pragma.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }

    internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteMediaDb>
    {
        public SqliteMediaDb CreateDbContext(string[] args)
        {
            var builder = new DbContextOptionsBuilder<SqliteMediaDb>();
            UseSqlite(builder, "Data Source=design.db");
            return new(builder.Options);
        }
    }

    internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresMediaDb>
    {
        public PostgresMediaDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresMediaDb>().UseNpgsql("Host=design").Options);
    }
}
