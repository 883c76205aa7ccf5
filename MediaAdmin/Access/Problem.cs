using Microsoft.AspNetCore.Diagnostics;

namespace MediaAdmin.Access;

/// <summary>Refusals as RFC 9457 problem details.</summary>
static class Problem
{
    public static Task WriteAsync(HttpContext http, int status, string detail) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(http);

    /// <summary>Addresses that programs call: they get a status and problem details, pages get a redirect.</summary>
    public static bool IsForPrograms(HttpRequest request) => Prefixes.Any(p => request.Path.StartsWithSegments(p));

    public static readonly string[] Prefixes = ["/api", "/media", "/openapi", "/health", "/_blazor", "/_framework"];
}

/// <summary>An actor whose role did not reach: 403.</summary>
sealed class AccessDeniedHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not AccessDeniedException denied) return false;
        await Problem.WriteAsync(httpContext, StatusCodes.Status403Forbidden, denied.Message);
        return true;
    }
}
