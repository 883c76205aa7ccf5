using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace MediaAdmin.Tests.Access;

/// <summary>Walks every endpoint of the running portal: pages, REST, and what the framework adds.</summary>
public sealed class EndpointTests
{
    /// <summary>All that is open to everybody, each with its reason. Whatever is not listed here asks who one is.</summary>
    private static readonly Dictionary<string, string> Open = new()
    {
        ["/login"] = "one comes here to sign in",
        ["/logout"] = "leaving twice does no harm; whoever is signed in needs the form's token",
        ["/access-denied"] = "says no and names, to people inside, whom to ask",
        ["/language"] = "the sign-in page has its language switch too",
        ["/not-found"] = "says that there is nothing",
        ["/error"] = "says that something went wrong",
        ["/setup"] = "makes the first administrator while there is none",
        ["/health/live"] = "asked by machines that hold no key; tells nothing but that it runs",
        ["/health/ready"] = "the same, and whether it can serve",
        ["/api/notifications/cloudinary"] = "Cloudinary holds no key; what it says is let in by its signature",
        ["/api/uploads"] = "OPTIONS: tus clients ask what the server can before they sign in",
        ["/api/uploads/{id}"] = "the same",
    };

    /// <summary>States nothing and cannot be made to: the framework's own, in Development only, for static files made since the build. Closed by the fallback policy.</summary>
    private const string FilesSinceBuild = "/{**path:file}";

    [Fact]
    public async Task Every_endpoint_states_its_policy()
    {
        await using var app = new MediaApp();
        var endpoints = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        Assert.Contains(endpoints, e => Route(e) == "/login");
        Assert.Contains(endpoints, e => Route(e).StartsWith("/_blazor", StringComparison.Ordinal));
        Assert.Empty(endpoints.Where(e => !IsOpen(e) && !NamesPolicy(e) && Route(e) != FilesSinceBuild).Select(Describe));
    }

    [Fact]
    public async Task What_is_open_to_everybody_is_on_the_list_of_reasons()
    {
        await using var app = new MediaApp();
        var open = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsOpen);
        // Scripts, styles and icons hold nothing secret, and the sign-in page needs them.
        Assert.Empty(open.Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !Open.ContainsKey(Route(e))).Select(Describe));
    }

    private static bool IsOpen(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static bool NamesPolicy(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is { Count: > 0 } stated && stated.All(a => a.Policy is { Length: > 0 });

    private static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.Trim('/');

    private static string Describe(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} {Route(endpoint)} ({endpoint.DisplayName})";
}
