using Microsoft.AspNetCore.Identity;

namespace MediaAdmin.Access;

/// <summary>
/// A browser sends the cookie along whoever's page asked it to. So what changes something by cookie under <c>/api</c>, and every circuit,
/// must come from a page of this portal. Forms are guarded by their antiforgery token, API keys need no guard: no browser adds them by itself.
/// </summary>
static class CrossSiteGuard
{
    public static Task InvokeAsync(HttpContext http, RequestDelegate next) => IsRefused(http)
        ? Problem.WriteAsync(http, StatusCodes.Status403Forbidden, "This request did not come from a page of this portal.")
        : next(http);

    private static bool IsRefused(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/_blazor") ? ComesFromOutside(http.Request) ?? false
        : http.Request.Path.StartsWithSegments("/api") && IsUnsafe(http.Request) && IsByCookie(http) && (ComesFromOutside(http.Request) ?? true);

    /// <summary>Browsers tell where a request comes from by Sec-Fetch-Site, on plain http only by Origin. Null when nothing is told.</summary>
    private static bool? ComesFromOutside(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site is not ("same-origin" or "none");
        if (request.Headers.Origin.ToString() is not { Length: > 0 } origin) return null;
        return !Uri.TryCreate(origin, UriKind.Absolute, out var from) || !string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsUnsafe(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    private static bool IsByCookie(HttpContext http) => http.User.Identities.Any(i => i.AuthenticationType == IdentityConstants.ApplicationScheme);
}
