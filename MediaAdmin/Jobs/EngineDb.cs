using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Jobs;

/// <summary>A job of Hangfire. Moments are UTC ticks.</summary>
public sealed class EngineJob
{
    public long Id { get; init; }
    public string State { get; init; } = "";

    /// <summary>JSON that names class and method.</summary>
    public string Invocation { get; init; } = "";

    /// <summary>A JSON array of JSON texts.</summary>
    public string Arguments { get; init; } = "";
    public long CreatedAt { get; init; }
}

/// <summary>A job's entry in its queue: it waits, or a worker has taken it.</summary>
public sealed class EngineQueued
{
    public long Id { get; init; }
    public long JobId { get; init; }
    public string Queue { get; init; } = "";
    public bool IsTaken { get; init; }
}

/// <summary>A state that a job came into.</summary>
public sealed class EngineState
{
    public long Id { get; init; }
    public long JobId { get; init; }
    public string Name { get; init; } = "";
    public long CreatedAt { get; init; }
    public string Data { get; init; } = "";
}

/// <summary>What is noted with a job under a name.</summary>
public sealed class EngineParameter
{
    public long JobId { get; init; }
    public string Name { get; init; } = "";
    public string? Value { get; init; }
}

/// <summary>A job that is to be queued at a moment.</summary>
public sealed class EngineScheduled
{
    public long JobId { get; init; }
    public long At { get; init; }
}

/// <summary>A Hangfire server, and when it last gave a sign of life.</summary>
public sealed class EngineServer
{
    public string Id { get; init; } = "";
    public long LastHeartbeat { get; init; }
}

/// <summary>What Hangfire notes of a recurring job, field by field.</summary>
public sealed class EngineRecurring
{
    public string Name { get; init; } = "";
    public string Field { get; init; } = "";
    public string Value { get; init; } = "";
}

/// <summary>
/// Hangfire's own tables, read only: what its monitoring API answers row by row, or by loading every waiting job, is summed here by the database, so that the jobs page asks the same few statements
/// however much there is. A test reads all of them on both databases.
/// </summary>
public sealed class EngineDb(DbContextOptions<EngineDb> options) : DbContext(options)
{
    private const string Seconds = "10000000", UnixEpoch = "621355968000000000";

    public IQueryable<EngineJob> Jobs => Set<EngineJob>().AsNoTracking();
    public IQueryable<EngineQueued> Queued => Set<EngineQueued>().AsNoTracking();
    public IQueryable<EngineState> States => Set<EngineState>().AsNoTracking();
    public IQueryable<EngineParameter> Parameters => Set<EngineParameter>().AsNoTracking();
    public IQueryable<EngineScheduled> Scheduled => Set<EngineScheduled>().AsNoTracking();
    public IQueryable<EngineServer> Servers => Set<EngineServer>().AsNoTracking();
    public IQueryable<EngineRecurring> Recurring => Set<EngineRecurring>().AsNoTracking();

    public static void Use(DbContextOptionsBuilder builder, DatabaseOptions database, string connectionString)
    {
        if (database.IsSqlite) builder.UseSqlite(connectionString);
        else builder.UseNpgsql(connectionString);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        if (Database.IsSqlite()) OnSqlite(modelBuilder);
        else OnPostgres(modelBuilder);
    }

    private static void OnSqlite(ModelBuilder model)
    {
        model.Entity<EngineJob>().ToSqlQuery("""select "Id", coalesce("StateName", '') as "State", "InvocationData" as "Invocation", "Arguments", "CreatedAt" from "Job" """);
        model.Entity<EngineQueued>().ToSqlQuery("""select "Id", "JobId", "Queue", "FetchedAt" <> 0 as "IsTaken" from "JobQueue" """);
        model.Entity<EngineState>().ToSqlQuery("""select "Id", "JobId", "Name", "CreatedAt", coalesce("Data", '') as "Data" from "State" """);
        model.Entity<EngineParameter>().HasNoKey().ToSqlQuery("""select "JobId", "Name", "Value" from "JobParameter" """);
        model.Entity<EngineScheduled>().HasNoKey().ToSqlQuery(
            $"""select cast("Value" as integer) as "JobId", cast("Score" as integer) * {Seconds} + {UnixEpoch} as "At" from "Set" where "Key" = 'schedule' """);
        model.Entity<EngineServer>().ToSqlQuery("""select "Id", "LastHeartbeat" from "Server" """);
        model.Entity<EngineRecurring>().HasNoKey().ToSqlQuery(
            """select substr("Key", 15) as "Name", "Field", coalesce("Value", '') as "Value" from "Hash" where "Key" like 'recurring-job:%' """);
    }

    private static void OnPostgres(ModelBuilder model)
    {
        static string Ticks(string column) => $"(extract(epoch from {column}) * {Seconds})::bigint + {UnixEpoch}";
        model.Entity<EngineJob>().ToSqlQuery(
            $"""select id::bigint as "Id", coalesce(statename, '') as "State", invocationdata::text as "Invocation", arguments::text as "Arguments", {Ticks("createdat")} as "CreatedAt" from hangfire.job""");
        model.Entity<EngineQueued>().ToSqlQuery("""select id::bigint as "Id", jobid::bigint as "JobId", queue as "Queue", fetchedat is not null as "IsTaken" from hangfire.jobqueue""");
        model.Entity<EngineState>().ToSqlQuery(
            $"""select id::bigint as "Id", jobid::bigint as "JobId", name as "Name", {Ticks("createdat")} as "CreatedAt", coalesce(data::text, '') as "Data" from hangfire.state""");
        model.Entity<EngineParameter>().HasNoKey().ToSqlQuery("""select jobid::bigint as "JobId", name as "Name", value as "Value" from hangfire.jobparameter""");
        model.Entity<EngineScheduled>().HasNoKey().ToSqlQuery(
            $"""select value::bigint as "JobId", score::bigint * {Seconds} + {UnixEpoch} as "At" from hangfire.set where key = 'schedule'""");
        model.Entity<EngineServer>().ToSqlQuery($"""select id as "Id", {Ticks("lastheartbeat")} as "LastHeartbeat" from hangfire.server""");
        model.Entity<EngineRecurring>().HasNoKey().ToSqlQuery("""select substr(key, 15) as "Name", field as "Field", coalesce(value, '') as "Value" from hangfire.hash where key like 'recurring-job:%'""");
    }
}
