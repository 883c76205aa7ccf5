using System.Net.Http.Headers;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MediaAdmin.Tests.Access;

/// <summary>The Access concept alone on a real server and a real database: a few endpoints of each policy stand in for the portal's.</summary>
public sealed class AccessHost : IAsyncLifetime
{
    public const string Password = "correct horse battery";
    public static readonly Actor Boss = new("user:0", "Boss", Role.Admin);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mediaadmin-access-");
    private WebApplication? _app;

    public ManualClock Clock { get; } = new();
    public LinesOfLog Log { get; } = new();
    /// <summary>A database of its own on this server, in place of the SQLite file.</summary>
    public string? Postgres { get; init; }

    public Dictionary<string, string?> Settings { get; } = [];
    public IServiceProvider Services => _app!.Services;
    public Users Users => Services.GetRequiredService<Users>();
    public ApiKeys Keys => Services.GetRequiredService<ApiKeys>();
    public Passwords Passwords => Services.GetRequiredService<Passwords>();
    public string Folder => _folder.FullName;
    public Uri Address => new(_app!.Urls.First());

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(Settings).AddInMemoryCollection([new("DataDirectory", Folder)]);
        if (Postgres is not null)
        {
            builder.Configuration["Database:Provider"] = "PostgreSql";
            builder.Configuration["ConnectionStrings:MediaDb"] = $"{Postgres};Database=access_{Guid.NewGuid():N}";
        }
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddMediaDb(builder.Configuration).AddLive(builder.Configuration).AddAccess(builder.Configuration);
        _app = builder.Build();
        await _app.Services.MigrateAsync(CancellationToken.None);
        _app.UseExceptionHandler();
        _app.UseAccess();
        _app.MapAccess();
        MapProbes(_app);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            if (Postgres is not null)
            {
                await using var db = await Services.GetRequiredService<IDbContextFactory<MediaDb>>().CreateDbContextAsync();
                await db.Database.EnsureDeletedAsync();
            }
            await _app.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>A browser without following redirects; says where its requests come from as browsers do on a secure page.</summary>
    public HttpClient Browser()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return client;
    }

    public HttpClient Program(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async Task<long> AddUserAsync(string email, Role role = Role.Editor) =>
        Assert.IsType<UserAdded.Done>(await Users.AddAsync(new(email, role, null, Password), Boss, default)).Id;

    public async Task<string> AddKeyAsync(Role role = Role.Editor) =>
        Assert.IsType<KeyCreated.Done>(await Keys.CreateAsync("import", role, Boss, default)).Secret;

    /// <summary>A browser that has signed in.</summary>
    public async Task<HttpClient> BrowserOfAsync(string email)
    {
        var browser = Browser();
        Assert.Equal(nameof(SignInOutcome.Done), await SignInAsync(browser, email, Password));
        return browser;
    }

    public static async Task<string> SignInAsync(HttpClient browser, string email, string password)
    {
        using var answer = await browser.PostAsync("/probe/sign-in", new FormUrlEncodedContent([new("email", email), new("password", password)]));
        return await answer.Content.ReadAsStringAsync();
    }

    private static void MapProbes(WebApplication app)
    {
        app.MapPost("/probe/sign-in", async (HttpContext http, SignIn signIn) =>
        {
            var form = await http.Request.ReadFormAsync();
            return (await signIn.WithPasswordAsync(form["email"]!, form["password"]!, http.Connection.RemoteIpAddress, http.RequestAborted)).ToString();
        }).AllowAnonymous();
        app.MapGet("/probe/form", (HttpContext http, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(http).RequestToken).AllowAnonymous();
        foreach (var policy in new[] { Policies.Viewer, Policies.Editor, Policies.Admin })
        {
            app.MapGet($"/api/probe/{policy}", (HttpContext http) => http.User.Actor()).RequireAuthorization(policy);
            app.MapPost($"/api/probe/{policy}", () => "changed").RequireAuthorization(policy);
            app.MapGet($"/page/{policy}", () => "a page").RequireAuthorization(policy);
        }
        app.MapGet("/api/probe/forgotten", () => "nobody should read this");
        app.MapGet("/api/probe/verb", (HttpContext http) => http.User.Actor().Require(Role.Admin)).RequireAuthorization(Policies.Viewer);
        app.MapGet("/_blazor/probe", () => "circuit").RequireAuthorization(Policies.Viewer);
    }
}
