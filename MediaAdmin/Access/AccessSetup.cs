using MediaAdmin.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace MediaAdmin.Access;

public static class AccessSetup
{
    private static readonly string[] RoutingsOwn = ["405 HTTP Method Not Supported", "415 HTTP Unsupported Media Type"];
    private const string EitherScheme = "MediaAdmin", CookieName = "mediaadmin";
    internal static readonly TimeSpan SignedInFor = TimeSpan.FromDays(14);

    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Users>().AddSingleton<Passwords>().AddSingleton<ApiKeys>().AddSingleton<Sessions>()
            .AddSingleton<SessionList>().AddSingleton<Preferences>().AddSingleton<ActorNames>();
        services.AddSingleton<WrongTries>().AddSingleton<SlowDown>().AddSingleton<KnownBrowsers>().AddSingleton<WrongSignInAlarm>();
        services.AddPublicAddress(configuration);
        services.AddOptions<GivenAccessOptions>().BindConfiguration(GivenAccessOptions.Section);
        services.AddHostedService<GivenAccess>();
        services.AddSignIn().AddSchemes().AddAuthorization(Policies.Configure);
        services.AddAntiforgery(form => (form.Cookie.Name, form.Cookie.SecurePolicy) = ("mediaadmin.form", CookieSecurePolicy.SameAsRequest));
        services.AddProblemDetails().AddExceptionHandler<AccessDeniedHandler>();
        services.AddKeyRing(configuration);
        return services;
    }

    /// <summary>Between the exception handler and the endpoints: headers, who asks, whether from here, whether allowed.</summary>
    /// <param name="pictureOrigin">Where browsers get pictures from, when not from here.</param>
    /// <param name="uploadOrigin">Where browsers send files to, when not here only.</param>
    public static void UseAccess(this WebApplication app, string? pictureOrigin = null, string? uploadOrigin = null)
    {
        app.Use(new SecurityHeaders(pictureOrigin, uploadOrigin).InvokeAsync);
        if (!app.Environment.IsDevelopment()) app.UseHsts();
        app.UseAuthentication();
        app.Use(CrossSiteGuard.InvokeAsync);
        app.Use(AnswerWrongRequest);
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    /// <summary>
    /// For <c>MapRazorComponents</c>: each page states its own policy; what the framework adds for circuits is for signed-in people,
    /// by cookie only, because nobody but a browser opens a circuit.
    /// </summary>
    public static RazorComponentsEndpointConventionBuilder RequireSignInForCircuits(this RazorComponentsEndpointConventionBuilder pages)
    {
        pages.Finally(endpoint =>
        {
            if (endpoint.Metadata.Any(m => m is ComponentTypeMetadata or IAuthorizeData or IAllowAnonymous)) return;
            endpoint.Metadata.Add(new AuthorizeAttribute(Policies.Viewer) { AuthenticationSchemes = IdentityConstants.ApplicationScheme });
        });
        return pages;
    }

    /// <summary>
    /// Routing's own answers to a method or content type that an address does not have: they can state no policy, and would look forbidden.
    /// </summary>
    private static Task AnswerWrongRequest(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint() is { Metadata.Count: 0, RequestDelegate: { } answer } endpoint && RoutingsOwn.Contains(endpoint.DisplayName)
            ? answer(http) : next(http);

    private static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        // Registered before Identity, which would make them one per request: they keep no state and singletons use them.
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>().AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.Configure<PasswordHasherOptions>(hash => hash.IterationCount = 210_000); // OWASP's figure for PBKDF2-HMAC-SHA512
        services.AddScoped<IUserClaimsPrincipalFactory<User>, UserPrincipals>().AddScoped<SignIn>();
        services.AddIdentityCore<User>().AddUserStore<UserOnlyStore<User, MediaDb, long>>().AddSignInManager();
        services.AddCascadingAuthenticationState().AddScoped<AuthenticationStateProvider, OpenPageSession>();
        return services.AddHttpContextAccessor();
    }

    private static IServiceCollection AddSchemes(this IServiceCollection services)
    {
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, scheme => scheme.ForwardDefaultSelector = http =>
                ApiKeyHandler.IsCarriedBy(http.Request) ? ApiKeyHandler.Name : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, null)
            .AddCookie(IdentityConstants.ApplicationScheme);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<Sessions>(ConfigureCookie);
        return services;
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options, Sessions sessions)
    {
        (options.Cookie.Name, options.Cookie.HttpOnly, options.Cookie.SameSite) = (CookieName, true, SameSiteMode.Lax);
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        (options.ExpireTimeSpan, options.SlidingExpiration) = (SignedInFor, true);
        (options.LoginPath, options.AccessDeniedPath, options.ReturnUrlParameter) = ("/login", "/access-denied", "returnUrl");
        (options.Events.OnSigningIn, options.Events.OnSigningOut) = (sessions.BeginAsync, sessions.EndAsync);
        options.Events.OnValidatePrincipal = sessions.CheckCookieAsync;
        // The handler's own way back would put the address into a header as it was given, letters beyond ASCII included.
        options.Events.OnRedirectToReturnUrl = context => LeadBack(context.Response, context.RedirectUri);
        options.Events.OnRedirectToLogin = context => Refuse(context, StatusCodes.Status401Unauthorized, "Sign in, or send an API key.");
        options.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden, "Your role does not reach for this.");
    }

    private static Task LeadBack(HttpResponse response, string address)
    {
        response.Redirect(ReturnUrl.LocalOrHome(address));
        return Task.CompletedTask;
    }

    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status, string detail)
    {
        if (Problem.IsForPrograms(context.Request)) return Problem.WriteAsync(context.HttpContext, status, detail);
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    /// <summary>The keys that seal cookies live beside the data: a restart signs nobody out. Only the portal's own account may read them.</summary>
    private static void AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        var folder = new DirectoryInfo(Path.Combine(DataDirectory.Read(configuration), "keys"));
        if (OperatingSystem.IsWindows()) folder.Create();
        else Directory.CreateDirectory(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        services.AddDataProtection().SetApplicationName("MediaAdmin").PersistKeysToFileSystem(folder);
    }
}
