using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Access;

/// <summary>Published under <see cref="Sessions.Topic"/> when a user's role, password or right to sign in changed.</summary>
public sealed record UserChanged(long UserId);

/// <summary>
/// Keeps running sessions true to the user's row. Every session is checked again within <see cref="CheckEvery"/>; a change made by
/// this process is checked at the very next request, and open pages hear of it at once.
/// </summary>
public sealed class Sessions(IDbContextFactory<MediaDb> dbs, Announcements news, TimeProvider clock)
{
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(30);

    public const string StampClaim = "AspNet.Identity.SecurityStamp";

    private readonly ConcurrentDictionary<long, DateTimeOffset> _changedAt = new();

    public static string Topic(long userId) => string.Create(CultureInfo.InvariantCulture, $"access:{userId}");

    public void Changed(long userId)
    {
        _changedAt[userId] = clock.GetUtcNow();
        news.Publish(Topic(userId), new UserChanged(userId));
    }

    /// <summary>The session's user exists, may sign in, has the same stamp and the same role.</summary>
    public async Task<bool> AreGoodAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (UserId(principal) is not { } id) return false;
        await using var db = await dbs.CreateDbContextAsync(ct);
        var user = await db.Set<User>().Where(u => u.Id == id).Select(u => new { u.DisabledAt, u.SecurityStamp, u.Role }).SingleOrDefaultAsync(ct);
        return user is { DisabledAt: null }
            && user.SecurityStamp == principal.FindFirstValue(StampClaim)
            && user.Role == principal.Actor().Role;
    }

    /// <summary>
    /// The cookie's check on each request: reads the user's row when the last time was longer than <see cref="CheckEvery"/> ago or before
    /// a change. A session that holds goes on with the role of now.
    /// </summary>
    internal async Task CheckCookieAsync(CookieValidatePrincipalContext context)
    {
        if (UserId(context.Principal!) is not { } id || !IsDue(id, context.Properties.IssuedUtc)) return;
        await using var db = await dbs.CreateDbContextAsync(context.HttpContext.RequestAborted);
        var user = await db.Set<User>().AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, context.HttpContext.RequestAborted);
        if (user is { IsDisabled: false } && user.SecurityStamp == context.Principal!.FindFirstValue(StampClaim))
        {
            context.ReplacePrincipal(UserPrincipals.Of(user));
            context.ShouldRenew = true;
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private bool IsDue(long userId, DateTimeOffset? checkedAt) =>
        !(clock.GetUtcNow() - checkedAt < CheckEvery) || (_changedAt.TryGetValue(userId, out var changed) && checkedAt <= changed);

    internal static long? UserId(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
