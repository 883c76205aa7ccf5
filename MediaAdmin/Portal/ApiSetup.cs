using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using MediaAdmin.Access;
using MediaAdmin.Setup;
using Microsoft.AspNetCore.Diagnostics;

namespace MediaAdmin.Portal;

/// <summary>How the REST interface speaks: JSON in camel case with states by name, strict about what it is sent, errors as problem details, described at <c>/openapi/v1.json</c>.</summary>
public static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true).AddExceptionHandler<BadRequestHandler>();
        services.AddHealthChecks().AddCheck<Readiness>(Readiness.Tag, tags: [Readiness.Tag]);
        return services.AddProblemDetails().AddOpenApi();
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi().RequireAuthorization(Policies.Viewer);
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous(); // an open page asks it whether the portal is back
        app.MapHealthChecks("/health/ready", new() { ResponseWriter = Readiness.WriteAsync }).AllowAnonymous();
    }
}

/// <summary>A request that cannot be read, told with the field that is wrong: the parameter, or the place in the JSON.</summary>
sealed partial class BadRequestHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad) return false;
        var detail = bad.InnerException is JsonException { Path: { } path } json ? $"The JSON is wrong at {path}, line {json.LineNumber + 1}." : NameOfProperty().Replace(bad.Message, m => m.Value.ToLowerInvariant());
        await TypedResults.Problem(detail, statusCode: bad.StatusCode).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>The first letter of a parameter that belongs to a record: in the address it is small.</summary>
    [GeneratedRegex("""(?<=^Failed to bind parameter "[^"]* )[A-Z](?=[^" ]*")""")]
    private static partial Regex NameOfProperty();
}
