using System.ComponentModel.DataAnnotations;
using MediaAdmin.Data;
using Microsoft.Data.Sqlite;
using Quartz;

namespace MediaAdmin.Jobs;

public sealed class JobsOptions
{
    /// <summary>How many jobs run at once on this machine (<c>Jobs:Concurrency</c>).</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = Math.Max(4, Environment.ProcessorCount * 2);
}

/// <summary>
/// Quartz with its store in the database: its own file beside media.db on SQLite (an engine that shares the file competes with every writer),
/// the same database on PostgreSQL, where several machines form a cluster.
/// </summary>
public static class JobsSetup
{
    public const string SchedulerName = "mediaadmin";

    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var database = DatabaseOptions.Read(configuration);
        var concurrency = configuration.GetSection("Jobs").Get<JobsOptions>()?.Concurrency ?? new JobsOptions().Concurrency;
        services.AddSingleton<JobScheduler>().AddSingleton<Pauses>().AddSingleton<WorkGate>().AddHostedService(s => s.GetRequiredService<WorkGate>());
        services.AddSingleton<JobBoard>().AddSingleton<JobHistory>().AddSingleton<JobControl>();
        services.AddPooledDbContextFactory<EngineDb>(db => EngineDb.Use(db, database, database.IsSqlite ? SqliteFile(configuration) : database.ConnectionString));
        services.AddQuartz(quartz =>
        {
            // Asked to stop, the portal asks its jobs to stop too: each hands its work back at once, and the next start, or another machine, goes on with it.
            quartz.ConfigureScheduler(s => (s.InstanceName, s.ShutdownJobInterruption) = (SchedulerName, ShutdownJobInterruption.WhenWaitingForJobs));
            quartz.UseDefaultThreadPool(concurrency);
            quartz.AddJobListener<JobNews>();
            quartz.AddJobMiddleware<WaitTimes>();
            quartz.UsePersistentStore(store => UseStore(store, database, configuration));
            quartz.ConfigureOptions<ExecutionHistoryOptions>(h =>
            {
                (h.MaxEntriesPerScheduler, h.Retention) = (50_000, TimeSpan.FromDays(7));
                h.RetentionByResult[JobRunResult.Skipped] = TimeSpan.FromHours(1); // a sweep that found nothing is nothing to remember
                h.WriteBehindInterval = TimeSpan.FromMilliseconds(500); // halves what a job costs on SQLite; a crash loses half a second of history, never a job
            });
        });
        return services.AddQuartzHostedService(host => host.WaitForJobsToComplete = true);
    }

    private static void UseStore(IPersistentStoreBuilder store, DatabaseOptions database, IConfiguration configuration)
    {
        store.ConfigureStore(o => (o.StoreJobDataAsStrings, o.AcceptEnlistedTransactions, o.RecoverFiringsCancelledByShutdown) = (true, !database.IsSqlite, true));
        if (database.IsSqlite)
        {
            store.UseSqlite(SqliteFile(configuration));
        }
        else
        {
            store.UsePostgres(database.ConnectionString);
            store.UseClustering(c => (c.CheckinInterval, c.CheckinMisfireThreshold) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
        }
        store.ProvisionSchema();
        store.UseExecutionHistory();
    }

    private static string SqliteFile(IConfiguration configuration)
    {
        var path = Path.Combine(DataDirectory.Read(configuration), "jobs.db");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var connectionString = DatabaseOptions.Sqlite($"Data Source={path}");
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var wal = connection.CreateCommand();
        wal.CommandText = "pragma journal_mode=wal";
        wal.ExecuteNonQuery();
        return connectionString;
    }
}
