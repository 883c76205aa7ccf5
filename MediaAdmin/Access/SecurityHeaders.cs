namespace MediaAdmin.Access;

/// <summary>
/// What every answer tells the browser: load and run only what comes from here, be framed by nobody, guess no types. Pictures may come from
/// <paramref name="pictureOrigin"/> too, when they are kept elsewhere, and files may be sent to <paramref name="uploadOrigin"/>.
/// </summary>
sealed class SecurityHeaders(string? pictureOrigin, string? uploadOrigin)
{
    /// <summary>Style attributes are allowed, because components position themselves by them; style sheets and scripts in the page are not.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private readonly string _policy = With(With(ContentSecurityPolicy, "img-src", pictureOrigin), "connect-src", uploadOrigin);

    /// <summary>Written at the last moment: an exception's answer clears what was set before.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() => Write(http.Response.Headers));
        return next(http);
    }

    private static string With(string policy, string what, string? origin) =>
        origin is null ? policy : policy.Replace($"{what} 'self'", $"{what} 'self' {origin}", StringComparison.Ordinal);

    private Task Write(IHeaderDictionary headers)
    {
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = _policy; // the store's pictures bring a stricter one
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
