using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Access;

/// <summary>
/// A session as its user sees it: when it began and was last seen, from which address, in which browser; whether it is the one that asks.
/// </summary>
public sealed record SessionItem(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string Address, string UserAgent,
    bool IsCurrent);

/// <summary>The sessions of a user, listed and ended one by one or all: one's own, and by Admins everybody's.</summary>
public sealed partial class SessionList(IDbContextFactory<MediaDb> dbs, Sessions sessions, TimeProvider clock, ILogger<SessionList> log)
{
    /// <summary>The last seen first; null when there is no such user.</summary>
    /// <exception cref="AccessDeniedException">They are somebody else's, and the actor is no Admin.</exception>
    public async Task<IReadOnlyList<SessionItem>?> OfUserAsync(long userId, Guid? current, Actor by, CancellationToken ct)
    {
        RequireOwnOrAdmin(userId, by);
        var since = clock.GetUtcNow() - AccessSetup.SignedInFor;
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.Set<User>().AnyAsync(u => u.Id == userId, ct)) return null;
        return await db.Set<UserSession>().Where(s => s.UserId == userId && s.LastSeenAt > since).OrderByDescending(s =>
            s.LastSeenAt).ThenBy(s => s.Id)
            .Select(s => new SessionItem(s.Id, s.CreatedAt, s.LastSeenAt, s.Address, s.UserAgent, s.Id == current)).ToListAsync(ct);
    }

    /// <summary>False when the user has no such session.</summary>
    /// <exception cref="AccessDeniedException">It is somebody else's, and the actor is no Admin.</exception>
    public async Task<bool> EndAsync(long userId, Guid session, Actor by, CancellationToken ct)
    {
        RequireOwnOrAdmin(userId, by);
        return await EndAsync(userId, s => s.UserId == userId && s.Id == session, by, ct) > 0;
    }

    /// <summary>All of them but <paramref name="except"/>; says how many.</summary>
    /// <exception cref="AccessDeniedException">They are somebody else's, and the actor is no Admin.</exception>
    public Task<int> EndAllAsync(long userId, Guid? except, Actor by, CancellationToken ct)
    {
        RequireOwnOrAdmin(userId, by);
        return EndAsync(userId, s => s.UserId == userId && s.Id != except, by, ct);
    }

    private async Task<int> EndAsync(long userId, System.Linq.Expressions.Expression<Func<UserSession, bool>> which, Actor by,
        CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var ended = await db.Set<UserSession>().Where(which).ExecuteDeleteAsync(ct);
        if (ended == 0) return 0;
        sessions.Changed(userId);
        LogEnded(by.Id, ended, userId);
        return ended;
    }

    private static void RequireOwnOrAdmin(long userId, Actor by)
    {
        if (by.UserId() != userId) by.Require(Role.Admin);
    }

    [LoggerMessage(LogLevel.Information, "{Actor} ended {Sessions} sessions of user {UserId}")]
    private partial void LogEnded(string actor, int sessions, long userId);
}
