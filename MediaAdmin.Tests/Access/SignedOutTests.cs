using System.Net;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Access;

/// <summary>A session ends when its user says so, on the server and not only in the browser.</summary>
public sealed class SignedOutTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task A_cookie_kept_from_before_signing_out_opens_neither_a_page_nor_the_api()
    {
        using var browser = await PortalBrowser.SignedInAsync(shared.App);
        var kept = browser.Session;
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await AskAsync(kept));

        await browser.SignOutAsync();

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Unauthorized), await AskAsync(kept));
    }

    [Fact]
    public async Task Signing_out_of_one_browser_leaves_the_other_signed_in()
    {
        using var here = await PortalBrowser.SignedInAsync(shared.App);
        using var there = await PortalBrowser.SignedInAsync(shared.App);

        await here.SignOutAsync();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await AskAsync(there.Session));
    }

    private async Task<(HttpStatusCode Page, HttpStatusCode Api)> AskAsync(string session)
    {
        using var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(sockets) { BaseAddress = shared.App.Address };
        http.DefaultRequestHeaders.Add("Cookie", $"mediaadmin={session}");
        using var page = await http.GetAsync("/products");
        using var api = await http.GetAsync("/api/products");
        return (page.StatusCode, api.StatusCode);
    }
}

public sealed class ClockThatJumpsTests(AccessHost host) : IClassFixture<AccessHost>
{
    [Fact]
    public async Task A_disabled_user_is_out_also_when_the_clock_has_jumped_back()
    {
        var id = await host.AddUserAsync("jump@example.org");
        using var browser = await host.BrowserOfAsync("jump@example.org");
        Assert.Equal("a page", await browser.GetStringAsync("/page/Viewer"));

        host.Clock.Jump(TimeSpan.FromHours(-1));
        await host.Users.DisableAsync(id, AccessHost.Boss, default);

        using var answer = await browser.GetAsync("/api/probe/Viewer");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
