using System.Text.Json;
using System.Text.Json.Serialization;
using MediaAdmin.Access;

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
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = false); // malformed JSON is a 400 in Development too
        services.AddHealthChecks();
        return services.AddProblemDetails().AddOpenApi();
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi().RequireAuthorization(Policies.Viewer);
        app.MapHealthChecks("/health/live").AllowAnonymous(); // an open page asks it whether the portal is back
    }
}
