using MediaAdmin.Data;
using MediaAdmin.Live;
using MediaAdmin.Notices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MediaAdmin.Jobs;

/// <summary>
/// A kind of work that stands still until a moment: by itself, because whom it depends on does not serve it (why, since when, how many times in a row), or because somebody wants it.
/// One schedule can stand still too: its kind is then that of <see cref="OfSchedule"/>.
/// </summary>
public sealed class WorkPause
{
    /// <summary>The end of a pause that has none: until somebody resumes.</summary>
    public static readonly DateTimeOffset Open = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Kind { get; init; } = "";

    /// <summary>A word of the kind's own for the cause, and the other side's words; by hand it is what that person wrote, or empty.</summary>
    public string Reason { get; set; } = "";
    public string Detail { get; set; } = "";

    /// <summary>The name of whoever paused it by hand; empty when it paused by itself.</summary>
    public string By { get; set; } = "";
    public DateTimeOffset Since { get; set; }
    public DateTimeOffset Until { get; set; }
    public int Strikes { get; set; }

    public bool IsByHand => By.Length > 0;
    public bool IsOpen => Until >= Open;

    /// <summary>The name under which one schedule of a kind is switched off, beside the kind itself.</summary>
    public static string OfSchedule(string kind, string name) => $"{kind}/{name}";
}

/// <summary>Whether work may go now: at once, or not before <paramref name="WaitUntil"/>; and the pause that it <paramref name="Saw"/>, over or not.</summary>
public sealed record WorkTurn(WorkPause? Saw, DateTimeOffset? WaitUntil);

/// <summary>A kind of work began to stand still by itself: a word of the kind's own for the cause, and the other side's words.</summary>
public sealed record WorkStopped(string Kind, string Reason, string Detail);

/// <summary>News: a kind of work paused or goes on.</summary>
public sealed record PauseChanged(string Kind)
{
    public const string Topic = "pauses";
}

/// <summary>
/// Pauses of kinds of work, kept in the database so that they outlive a restart and hold on every machine. A pause that is over stays noted
/// until the work succeeds, so that the next one is longer.
/// </summary>
public sealed class Pauses(IDbContextFactory<MediaDb> dbs, Announcements news, NoticeBoard notices, TimeProvider clock)
{
    /// <summary>What its kind's pause keeps from running is ordered for so soon again: the engine holds it back, so that it goes on with the moment in which somebody resumes.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10), LongestAsked = TimeSpan.FromDays(1);

    /// <summary>The pause of this kind, also one that is over but whose cause is not known to be gone.</summary>
    public async Task<WorkPause?> FindAsync(string kind, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<WorkPause>().AsNoTracking().FirstOrDefaultAsync(p => p.Kind == kind, ct);
    }

    /// <summary>All pauses, of kinds and of schedules; also those that are over but whose cause is not known to be gone.</summary>
    public async Task<IReadOnlyList<WorkPause>> AllAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<WorkPause>().AsNoTracking().OrderBy(p => p.Kind).ToListAsync(ct);
    }

    /// <summary>
    /// Somebody wants this kind of work (or schedule) to stand still: what runs is finished, what comes waits. Holds until <paramref name="until"/>, null for until it is resumed,
    /// and takes the place of a pause that is there.
    /// </summary>
    public async Task PauseByHandAsync(string kind, string reason, string by, DateTimeOffset? until, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"pause/{kind}", ct);
        var pause = await db.Set<WorkPause>().FirstOrDefaultAsync(p => p.Kind == kind, ct);
        if (pause is null) db.Add(pause = new() { Kind = kind });
        (pause.Reason, pause.Detail, pause.By, pause.Since, pause.Until, pause.Strikes) = (reason, "", by, clock.GetUtcNow(), until ?? WorkPause.Open, 0);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        news.Publish(PauseChanged.Topic, new PauseChanged(kind));
    }

    /// <summary>Ends a pause whoever or whatever began it, and what waits goes on at once; false when there was none.</summary>
    public async Task<bool> ResumeAsync(string kind, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var resumed = await db.Set<WorkPause>().Where(p => p.Kind == kind).ExecuteDeleteAsync(ct) > 0;
        if (resumed) news.Publish(PauseChanged.Topic, new PauseChanged(kind));
        return resumed;
    }

    /// <summary>Forgets the pauses by hand whose time is over at this moment. True: there were some.</summary>
    public async Task<bool> EndOverdueAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var ended = await db.Set<WorkPause>().Where(p => p.By != "" && p.Until <= now).ExecuteDeleteAsync(ct) > 0;
        if (ended) news.Publish(PauseChanged.Topic, new PauseChanged(""));
        return ended;
    }

    /// <summary>
    /// For work of which many pieces run at once: lets it go, or says until when to wait. After a pause one goes first, and the others wait for
    /// <paramref name="trial"/>: if the other side still serves nobody, only one has asked in vain. What the engine gave out before somebody paused it by hand goes.
    /// </summary>
    public async Task<WorkTurn> TakeTurnAsync(string kind, TimeSpan trial, CancellationToken ct)
    {
        if (await FindAsync(kind, ct) is not { IsByHand: false } pause) return new(null, null);
        var now = clock.GetUtcNow();
        if (pause.Until > now) return new(pause, pause.Until);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var goesFirst = await db.Set<WorkPause>().Where(p => p.Kind == kind && p.Until == pause.Until).ExecuteUpdateAsync(p => p.SetProperty(x => x.Until, now + trial), ct) > 0;
        if (goesFirst) news.Publish(PauseChanged.Topic, new PauseChanged(kind));
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
        if (pause is { IsByHand: true }) return now + first; // that holds anyway
        var isFirst = pause is null;
        if (pause is null) db.Add(pause = new() { Kind = kind, Since = now });
        var isNews = pause.Strikes == (saw?.Strikes ?? 0);
        var wait = isNews ? TimeSpan.FromTicks(Math.Min(Longest.Ticks, first.Ticks << Math.Min(pause.Strikes, 20))) : pause.Until - now;
        if (asked > wait) wait = asked < LongestAsked ? asked.Value : LongestAsked;
        (pause.Reason, pause.Detail, pause.Until, pause.Strikes) = (reason, detail, now + wait, isNews ? pause.Strikes + 1 : pause.Strikes);
        await db.SaveChangesAsync(ct);
        if (isFirst) await notices.WriteAsync(db, Notice.Admins, kind, new WorkStopped(kind, reason, detail), ct);
        await transaction.CommitAsync(ct);
        news.Publish(PauseChanged.Topic, new PauseChanged(kind));
        if (isFirst) notices.Announce(Notice.Admins);
        return pause.Until;
    }

    /// <summary>The work succeeded: the cause is gone.</summary>
    public async Task EndAsync(string kind, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<WorkPause>().Where(p => p.Kind == kind && p.By == "").ExecuteDeleteAsync(ct) > 0) news.Publish(PauseChanged.Topic, new PauseChanged(kind));
    }

    internal sealed class Table : IEntityTypeConfiguration<WorkPause>
    {
        public void Configure(EntityTypeBuilder<WorkPause> table)
        {
            table.ToTable("WorkPauses");
            table.HasKey(p => p.Kind);
            table.Property(p => p.Kind).HasMaxLength(80);
            table.Property(p => p.By).HasMaxLength(200).HasDefaultValue("");
        }
    }
}
