using System.Net;
using MediaAdmin.Access;
using MediaAdmin.Setup;
using MediaAdmin.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace MediaAdmin.Tests.Access;

/// <summary>
/// What a request says about where it comes from and where it went is believed only from proxies that the configuration names.
/// </summary>
public sealed class ForwardedTests
{
    [Fact]
    public async Task Made_up_addresses_do_not_get_around_the_limit_of_wrong_sign_ins()
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Proxy:Addresses"] = "192.0.2.7" });
        var first = await Task.WhenAll(Enumerable.Range(0, WrongTries.PerMinute).Select(n => GuessAsync(app, $"198.51.100.{n}", n)));
        Assert.All(first, status => Assert.Equal(HttpStatusCode.BadRequest, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, await GuessAsync(app, "203.0.113.7", WrongTries.PerMinute));
    }

    [Fact]
    public async Task A_named_proxy_tells_who_asks_and_by_which_scheme()
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Proxy:Addresses"] = "192.0.2.0/24, 127.0.0.1" });
        await Task.WhenAll(Enumerable.Range(0, WrongTries.PerMinute).Select(n => GuessAsync(app, "198.51.100.1", n)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await GuessAsync(app, "198.51.100.1", WrongTries.PerMinute));
        using var owner = new PortalBrowser(app.Address);
        owner.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.2");
        using var signedIn = await owner.SignInAsync(MediaApp.AdminEmail, MediaApp.AdminPassword);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);

        using var browser = new PortalBrowser(app.Address);
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var page = await browser.Http.GetAsync("/login");
        Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<HttpStatusCode> GuessAsync(MediaApp app, string forwardedFor, int n)
    {
        using var browser = new PortalBrowser(app.Address);
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        using var answer = await browser.SignInAsync($"guess{n}@example.com", "a wrong password");
        return answer.StatusCode;
    }

    [Theory]
    [InlineData("javascript")]
    [InlineData("ftp")]
    [InlineData("file")]
    public async Task A_scheme_that_is_not_of_the_web_is_refused(string scheme)
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Proxy:Addresses"] = "127.0.0.1" });
        using var browser = new PortalBrowser(app.Address);
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        using var answer = await browser.Http.GetAsync("/products");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Theory]
    [InlineData("/products")]
    [InlineData("/login?returnUrl=/uploads")]
    [InlineData("/")]
    [InlineData("/language?culture=tr&returnUrl=/uploads")]
    public async Task No_answer_leads_to_a_host_that_the_request_made_up(string path)
    {
        await using var app = new MediaApp();
        using var signedIn = await PortalBrowser.SignedInAsync(app);
        using var nobody = new PortalBrowser(app.Address);
        foreach (var http in (HttpClient[])[signedIn.Http, nobody.Http])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
            using var answer = await http.SendAsync(request);
            Assert.DoesNotContain("evil", answer.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_a_public_address_no_other_host_is_answered()
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["PublicUrl"] = "https://media.example.com" });
        using var nobody = app.Client(null);
        foreach (var (host, status) in new[] { ("media.example.com", HttpStatusCode.OK), ("evil.example", HttpStatusCode.BadRequest),
            (app.Address.Authority, HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/login") { Headers = { Host = host } };
            using var answer = await nobody.SendAsync(request);
            Assert.Equal((host, status), (host, answer.StatusCode));
        }
    }

    [Theory]
    [InlineData("Proxy:Addresses", "the-proxy", "such as 10.0.0.5 or 10.0.0.0/24")]
    [InlineData("Proxy:Addresses", "10.0.0.5/99", "such as 10.0.0.5 or 10.0.0.0/24")]
    [InlineData("Proxy:Addresses", "0.0.0.0/0", "everybody")]
    [InlineData("Proxy:Hops", "0", "between 1 and 10")]
    [InlineData("Proxy:Adresses", "10.0.0.5", "Proxy:Addresses")]
    [InlineData("PublicUrl", "media.example.com", "such as https://media.example.com")]
    [InlineData("PublicUrl", "https://media.example.com/portal", "such as https://media.example.com")]
    [InlineData("PublicUrl", "ftp://media.example.com", "such as https://media.example.com")]
    [InlineData("FORWARDEDHEADERS_ENABLED", "true", "Proxy:Addresses")]
    public void A_wrong_setting_stops_the_start_and_says_what_would_be_right(string key, string value, string cure)
    {
        var fault = Assert.Single(ConfigurationCheck
            .Faults(new ConfigurationBuilder().AddInMemoryCollection([new(key, value), new("DataDirectory", Path.GetTempPath())]).Build()));
        Assert.StartsWith(key, fault, StringComparison.Ordinal);
        Assert.Contains(cure, fault, StringComparison.Ordinal);
    }
}
