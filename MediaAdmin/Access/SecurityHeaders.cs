namespace MediaAdmin.Access;

/// <summary>What every answer tells the browser: load and run only what comes from here, be framed by nobody, guess no types.</summary>
static class SecurityHeaders
{
    /// <summary>Style attributes are allowed, because components position themselves by them; style sheets and scripts in the page are not.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Written at the last moment: an exception's answer clears what was set before.</summary>
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state => Write(((HttpContext)state).Response.Headers), http);
        return next(http);
    }

    private static Task Write(IHeaderDictionary headers)
    {
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = ContentSecurityPolicy; // the store's pictures bring a stricter one
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
