using MediaAdmin.Access;

namespace MediaAdmin.Setup;

/// <summary>Until there is an administrator every page leads to <c>/setup</c>, which leads back afterwards.</summary>
public sealed class FirstRun(Users users)
{
    public const string Page = "/setup";
    private static readonly string[] Open = [Page, "/language", "/_framework", "/_content", "/css", "/js", "/lib", "/icons", "/api", "/media", "/health", "/openapi", "/favicon.ico"];

    private volatile bool _done;

    /// <summary>Once done it stays done: the last administrator cannot be removed.</summary>
    public async Task<bool> IsDoneAsync(CancellationToken ct) => _done || (_done = await users.AnyAsync(ct));

    public async Task LeadAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (!HttpMethods.IsGet(request.Method) || Path.HasExtension(request.Path.Value) || Open.Any(p => request.Path.StartsWithSegments(p)) || await IsDoneAsync(http.RequestAborted))
        {
            await next(http);
            return;
        }
        http.Response.Redirect($"{Page}?returnUrl={Uri.EscapeDataString(request.Path + request.QueryString)}");
    }
}
