using System.Threading.Channels;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Jobs;

/// <summary>
/// A run of a job that is over. Hangfire keeps only the last run of a job, for a day, and cannot be asked by file, product or person; so the history is a table of our own. Times in UTC ticks.
/// </summary>
public sealed class JobRun
{
    public const int MaxAbout = 400, MaxError = 2000;

    public long Id { get; init; }

    /// <summary>Hangfire's own id of the job.</summary>
    public string JobId { get; init; } = "";
    public string Queue { get; init; } = "";

    /// <summary>The name of the job class, and the id of the row that it moved.</summary>
    public string Name { get; init; } = "";
    public string Key { get; init; } = "";
    public string About { get; init; } = "";
    public string Node { get; init; } = "";
    public long Started { get; init; }
    public long Duration { get; init; }

    /// <summary>How long it had waited for a worker since it was due; the time for which its queue was paused counts.</summary>
    public long Wait { get; init; }
    public JobRunOutcome Outcome { get; init; }
    public string Error { get; init; } = "";

    /// <summary>So many attempts had failed before.</summary>
    public int Attempt { get; init; }
    public bool IsRetried { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<JobRun>
    {
        public void Configure(EntityTypeBuilder<JobRun> table)
        {
            table.ToTable("JobRuns");
            table.Property(r => r.JobId).HasMaxLength(40);
            table.Property(r => r.Queue).HasMaxLength(40);
            table.Property(r => r.Name).HasMaxLength(60);
            table.Property(r => r.Key).HasMaxLength(80);
            table.Property(r => r.About).HasMaxLength(MaxAbout);
            table.Property(r => r.Node).HasMaxLength(120);
            table.Property(r => r.Error).HasMaxLength(MaxError);
            table.HasIndex(r => r.Started);
            table.HasIndex(r => new { r.Name, r.Key, r.Id });
        }
    }
}

/// <summary>
/// Writes runs into the history, several by one transaction, so that a job does not pay for it. A crash loses half a second of history, never a job.
/// Runs are kept for seven days, those that found nothing to do for an hour.
/// </summary>
public sealed partial class JobRunWriter(IDbContextFactory<MediaDb> dbs, TimeProvider clock, ILogger<JobRunWriter> log) : BackgroundService
{
    private const int MostKept = 50_000, MostAtOnce = 500;
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(500), Kept = TimeSpan.FromDays(7), SkippedKept = TimeSpan.FromHours(1), PruneEvery = TimeSpan.FromMinutes(10);

    private readonly Channel<JobRun> _runs = Channel.CreateBounded<JobRun>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Write(JobRun run) => _runs.Writer.TryWrite(run);

    /// <summary>Writes what is left when the portal stops.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _runs.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (await WriteAsync(cancellationToken)) { }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pruned = DateTimeOffset.MinValue;
        while (await _runs.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Together, clock, stoppingToken);
            await WriteAsync(stoppingToken);
            if (clock.GetUtcNow() is var now && now - pruned < PruneEvery) continue;
            pruned = now;
            await PruneAsync(now, stoppingToken);
        }
    }

    /// <summary>True: there may be more. What the database does not take now is lost to the history and told to the log.</summary>
    private async Task<bool> WriteAsync(CancellationToken ct)
    {
        var runs = new List<JobRun>();
        while (runs.Count < MostAtOnce && _runs.Reader.TryRead(out var run)) runs.Add(run);
        if (runs.Count == 0) return false;
        try
        {
            await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
            db.AddRange(runs);
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotWritten(e, runs.Count);
        }
        return runs.Count == MostAtOnce;
    }

    private async Task PruneAsync(DateTimeOffset now, CancellationToken ct)
    {
        var (before, skippedBefore) = ((now - Kept).UtcTicks, (now - SkippedKept).UtcTicks);
        try
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            var runs = db.Set<JobRun>();
            var last = await runs.MaxAsync(r => (long?)r.Id, ct) ?? 0;
            await runs.Where(r => r.Started < before || (r.Started < skippedBefore && r.Outcome == JobRunOutcome.Skipped) || r.Id <= last - MostKept).ExecuteDeleteAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotPruned(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Runs} job runs could not be written into the history")]
    private partial void LogNotWritten(Exception exception, int runs);

    [LoggerMessage(LogLevel.Warning, "Old job runs could not be removed from the history")]
    private partial void LogNotPruned(Exception exception);
}
