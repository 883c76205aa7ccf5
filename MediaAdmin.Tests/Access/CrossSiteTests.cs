using System.Net;
using MediaAdmin.Access;

namespace MediaAdmin.Tests.Access;

public sealed class CrossSiteTests(AccessHost host) : IClassFixture<AccessHost>
{
    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("none", null, true)]
    [InlineData("cross-site", null, false)]
    [InlineData("same-site", null, false)]
    [InlineData("cross-site", "this", false)]
    [InlineData(null, "this", true)]
    [InlineData(null, "http://elsewhere.example", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, null, false)]
    public async Task A_cookie_changes_things_only_from_this_portals_pages(string? site, string? origin, bool allowed)
    {
        var email = $"{site}-{origin?.Length}-{allowed}@example.org";
        await host.AddUserAsync(email);
        using var browser = await host.BrowserOfAsync(email);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        if (site is not null) browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        if (origin is not null) browser.DefaultRequestHeaders.Add("Origin", origin == "this" ? host.Address.GetLeftPart(UriPartial.Authority) : origin);

        using var post = await browser.PostAsync("/api/probe/Editor", null);
        using var get = await browser.GetAsync("/api/probe/Editor");

        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, post.StatusCode);
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
    }

    [Theory]
    [InlineData("http://elsewhere.example", false)]
    [InlineData("this", true)]
    [InlineData(null, true)]
    public async Task A_circuit_opens_only_from_this_portals_pages(string? origin, bool allowed)
    {
        var email = $"circuit-{origin?.Length}@example.org";
        await host.AddUserAsync(email);
        using var browser = await host.BrowserOfAsync(email);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        if (origin is not null) browser.DefaultRequestHeaders.Add("Origin", origin == "this" ? host.Address.GetLeftPart(UriPartial.Authority) : origin);
        using var answer = await browser.GetAsync("/_blazor/probe");
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers_refusals_and_faults_too()
    {
        using var nobody = host.Program();
        foreach (var path in new[] { "/login", "/api/probe/Viewer", "/page/Viewer", "/nowhere" })
        {
            using var answer = await nobody.GetAsync(path);
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
            Assert.True(answer.Headers.Contains("Permissions-Policy"));
        }
    }
}

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/products?search=a%20b#x")]
    [InlineData("/products/7")]
    [InlineData("/")]
    public void A_page_of_this_portal_is_gone_back_to(string url) => Assert.Equal(url, ReturnUrl.LocalOrHome(url));

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https://evil.example/products")]
    [InlineData("\t//evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("%09//evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("/login?returnUrl=/login")]
    public void Anything_else_leads_to_the_start_page(string? url) => Assert.Equal("/", ReturnUrl.LocalOrHome(url));
}
