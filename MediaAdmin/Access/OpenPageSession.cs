using System.Security.Claims;
using MediaAdmin.Live;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace MediaAdmin.Access;

/// <summary>
/// Who uses an open page. A page's circuit outlives the cookie it began with, so the user's row is checked every
/// <see cref="Sessions.CheckEvery"/> and at once when this process changed it; a user who no longer holds becomes nobody.
/// </summary>
public sealed class OpenPageSession : RevalidatingServerAuthenticationStateProvider
{
    private readonly Sessions _sessions;
    private readonly Announcements _news;
    private IDisposable? _subscription;

    public OpenPageSession(ILoggerFactory logs, Sessions sessions, Announcements news) : base(logs)
    {
        (_sessions, _news) = (sessions, news);
        AuthenticationStateChanged += Listen;
    }

    protected override TimeSpan RevalidationInterval => Sessions.CheckEvery;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        _sessions.AreGoodAsync(authenticationState.User, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        AuthenticationStateChanged -= Listen;
        _subscription?.Dispose();
        base.Dispose(disposing);
    }

    private void Listen(Task<AuthenticationState> next) => _ = ListenAsync(next);

    private async Task ListenAsync(Task<AuthenticationState> next)
    {
        _subscription?.Dispose();
        var user = (await next).User;
        if (Sessions.UserId(user) is { } id) _subscription = _news.Subscribe<UserChanged>(Sessions.Topic(id), _ => CheckNow(user));
    }

    /// <summary>Nobody waits for it and nobody needs to: should it fail, the regular check follows.</summary>
    private void CheckNow(ClaimsPrincipal user) => _ = CheckNowAsync(user);

    private async Task CheckNowAsync(ClaimsPrincipal user)
    {
        // Not bound to the page's life: it takes one look at one row.
        if (!await _sessions.AreGoodAsync(user, CancellationToken.None))
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
    }
}
