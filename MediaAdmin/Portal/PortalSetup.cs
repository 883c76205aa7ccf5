using System.Globalization;
using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Radzen;

namespace MediaAdmin.Portal;

/// <summary>The pages, in two languages.</summary>
public static class PortalSetup
{
    public static readonly string[] Cultures = ["en", "tr"];

    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
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
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().RequireSignInForCircuits();
        app.MapGet("/", () => TypedResults.LocalRedirect("/products")).RequireAuthorization(Policies.Viewer).ExcludeFromDescription();
        foreach (var prefix in Problem.Prefixes) app.MapFallback($"{prefix}/{{**nowhere}}", () => TypedResults.NotFound()).RequireAuthorization(Policies.Viewer);
        app.MapGet("/language", ChangeLanguage).AllowAnonymous().ExcludeFromDescription();
    }

    private static RedirectHttpResult ChangeLanguage(string culture, string? returnUrl, HttpContext http)
    {
        if (Cultures.Contains(culture))
        {
            var cookie = new CookieOptions { MaxAge = TimeSpan.FromDays(365), IsEssential = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps };
            http.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new(CultureInfo.GetCultureInfo(culture))), cookie);
        }
        return TypedResults.LocalRedirect(ReturnUrl.IsLocal(returnUrl) ? returnUrl : "/");
    }
}
