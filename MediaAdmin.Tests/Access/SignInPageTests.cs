using System.Net;
using System.Text.RegularExpressions;
using MediaAdmin.Access;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Access;

public sealed partial class SignInPageTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly MediaApp _app = new();

    public Task InitializeAsync() => Task.CompletedTask;
    public ValueTask DisposeAsync() => _app.DisposeAsync();
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_page_and_then_back()
    {
        using var browser = Browser();
        using var page = await browser.GetAsync("/settings?a=1");
        Assert.Equal("/login?returnUrl=%2Fsettings%3Fa%3D1", page.Headers.Location?.OriginalString);

        using var answer = await SignInAsync(browser, page.Headers.Location!.OriginalString, MediaApp.AdminPassword);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/settings?a=1", PathOf(answer));
        using var settings = await browser.GetAsync("/settings?a=1");
        Assert.Contains(MediaApp.AdminEmail, await settings.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/%5Cevil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("%09//evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("%2509//evil.example")]
    public async Task Signing_in_never_leads_out_of_the_portal(string returnUrl)
    {
        using var browser = Browser();
        using var answer = await SignInAsync(browser, $"/login?returnUrl={returnUrl}", MediaApp.AdminPassword);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", PathOf(answer));
    }

    [Theory]
    [InlineData("/login?returnUrl=%2Fproducts%3Fsearch%3D%C4%B1%C5%9F%C4%B1k", "/products?search=%C4%B1%C5%9F%C4%B1k")]
    [InlineData("/login?returnUrl=/products?search=\u0131\u015f\u0131k", "/products?search=%C4%B1%C5%9F%C4%B1k")]
    [InlineData("/login?returnUrl=/products?search=%F0%9F%92%A1", "/products?search=%F0%9F%92%A1")]
    public async Task Signing_in_leads_back_to_an_address_with_letters_beyond_ASCII(string page, string wanted)
    {
        using var browser = Browser();
        using var answer = await SignInAsync(browser, page, MediaApp.AdminPassword);
        Assert.Equal((HttpStatusCode.Redirect, wanted), (answer.StatusCode, answer.Headers.Location is null ? "" : PathOf(answer)));
    }

    [Fact]
    public async Task The_language_switch_leads_back_to_an_address_with_letters_beyond_ASCII()
    {
        using var browser = Browser();
        using var answer = await browser.GetAsync("/language?culture=tr&returnUrl=%2Fproducts%3Fsearch%3D%C4%B1%C5%9F%C4%B1k");
        Assert.Equal((HttpStatusCode.Redirect, "/products?search=%C4%B1%C5%9F%C4%B1k"),
            (answer.StatusCode, answer.Headers.Location is null ? "" : PathOf(answer)));
    }

    [Theory]
    [InlineData(MediaApp.AdminEmail, "wrong password")]
    [InlineData("nobody@example.com", "wrong password")]
    [InlineData("nobody@example.com", "")]
    [InlineData("", "")]
    public async Task Every_refusal_reads_the_same(string email, string password)
    {
        using var browser = Browser();
        using var answer = await SignInAsync(browser, "/login", password, email);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("E-mail and password do not match.", Alert().Match(text).Groups[1].Value);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("mediaadmin=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_password_of_ten_thousand_letters_is_refused_like_any_other()
    {
        using var browser = Browser();
        using var answer = await SignInAsync(browser, "/login", new string('p', 10_000));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_form_works_only_with_its_token()
    {
        using var browser = Browser();
        using var answer = await browser.PostAsync("/login", new FormUrlEncodedContent(
            [new("_handler", "login"), new("Given.Email", MediaApp.AdminEmail), new("Given.Password", MediaApp.AdminPassword)]));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_page_is_made_for_password_managers_and_speaks_both_languages()
    {
        using var browser = Browser();
        var english = await browser.GetStringAsync("/login");
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("tr");
        var turkish = await browser.GetStringAsync("/login");

        Assert.Contains("autocomplete=\"username\"", english, StringComparison.Ordinal);
        Assert.Contains("autocomplete=\"current-password\"", english, StringComparison.Ordinal);
        Assert.Contains("<title>Sign in", english, StringComparison.Ordinal);
        Assert.Contains("<title>Oturum a", turkish, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_is_told_who_can_help_with_what_is_closed()
    {
        var added = Assert.IsType<UserAdded.Done>(await _app.Get<Users>().AddAsync(new("viewer@example.com", Role.Viewer), Actor.Portal, default));
        using var browser = Browser();
        using var signedIn = await SignInAsync(browser, "/login", added.GeneratedPassword!, "viewer@example.com");
        using var settings = await browser.GetAsync("/settings");
        Assert.Equal("/access-denied", settings.Headers.Location?.OriginalString.Split('?')[0]);

        using var denied = await browser.GetAsync("/access-denied");
        using var nobody = Browser();
        using var outside = await nobody.GetAsync("/access-denied");

        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.Contains(MediaApp.AdminEmail, await denied.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(MediaApp.AdminEmail, await outside.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private HttpClient Browser()
    {
        var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = _app.Address };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string page, string password, string email = MediaApp.AdminEmail)
    {
        var token = Token().Match(await browser.GetStringAsync(page)).Groups[1].Value;
        return await browser.PostAsync(page, new FormUrlEncodedContent(
            [new("_handler", "login"), new("__RequestVerificationToken", token), new("Given.Email", email), new("Given.Password", password)]));
    }

    private string PathOf(HttpResponseMessage answer)
    {
        var to = new Uri(_app.Address, answer.Headers.Location!);
        return to.Authority == _app.Address.Authority ? to.PathAndQuery : $"left the portal: {to}";
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("role=\"alert\"[^>]*>([^<]+)<")]
    private static partial Regex Alert();
}
