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

/// <summary>
/// Published under <see cref="Sessions.Topic"/> when a session of a user ended, or the user's role, password or right to sign in changed.
/// </summary>
public sealed record UserChanged(long UserId);

/// <summary>
/// Keeps running sessions true to their rows. What is read of a session is remembered for <see cref="CheckEvery"/> at most, and only while
/// the user's version stays the same: each change raises it, so that the next request and the open pages read again at once. No time of day is
/// compared: a clock that jumps keeps nobody signed in.
/// </summary>
public sealed class Sessions : IDisposable
{
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(30);

    public const string StampClaim = "AspNet.Identity.SecurityStamp", SessionClaim = "mediaadmin:session";
    private const string AllUsers = "access";
    private const int MostKnown = 10_000;
    private static readonly TimeSpan SeenIsNoted = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, Known> _known = new();
    private readonly ConcurrentDictionary<long, long> _versions = new();
    private readonly IDbContextFactory<MediaDb> _dbs;
    private readonly Announcements _news;
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;

    public Sessions(IDbContextFactory<MediaDb> dbs, Announcements news, TimeProvider clock)
    {
        (_dbs, _news, _clock) = (dbs, news, clock);
        _subscription = news.Subscribe<UserChanged>(AllUsers, changed => Raise(changed.UserId)); // also what another process did
    }

    public static string Topic(long userId) => string.Create(CultureInfo.InvariantCulture, $"{AllUsers}:{userId}");

    /// <summary>To be called once the change is committed.</summary>
    public void Changed(long userId)
    {
        _news.Publish(AllUsers, new UserChanged(userId)); // first: who hears the next one reads again
        _news.Publish(Topic(userId), new UserChanged(userId));
    }

    /// <summary>The session is there, its user may sign in, and has the same stamp and the same role.</summary>
    public async Task<bool> AreGoodAsync(ClaimsPrincipal principal, CancellationToken ct) =>
        await FindAsync(principal, ct) is { } user && user.Role == principal.Actor().Role;

    /// <summary>A new session for whom the cookie is about to be written; the one that this browser had before ends.</summary>
    internal async Task BeginAsync(CookieSigningInContext context)
    {
        var (http, ct) = (context.HttpContext, context.HttpContext.RequestAborted);
        if (SessionId(http.User) is not null) await EndAsync(http.User, ct);
        var userAgent = http.Request.Headers.UserAgent.ToString();
        var session = await BeginAsync(UserId(context.Principal!)!.Value, http.Connection.RemoteIpAddress, userAgent, ct);
        ((ClaimsIdentity)context.Principal!.Identity!).AddClaim(ClaimOf(session));
    }

    internal async Task<Guid> BeginAsync(long userId, System.Net.IPAddress? from, string userAgent, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        await using var db = await _dbs.CreateDbContextAsync(ct);
        var unused = now - AccessSetup.SignedInFor - TimeSpan.FromDays(1);
        await db.Set<UserSession>().Where(s => s.LastSeenAt < unused).ExecuteDeleteAsync(ct);
        var session = UserSession.Begin(userId, from, userAgent, now);
        db.Add(session);
        await db.SaveChangesAsync(ct);
        _news.Publish(Topic(userId), new UserChanged(userId)); // a list of sessions that is open shows it
        return session.Id;
    }

    internal static Claim ClaimOf(Guid session) => new(SessionClaim, session.ToString("N"));

    internal Task EndAsync(CookieSigningOutContext context) => EndAsync(context.HttpContext.User, CancellationToken.None);

    /// <summary>The cookie's check on each request. A session that holds goes on with the role and name of now.</summary>
    internal async Task CheckCookieAsync(CookieValidatePrincipalContext context)
    {
        if (await FindAsync(context.Principal!, context.HttpContext.RequestAborted) is { } user)
        {
            var (was, now) = (context.Principal!.Actor(), user.ToActor());
            if (was != now) context.ReplacePrincipal(UserPrincipals.Of(now, user.Id, user.Stamp, SessionId(context.Principal!)));
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    internal static long? UserId(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Null for an API key, and for a cookie from before sessions were kept.</summary>
    public static Guid? SessionId(ClaimsPrincipal principal) =>
        Guid.TryParseExact(principal.FindFirstValue(SessionClaim), "N", out var id) ? id : null;

    public void Dispose() => _subscription.Dispose();

    private async Task EndAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (SessionId(principal) is not { } session || UserId(principal) is not { } userId) return;
        await using var db = await _dbs.CreateDbContextAsync(ct);
        await db.Set<UserSession>().Where(s => s.Id == session).ExecuteDeleteAsync(ct);
        Changed(userId);
    }

    private async ValueTask<SessionUser?> FindAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (UserId(principal) is not { } id || SessionId(principal) is not { } session) return null;
        if (!_known.TryGetValue(session, out var known) || known.Version != Version(id)
            || _clock.GetElapsedTime(known.ReadAt) >= CheckEvery)
            known = await ReadAsync(session, id, ct);
        return known.User is { } user && user.Id == id && user.Stamp == principal.FindFirstValue(StampClaim) ? user : null;
    }

    private async Task<Known> ReadAsync(Guid session, long userId, CancellationToken ct)
    {
        var (version, readAt) = (Version(userId), _clock.GetTimestamp()); // before the look: a change during it makes what was seen old
        await using var db = await _dbs.CreateDbContextAsync(ct);
        var found = await (from s in db.Set<UserSession>()
                           join u in db.Set<User>() on s.UserId equals u.Id
                           where s.Id == session && u.DisabledAt == null
                           select new { s.LastSeenAt, User = new SessionUser(u.Id, u.DisplayName, u.Role, u.SecurityStamp ?? "") })
                               .SingleOrDefaultAsync(ct);
        var now = _clock.GetUtcNow();
        if (found is not null && (now - found.LastSeenAt).Duration() >= SeenIsNoted)
            await db.Set<UserSession>().Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), ct);
        if (_known.Count >= MostKnown) Forget();
        return _known[session] = new(version, readAt, found?.User);
    }

    private void Forget()
    {
        foreach (var (session, known) in _known)
            if (_clock.GetElapsedTime(known.ReadAt) >= CheckEvery) _known.TryRemove(session, out _);
    }

    private long Version(long userId) => _versions.GetValueOrDefault(userId);

    private void Raise(long userId) => _versions.AddOrUpdate(userId, 1, (_, version) => version + 1);

    /// <summary>What was read of a session under a version of its user; no user when it has ended.</summary>
    private sealed record Known(long Version, long ReadAt, SessionUser? User);

    private sealed record SessionUser(long Id, string Name, Role Role, string Stamp)
    {
        public Actor ToActor() => Actor.User(Id, Name, Role);
    }
}
