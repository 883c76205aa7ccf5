using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Access;

/// <summary>Sessions listed and ended, one by one or all, by their owner and by an Admin.</summary>
public sealed class SessionsApiTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Ones_own_sessions_are_listed_and_ended_one_by_one_or_all_but_this_one(TestDatabase database)
    {
        var app = apps.On(database);
        var (_, email, password) = await NewUserAsync(app, Role.Viewer);
        using var here = await PortalBrowser.SignedInAsync(app, email, password);
        using var there = await PortalBrowser.SignedInAsync(app, email, password);
        using var elsewhere = await PortalBrowser.SignedInAsync(app, email, password);
        var seen = (await here.Http.GetFromJsonAsync<SessionPage>("/api/sessions", MediaApp.Json))!;
        Assert.Equal((3, 1, 3), (seen.Total, seen.Items.Count(s => s.IsCurrent), seen.Items.Count));
        Assert.All(seen.Items, s => Assert.Equal("127.0.0.1", s.Address));

        var other = (await there.Http.GetFromJsonAsync<SessionPage>("/api/sessions", MediaApp.Json))!.Items.Single(s => s.IsCurrent);
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(here, HttpMethod.Delete, $"/api/sessions/{other.Id}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(there, HttpMethod.Get, "/api/products"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(elsewhere, HttpMethod.Get, "/api/products"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(here, HttpMethod.Delete, $"/api/sessions/{other.Id}"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here, HttpMethod.Delete, "/api/sessions?keepCurrent=true"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(elsewhere, HttpMethod.Get, "/api/products"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here, HttpMethod.Get, "/api/products"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here, HttpMethod.Delete, "/api/sessions"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(here, HttpMethod.Get, "/api/products"));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_Admin_ends_the_sessions_of_others_and_nobody_else_does(TestDatabase database)
    {
        var app = apps.On(database);
        var (id, email, password) = await NewUserAsync(app, Role.Editor);
        var (_, other, otherPassword) = await NewUserAsync(app, Role.Editor);
        using var one = await PortalBrowser.SignedInAsync(app, email, password);
        using var two = await PortalBrowser.SignedInAsync(app, email, password);
        using var stranger = await PortalBrowser.SignedInAsync(app, other, otherPassword);
        var path = $"/api/users/{id}/sessions";
        var sessions = (await app.Admin.GetFromJsonAsync<SessionPage>(path, MediaApp.Json))!.Items;
        Assert.Equal(2, sessions.Count);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(stranger, HttpMethod.Get, path));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(stranger, HttpMethod.Delete, $"{path}/{sessions[0].Id}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, HttpMethod.Delete, $"/api/sessions/{sessions[0].Id}"));
        using (var ended = await app.Admin.DeleteAsync($"{path}/{sessions[0].Id}")) Assert
            .Equal(HttpStatusCode.NoContent, ended.StatusCode);
        HttpStatusCode[] left = [await StatusAsync(one, HttpMethod.Get, "/api/products"),
            await StatusAsync(two, HttpMethod.Get, "/api/products")];
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], left.Order());
        using (var all = await app.Admin.DeleteAsync(path)) Assert.Equal("""{"ended":1}""", await all.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(one, HttpMethod.Get, "/api/products"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(two, HttpMethod.Get, "/api/products"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, HttpMethod.Get, "/api/products"));
    }

    [Fact]
    public async Task An_API_key_has_no_sessions()
    {
        using var answer = await apps.On(TestDatabase.Sqlite).Admin.GetAsync("/api/sessions");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_browser_begins_another_session_and_ends_the_one_before()
    {
        var app = apps.On(TestDatabase.Sqlite);
        var (_, email, password) = await NewUserAsync(app, Role.Viewer);
        using var browser = await PortalBrowser.SignedInAsync(app, email, password);
        var before = Assert.Single((await browser.Http.GetFromJsonAsync<SessionPage>("/api/sessions", MediaApp.Json))!.Items).Id;
        await browser.SignOutAsync();
        (await browser.SignInAsync(email, password)).Dispose();
        Assert.NotEqual(before, Assert
            .Single((await browser.Http.GetFromJsonAsync<SessionPage>("/api/sessions", MediaApp.Json))!.Items).Id);
    }

    private static async Task<(long Id, string Email, string Password)> NewUserAsync(MediaApp app, Role role)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var added = Assert.IsType<UserAdded.Done>(await app.Get<Users>().AddAsync(new(email, role), Actor.Portal, default));
        return (added.Id, email, added.GeneratedPassword!);
    }

    private static async Task<HttpStatusCode> StatusAsync(PortalBrowser browser, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await browser.Http.SendAsync(request);
        return answer.StatusCode;
    }
}

public sealed class OpenPageOfASessionTests(AccessHost host) : IClassFixture<AccessHost>
{
    [Fact]
    public async Task A_page_left_open_learns_at_once_that_its_session_ended_and_one_of_another_session_goes_on()
    {
        var id = await host.AddUserAsync("pages@example.org");
        var sessions = host.Services.GetRequiredService<Sessions>();
        var (ended, other) = (await sessions.BeginAsync(id, null, "", default), await sessions.BeginAsync(id, null, "", default));
        using var page = ActivatorUtilities.CreateInstance<OpenPageSession>(host.Services);
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(await PrincipalAsync(id, ended))));
        var changed = new TaskCompletionSource<AuthenticationState>();
        page.AuthenticationStateChanged += async next => changed.TrySetResult(await next);

        Assert.True(await host.Services.GetRequiredService<SessionList>().EndAsync(id, ended, AccessHost.Boss, default));

        Assert.False((await changed.Task.WaitAsync(TimeSpan.FromSeconds(10))).User.Identity?.IsAuthenticated);
        Assert.True(await sessions.AreGoodAsync(await PrincipalAsync(id, other), default));
    }

    private async Task<System.Security.Claims.ClaimsPrincipal> PrincipalAsync(long id, Guid session)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<User>>();
        var user = (await users.FindByIdAsync($"{id}"))!;
        return UserPrincipals.Of(user.ToActor(), id, user.SecurityStamp!, session);
    }
}

public sealed class StatementsOfASessionTests
{
    [Fact]
    public async Task Requests_of_a_session_ask_the_database_for_it_once_and_not_each_time()
    {
        var statements = new AppStatements();
        await using var app = new MediaApp(services: statements.Count);
        using var browser = await PortalBrowser.SignedInAsync(app);
        async Task<int> OfAsync(string path) =>
            await statements.OfAsync(async () => (await browser.Http.GetAsync(path)).EnsureSuccessStatusCode());
        await OfAsync("/api/products");
        var byKey = await statements.OfAsync(async () => (await app.Admin.GetAsync("/api/products")).EnsureSuccessStatusCode());
        for (var n = 0; n < 10; n++) Assert.Equal(byKey, await OfAsync("/api/products"));
    }
}
