using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace MediaAdmin.Access;

/// <summary>Signs a request in by <c>X-API-Key</c> or <c>Authorization: Bearer</c>. Answers with problem details, never with a page.</summary>
sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeys keys, WrongTries tries)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Name = "ApiKey", Header = "X-API-Key";
    private const string Bearer = "Bearer ";

    private TimeSpan? _wait;

    public static bool IsCarriedBy(HttpRequest request) => SecretOf(request) is not null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SecretOf(Request) is not { } secret) return AuthenticateResult.NoResult();
        if (await keys.FindAsync(secret, Context.RequestAborted) is { } actor)
        {
            var identity = new ClaimsIdentity(actor.ToClaims(), Scheme.Name);
            return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
        }
        _wait = tries.Count("key", Context.Connection.RemoteIpAddress);
        return AuthenticateResult.Fail("Unknown or revoked API key.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await Context.AuthenticateAsync(Scheme.Name);
        if (_wait is { } wait)
        {
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Problem.WriteAsync(Context, StatusCodes.Status429TooManyRequests, "Too many wrong API keys from this address. Wait before the next try.");
            return;
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        await Problem.WriteAsync(Context, StatusCodes.Status401Unauthorized, "The API key is unknown or revoked.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.WriteAsync(Context, StatusCodes.Status403Forbidden, "The API key's role does not reach for this.");

    private static string? SecretOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var key)) return key.ToString();
        var authorization = request.Headers[HeaderNames.Authorization].ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }
}
