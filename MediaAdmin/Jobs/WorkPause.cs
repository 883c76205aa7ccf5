using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Jobs;

/// <summary>A kind of work that stands still by itself until a moment, because whom it depends on does not serve it: why, since when, how many times in a row.</summary>
public sealed class WorkPause
{
    public string Kind { get; init; } = "";

    /// <summary>A word of the kind's own for the cause, and the other side's words.</summary>
    public string Reason { get; set; } = "";
    public string Detail { get; set; } = "";
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset Until { get; set; }
    public int Strikes { get; set; }
}

/// <summary>Whether work may go now: at once, or not before <paramref name="WaitUntil"/>; and the pause that it <paramref name="Saw"/>, over or not.</summary>
public sealed record WorkTurn(WorkPause? Saw, DateTimeOffset? WaitUntil);

/// <summary>News: a kind of work paused or goes on.</summary>
public sealed record PauseChanged(string Kind)
{
    public const string Topic = "pauses";
}

/// <summary>
/// Pauses of kinds of work, kept in the database so that they outlive a restart and hold on every machine. A pause that is over stays noted
/// until the work succeeds, so that the next one is longer.
/// </summary>
public sealed class Pauses(IDbContextFactory<MediaDb> dbs, Announcements news, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10), LongestAsked = TimeSpan.FromDays(1);

    /// <summary>The pause of this kind, also one that is over but whose cause is not known to be gone.</summary>
    public async Task<WorkPause?> FindAsync(string kind, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<WorkPause>().AsNoTracking().FirstOrDefaultAsync(p => p.Kind == kind, ct);
    }

    /// <summary>
    /// For work of which many pieces run at once: lets it go, or says until when to wait. After a pause one goes first, and the others wait for
    /// <paramref name="trial"/>: if the other side still serves nobody, only one has asked in vain.
    /// </summary>
    public async Task<WorkTurn> TakeTurnAsync(string kind, TimeSpan trial, CancellationToken ct)
    {
        if (await FindAsync(kind, ct) is not { } pause) return new(null, null);
        var now = clock.GetUtcNow();
        if (pause.Until > now) return new(pause, pause.Until);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var goesFirst = await db.Set<WorkPause>().Where(p => p.Kind == kind && p.Until == pause.Until).ExecuteUpdateAsync(p => p.SetProperty(x => x.Until, now + trial), ct) > 0;
        return new(pause, goesFirst ? null : now + trial);
    }

    /// <summary>
    /// Pauses for <paramref name="first"/>, twice as long with each time in a row, at least as long as the other side <paramref name="asked"/> but for a day at most.
    /// When others have told of the same since the work <paramref name="saw"/> its pause, or none, it is the same time. Returns when it goes on.
    /// </summary>
    public async Task<DateTimeOffset> PauseAsync(string kind, string reason, string detail, TimeSpan first, TimeSpan? asked, WorkPause? saw, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"pause/{kind}", ct);
        var now = clock.GetUtcNow();
        var pause = await db.Set<WorkPause>().FirstOrDefaultAsync(p => p.Kind == kind, ct);
        if (pause is null) db.Add(pause = new() { Kind = kind, Since = now });
        var isNews = pause.Strikes == (saw?.Strikes ?? 0);
        var wait = isNews ? TimeSpan.FromTicks(Math.Min(Longest.Ticks, first.Ticks << Math.Min(pause.Strikes, 20))) : pause.Until - now;
        if (asked > wait) wait = asked < LongestAsked ? asked.Value : LongestAsked;
        (pause.Reason, pause.Detail, pause.Until, pause.Strikes) = (reason, detail, now + wait, isNews ? pause.Strikes + 1 : pause.Strikes);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        news.Publish(PauseChanged.Topic, new PauseChanged(kind));
        return pause.Until;
    }

    /// <summary>The work succeeded: the cause is gone.</summary>
    public async Task EndAsync(string kind, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<WorkPause>().Where(p => p.Kind == kind).ExecuteDeleteAsync(ct) > 0) news.Publish(PauseChanged.Topic, new PauseChanged(kind));
    }

    internal sealed class Table : IEntityTypeConfiguration<WorkPause>
    {
        public void Configure(EntityTypeBuilder<WorkPause> table)
        {
            table.ToTable("WorkPauses");
            table.HasKey(p => p.Kind);
            table.Property(p => p.Kind).HasMaxLength(40);
        }
    }
}
