using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Jobs;

/// <summary>Work that is ordered: waiting, or to be tried again. Moments are UTC ticks.</summary>
public sealed class EngineTrigger
{
    public string Name { get; init; } = "";
    public string Group { get; init; } = "";
    public string JobName { get; init; } = "";
    public string Kind { get; init; } = "";
    public long? Next { get; init; }
    public long? Last { get; init; }
    public string State { get; init; } = "";
    public int? Retry { get; init; }

    /// <summary>SIMPLE with an <see cref="EngineRepeat"/>, or CRON.</summary>
    public string Type { get; init; } = "";
}

/// <summary>How often a simple trigger fires again; <see cref="Forever"/> for a schedule.</summary>
public sealed class EngineRepeat
{
    public const long Forever = -1;

    public string Name { get; init; } = "";
    public string Group { get; init; } = "";
    public long Times { get; init; }
}

/// <summary>A job that a machine has in hand.</summary>
public sealed class EngineFiring
{
    public string Id { get; init; } = "";
    public string Node { get; init; } = "";
    public long At { get; init; }
    public string State { get; init; } = "";
    public string? JobName { get; init; }
    public string? Kind { get; init; }
    public int? Progress { get; init; }
    public string? ProgressText { get; init; }
    public long? StopAsked { get; init; }
}

/// <summary>A run that is over. <see cref="Took"/> in ticks.</summary>
public sealed class EngineRun
{
    public string Id { get; init; } = "";
    public string Node { get; init; } = "";
    public string JobName { get; init; } = "";
    public string Kind { get; init; } = "";
    public long At { get; init; }
    public long Took { get; init; }
    public bool Succeeded { get; init; }
    public string? Error { get; init; }
    public int Retry { get; init; }
    public bool RetryScheduled { get; init; }
    public int? Result { get; init; }
    public string? Summary { get; init; }
}

/// <summary>How the latest run of a job ended.</summary>
public sealed class EngineStatus
{
    public string Kind { get; init; } = "";
    public string JobName { get; init; } = "";
    public int LastResult { get; init; }
    public long LastAt { get; init; }
    public string? LastFailure { get; init; }
}

/// <summary>
/// Quartz's own tables, read only: what its queries answer row by row is summed here by the database, so that the engine room asks the same few statements however much there is.
/// The columns are those of Quartz 4.7; a test reads them all.
/// </summary>
public sealed class EngineDb(DbContextOptions<EngineDb> options) : DbContext(options)
{
    public IQueryable<EngineTrigger> Triggers => Set<EngineTrigger>().AsNoTracking();

    /// <summary>What runs by the clock, again and again.</summary>
    public IQueryable<EngineTrigger> Schedules => Triggers.Where(t => t.Type == "CRON" || Set<EngineRepeat>().Any(r => r.Group == t.Group && r.Name == t.Name && r.Times == EngineRepeat.Forever));

    /// <summary>What runs once: the jobs of items, not what wakes a schedule early.</summary>
    public IQueryable<EngineTrigger> Orders => Triggers.Where(t => t.Name == t.JobName && t.Next != null && t.Type != "CRON" && !Set<EngineRepeat>().Any(r => r.Group == t.Group && r.Name == t.Name && r.Times == EngineRepeat.Forever));

    public IQueryable<EngineFiring> Firings => Set<EngineFiring>().AsNoTracking();
    public IQueryable<EngineRun> Runs => Set<EngineRun>().AsNoTracking();
    public IQueryable<EngineStatus> Statuses => Set<EngineStatus>().AsNoTracking();

    public static void Use(DbContextOptionsBuilder builder, DatabaseOptions database, string connectionString)
    {
        if (database.IsSqlite) builder.UseSqlite(connectionString);
        else builder.UseNpgsql(connectionString);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map<EngineTrigger>(modelBuilder, "qrtz_triggers", ["Group", "Name"],
            ("Name", "trigger_name"), ("Group", "trigger_group"), ("JobName", "job_name"), ("Kind", "job_group"), ("Next", "next_fire_time"), ("Last", "prev_fire_time"), ("State", "trigger_state"), ("Retry", "retry_attempt"), ("Type", "trigger_type"));
        Map<EngineRepeat>(modelBuilder, "qrtz_simple_triggers", ["Group", "Name"], ("Name", "trigger_name"), ("Group", "trigger_group"), ("Times", "repeat_count"));
        Map<EngineFiring>(modelBuilder, "qrtz_fired_triggers", ["Id"],
            ("Id", "entry_id"), ("Node", "instance_name"), ("At", "fired_time"), ("State", "state"), ("JobName", "job_name"), ("Kind", "job_group"), ("Progress", "progress"), ("ProgressText", "progress_message"), ("StopAsked", "interrupt_requested_time"));
        Map<EngineRun>(modelBuilder, "qrtz_execution_history", ["Id"],
            ("Id", "entry_id"), ("Node", "instance_name"), ("JobName", "job_name"), ("Kind", "job_group"), ("At", "fired_time"), ("Took", "run_time"), ("Succeeded", "succeeded"),
            ("Error", "error_message"), ("Retry", "retry_attempt"), ("RetryScheduled", "retry_scheduled"), ("Result", "result"), ("Summary", "summary"));
        Map<EngineStatus>(modelBuilder, "qrtz_job_status", ["Kind", "JobName"],
            ("Kind", "job_group"), ("JobName", "job_name"), ("LastResult", "last_result"), ("LastAt", "last_fired_time"), ("LastFailure", "last_failure_message"));
    }

    private static void Map<T>(ModelBuilder model, string table, string[] key, params (string Property, string Column)[] columns) where T : class
    {
        var entity = model.Entity<T>().ToTable(table);
        entity.HasKey(key);
        foreach (var (property, column) in columns) entity.Property(property).HasColumnName(column);
    }
}
