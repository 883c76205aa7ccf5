using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;

namespace MediaAdmin.Portal;

/// <summary>
/// What programs are answered where no endpoint takes a request: 404 when there is nothing at the address, 405 with the methods that it
/// has, 415 with the content types
/// that it takes. Routing's own answers would not do: pages take every address under any method, and its endpoints can state no policy.
/// </summary>
static class NowhereApi
{
    private const string Rest = "/{**nowhere}";

    public static void MapNowhere(this IEndpointRouteBuilder app, string prefix) =>
        app.Map(prefix + Rest, Answer).RequireAuthorization(Policies.Viewer).ExcludeFromDescription();

    private static Results<NotFound, ProblemHttpResult> Answer(
        HttpContext http, EndpointDataSource endpoints, ParameterPolicyFactory policies)
    {
        var here = endpoints.Endpoints.OfType<RouteEndpoint>().Where(e => IsOfPrograms(e) && IsAt(e, http, policies)).ToList();
        if (here.Count == 0) return TypedResults.NotFound();
        var methods = here.SelectMany(Methods).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToArray();
        if (!methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            http.Response.Headers.Allow = methods;
            return TypedResults.Problem($"This address has {string.Join(", ", methods)}.",
                statusCode: StatusCodes.Status405MethodNotAllowed);
        }
        var types = here.Where(e => Methods(e).Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase))
            .SelectMany(e => e.Metadata.GetOrderedMetadata<IAcceptsMetadata>()).SelectMany(a => a.ContentTypes).Distinct();
        return TypedResults.Problem($"Send the body as {string.Join(" or ", types)}, and say so in Content-Type.",
            statusCode: StatusCodes.Status415UnsupportedMediaType);
    }

    private static bool IsOfPrograms(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText is { } route && !route.EndsWith(Rest, StringComparison.Ordinal)
        && Problem.Prefixes.Any(p => $"/{route.TrimStart('/')}".StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    private static bool IsAt(RouteEndpoint endpoint, HttpContext http, ParameterPolicyFactory policies)
    {
        var (pattern, values) = (endpoint.RoutePattern, new RouteValueDictionary());
        return new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults))
            .TryMatch(http.Request.Path, values)
            && pattern.ParameterPolicies.All(p =>
                p.Value.All(reference => policies.Create(pattern.GetParameter(p.Key), reference) is not IRouteConstraint constraint
                || constraint.Match(http, null, p.Key, values, RouteDirection.IncomingRequest)));
    }
}
