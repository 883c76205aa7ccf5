using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Notices;

/// <summary>A notice as one person sees it.</summary>
public sealed record NoticeView(long Id, string Kind, string Facts, DateTimeOffset At, bool IsRead)
{
    /// <summary>What happened, when it is of this kind.</summary>
    public T? As<T>() where T : class => Kind == typeof(T).Name ? JsonSerializer.Deserialize<T>(Facts) : null;
}

/// <summary>News: the notices of an audience changed, or what one of them has read.</summary>
public sealed record NoticesChanged
{
    public static string Topic(string audience) => $"notices/{audience}";
}

/// <summary>Who is to hear of what. One notice per event, however many files it is about; each person reads it for themselves.</summary>
public sealed class NoticeBoard(IDbContextFactory<MediaDb> dbs, Announcements news, TimeProvider clock)
{
    /// <summary>So many of the latest are shown; what is older than <see cref="Kept"/> goes.</summary>
    public const int Most = 50;
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Tells it in a transaction of its own.</summary>
    public async Task TellAsync<T>(string audience, string subject, T facts, CancellationToken ct) where T : class
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await WriteAsync(db, audience, subject, facts, ct);
        await transaction.CommitAsync(ct);
        Announce(audience);
    }

    /// <summary>Writes it down in the caller's transaction; once that stands, the caller announces it.</summary>
    public async Task WriteAsync<T>(MediaDb db, string audience, string subject, T facts, CancellationToken ct) where T : class
    {
        var (kind, now) = (typeof(T).Name, clock.GetUtcNow());
        await db.LockAsync($"notice/{audience}/{kind}/{subject}", ct);
        var notice = await db.Set<Notice>().FirstOrDefaultAsync(n => n.Audience == audience && n.Kind == kind && n.Subject == subject, ct);
        if (notice is null) db.Add(notice = new() { Audience = audience, Kind = kind, Subject = subject });
        else await db.Set<NoticeRead>().Where(r => r.NoticeId == notice.Id).ExecuteDeleteAsync(ct);
        (notice.Facts, notice.At) = (JsonSerializer.Serialize(facts), now);
        await db.SaveChangesAsync(ct);
        var last = now - Kept;
        await db.Set<Notice>().Where(n => n.At < last).ExecuteDeleteAsync(ct);
    }

    public void Announce(string audience) => news.Publish(NoticesChanged.Topic(audience), new NoticesChanged());

    /// <summary>The latest of what concerns this person, the newest first.</summary>
    public async Task<IReadOnlyList<NoticeView>> ListAsync(Actor of, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await Of(db, of).OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(Most)
            .Select(n => new NoticeView(n.Id, n.Kind, n.Facts, n.At, db.Set<NoticeRead>().Any(r => r.NoticeId == n.Id && r.Actor == of.Id))).ToListAsync(ct);
    }

    /// <summary>This person has read them; those of somebody else are left alone.</summary>
    public async Task ReadAsync(IReadOnlyCollection<long> ids, Actor by, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"notices/{by.Id}", ct);
        var unread = await Of(db, by).Where(n => EF.Parameter(ids).Contains(n.Id) && !db.Set<NoticeRead>().Any(r => r.NoticeId == n.Id && r.Actor == by.Id)).Select(n => n.Id).ToListAsync(ct);
        db.AddRange(unread.Select(id => new NoticeRead { NoticeId = id, Actor = by.Id }));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (unread.Count > 0) Announce(by.Id);
    }

    private static IQueryable<Notice> Of(MediaDb db, Actor of)
    {
        of.Require(Role.Viewer);
        var admin = of.Is(Role.Admin);
        return db.Set<Notice>().Where(n => n.Audience == of.Id || (admin && n.Audience == Notice.Admins));
    }
}
