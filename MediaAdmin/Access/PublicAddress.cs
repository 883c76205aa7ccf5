using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Access;

/// <summary>
/// Under which address people reach the portal, and through which proxies. Nothing that a stranger writes into a request changes where an
/// answer leads.
/// </summary>
public static class PublicAddress
{
    public const string Key = "PublicUrl", EverybodysProxy = "FORWARDEDHEADERS_ENABLED";
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>What is wrong with the settings, each with the cure.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (configuration[Key] is { Length: > 0 } given && Read(configuration) is null)
            yield return $"{Key} is '{given}'; give the address that people type, without a path, such as https://media.example.com.";
        if (bool.TryParse(configuration[EverybodysProxy], out var everybody) && everybody)
            yield return $"{EverybodysProxy} (the variable ASPNETCORE_{EverybodysProxy}) believes X-Forwarded-For and -Proto of anybody. "
                + $"Take it away and name the proxy instead: {ProxyOptions.Section}:Addresses=127.0.0.1 for one on this machine.";
    }

    public static IServiceCollection AddPublicAddress(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxy) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = proxy.Value.Hops;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxy.Value.Networks()) forwarded.KnownIPNetworks.Add(network);
        });
        // AllowedHosts, where it is given, says more than one address can.
        if (Read(configuration) is { } address && string.IsNullOrEmpty(configuration["AllowedHosts"]))
            // health checks ask on the machine itself
            services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = [address.IdnHost, .. Loopback]);
        return services;
    }

    /// <summary>Before everything else: what comes later reads the client's address and the scheme.</summary>
    public static void UsePublicAddress(this WebApplication app)
    {
        // Without a named proxy the middleware would believe everybody.
        if (app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Networks().Any()) app.UseForwardedHeaders();
        app.Use(RefuseOtherSchemes);
        app.Use(LeadNowhereElse);
    }

    private static Uri? Read(IConfiguration configuration) =>
        Uri.TryCreate(configuration[Key], UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { PathAndQuery: "/", Fragment: "", UserInfo: "", Host.Length: > 0 } ? url : null;

    private static Task RefuseOtherSchemes(HttpContext http, RequestDelegate next) => http.Request.Scheme is "http" or "https"
        ? next(http)
        : Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "X-Forwarded-Proto must be http or https.");

    /// <summary>
    /// The framework makes an absolute address of where it leads, out of the request's Host: what is left of it is the path.
    /// </summary>
    private static Task LeadNowhereElse(HttpContext http, RequestDelegate next)
    {
        var here = $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}";
        http.Response.OnStarting(() =>
        {
            if (http.Response.Headers.Location.ToString() is { Length: > 0 } to && to.StartsWith(here, StringComparison.OrdinalIgnoreCase)
                && (to.Length == here.Length || to[here.Length] is '/' or '?' or '#'))
                http.Response.Headers.Location = PathOf(to[here.Length..]);
            return Task.CompletedTask;
        });
        return next(http);
    }

    /// <summary>Two slashes at its beginning would be a host again.</summary>
    private static string PathOf(string rest) => "/" + rest.TrimStart('/', '\\');
}
