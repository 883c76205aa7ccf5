using System.Globalization;
using MediaAdmin.Access;
using MediaAdmin.Live;
using MediaAdmin.Portal.Jobs;
using MediaAdmin.Storage.Local;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Options;
using Radzen;

namespace MediaAdmin.Portal;

/// <summary>The pages, in two languages.</summary>
public static class PortalSetup
{
    public static readonly string[] Cultures = ["en", "tr"];

    /// <summary>A page that comes to life brings along what prerendering had read, with every text of what it shows; more than SignalR's 32 kB, and then the page stays dead.</summary>
    private const long MaxMessageBytes = 1 << 20;

    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = MaxMessageBytes);
        services.AddOptions<PageOptions>().BindConfiguration("Pages");
        services.AddOptions<CircuitOptions>().Configure<IOptions<PageOptions>>((circuits, pages) =>
            (circuits.DisconnectedCircuitRetentionPeriod, circuits.PersistedCircuitInMemoryRetentionPeriod) =
            (pages.Value.KeepDisconnected, pages.Value.KeepState));
        services.AddRadzenComponents();
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options => options
            .SetDefaultCulture(Cultures[0]).AddSupportedCultures(Cultures).AddSupportedUICultures(Cultures));
        return services;
    }

    /// <summary>Before Access, so that signing in speaks the reader's language.</summary>
    public static void UsePortal(this WebApplication app) => app.UseRequestLocalization();

    public static void MapPortal(this WebApplication app)
    {
        // Blazor's own policy would stand in the place of the portal's stricter one (Access/SecurityHeaders).
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null).RequireSignInForCircuits();
        app.MapHangfire();
        app.MapGet("/", () => TypedResults.LocalRedirect("/products")).RequireAuthorization(Policies.Viewer).ExcludeFromDescription();
        // Programs get problem details, not the page for addresses that lead nowhere.
        foreach (var prefix in Problem.Prefixes.Except([LocalStoreApi.Prefix])) app.MapNowhere(prefix); // the store answers for its own
        app.MapGet("/language", ChangeLanguage).AllowAnonymous().ExcludeFromDescription();
    }

    private static RedirectHttpResult ChangeLanguage(string culture, string? returnUrl, HttpContext http)
    {
        if (Cultures.Contains(culture))
        {
            var cookie = new CookieOptions { MaxAge = TimeSpan.FromDays(365), IsEssential = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps };
            http.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new(CultureInfo.GetCultureInfo(culture))), cookie);
        }
        return TypedResults.LocalRedirect(ReturnUrl.IsLocal(returnUrl) ? ReturnUrl.Encode(returnUrl) : "/");
    }
}
