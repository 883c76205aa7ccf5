using System.ComponentModel.DataAnnotations;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using MediaAdmin.Data;
using MediaAdmin.Jobs.Storage;

namespace MediaAdmin.Jobs;

public sealed class JobsOptions
{
    /// <summary>How many uploads are stored at once on this machine (<c>Jobs:Concurrency</c>), where <c>Jobs:Workers:uploads</c> says nothing else.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = Math.Max(4, Environment.ProcessorCount * 2);

    public WorkersOptions Workers { get; set; } = new();
}

/// <summary>How many jobs of each queue run at once on this machine (<c>Jobs:Workers:&lt;queue&gt;</c>); an Admin can change it while the portal runs.</summary>
public sealed class WorkersOptions
{
    /// <summary>Null: <see cref="JobsOptions.Concurrency"/>.</summary>
    [Range(1, WorkLimit.Most)]
    public int? Uploads { get; set; }

    [Range(1, WorkLimit.Most)]
    public int Deletions { get; set; } = 2;

    [Range(1, WorkLimit.Most)]
    public int Metadata { get; set; } = 1;

    [Range(1, WorkLimit.Most)]
    public int Imports { get; set; } = 2;

    [Range(1, WorkLimit.Most)]
    public int Maintenance { get; set; } = 3;

    internal int? Of(string queue) => queue switch
    {
        JobQueues.Uploads => Uploads,
        JobQueues.Deletions => Deletions,
        JobQueues.Metadata => Metadata,
        JobQueues.Imports => Imports,
        JobQueues.Maintenance => Maintenance,
        _ => null,
    };
}

/// <summary>Hangfire with its jobs in <c>jobs.db</c> beside media.db on SQLite, in the same database on PostgreSQL.</summary>
public static class JobsSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var database = DatabaseOptions.Read(configuration);
        services.AddSingleton(configuration.GetSection("Jobs").Get<JobsOptions>() ?? new());
        services.AddSingleton<JobScheduler>().AddSingleton<Pauses>().AddSingleton<JobBoard>().AddSingleton<JobHistory>().AddSingleton<JobControl>();
        services.AddSingleton<JobRunWriter>().AddHostedService(s => s.GetRequiredService<JobRunWriter>());
        services.AddSingleton<JobServers>().AddHostedService(s => s.GetRequiredService<JobServers>());
        services.AddSingleton<RetryFilter>().AddSingleton<OneAtATimeFilter>().AddSingleton<RunFilter>();
        services.AddSingleton(s => Storage(s, database, configuration));
        services.AddSingleton<JobActivator>(s => new AspNetCoreJobActivator(s.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<IJobFilterProvider>(Filters);
        services.AddHangfire((s, hangfire) => hangfire.UseTypeSerializer(JobNames.Serialize).UseTypeResolver(JobNames.Resolve).UseLogProvider(new HangfireLog(s.GetRequiredService<ILoggerFactory>())));
        return services.AddPooledDbContextFactory<EngineDb>((s, db) =>
        {
            s.GetRequiredService<JobStorage>(); // makes the tables
            EngineDb.Use(db, database, database.IsSqlite ? DatabaseOptions.Sqlite($"Data Source={File(configuration)}") : database.ConnectionString);
        });
    }

    private static JobStorage Storage(IServiceProvider services, DatabaseOptions database, IConfiguration configuration)
    {
        services.GetRequiredService<IGlobalConfiguration>(); // how jobs are written down holds before the first is read
        if (database.IsSqlite)
        {
            var path = JobFile.Prepare(DataDirectory.Read(configuration), services.GetRequiredService<ILogger<SqliteJobStorage>>());
            return new SqliteJobStorage(path);
        }
        return new PostgresJobStorage(database.ConnectionString);
    }

    /// <summary>Hangfire's own filters but for those that the portal does not need: its retries ask for no reason, and the language of who asked means nothing to a job.</summary>
    private static JobFilterProviderCollection Filters(IServiceProvider services) => new(new JobFilterAttributeFilterProvider(), new JobFilterCollection
    {
        { services.GetRequiredService<OneAtATimeFilter>(), 0 },
        { services.GetRequiredService<RunFilter>(), 1 },
        { services.GetRequiredService<RetryFilter>(), 2 },
        { new StatisticsHistoryAttribute(), 3 },
    });

    private static string File(IConfiguration configuration) => Path.Combine(DataDirectory.Read(configuration), "jobs.db");
}
