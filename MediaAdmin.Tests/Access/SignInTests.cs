using System.Diagnostics;
using System.Net;
using MediaAdmin.Access;

namespace MediaAdmin.Tests.Access;

public sealed class SignInTests(AccessHost host) : IClassFixture<AccessHost>
{
    [Fact]
    public async Task The_right_password_sets_a_cookie_that_scripts_cannot_read()
    {
        await host.AddUserAsync("cookie@example.org", Role.Viewer);
        using var browser = host.Browser();

        using var answer = await browser.PostAsync("/probe/sign-in",
            new FormUrlEncodedContent([new("email", "Cookie@Example.org "), new("password", AccessHost.Password)]));

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("mediaadmin=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("a page", await browser.GetStringAsync("/page/Viewer"));
        Assert.Contains(await host.Users.ListAsync(AccessHost.Boss, default), u => u.Email == "cookie@example.org" && u.LastSignInAt is not null);
    }

    [Fact]
    public async Task Unknown_wrong_and_disabled_get_the_same_answer_after_the_same_time()
    {
        var disabled = await host.AddUserAsync("gone@example.org");
        await host.AddUserAsync("known@example.org");
        await host.Users.DisableAsync(disabled, AccessHost.Boss, default);
        var answers = new List<(string Answer, TimeSpan Took)>();

        foreach (var (email, password) in new[] { ("nobody@example.org", "x"), ("known@example.org", "wrong password"), ("gone@example.org", AccessHost.Password) })
        {
            using var browser = host.Browser();
            var begin = Stopwatch.GetTimestamp();
            answers.Add((await AccessHost.SignInAsync(browser, email, password), Stopwatch.GetElapsedTime(begin)));
        }

        Assert.All(answers, a => Assert.Equal(nameof(SignInOutcome.Refused), a.Answer));
        Assert.All(answers, a => Assert.True(a.Took >= TimeSpan.FromMilliseconds(390), $"{a.Took} is shorter than every refusal should take"));
    }

    [Fact]
    public async Task The_fifth_wrong_password_locks_out_for_a_quarter_of_an_hour()
    {
        await host.AddUserAsync("locked@example.org");
        using var browser = host.Browser();
        // All at the same moment: counting must not depend on one try waiting for the other.
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AccessHost.SignInAsync(browser, "locked@example.org", "wrong password")));

        Assert.Equal(nameof(SignInOutcome.Refused), await AccessHost.SignInAsync(browser, "locked@example.org", AccessHost.Password));
        host.Clock.Advance(SignIn.Lockout + TimeSpan.FromSeconds(1));
        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "locked@example.org", AccessHost.Password));
    }

    [Fact]
    public async Task A_right_password_takes_back_the_count_of_wrong_ones()
    {
        await host.AddUserAsync("forgetful@example.org");
        using var browser = host.Browser();
        for (var round = 0; round < 2; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AccessHost.SignInAsync(browser, "forgetful@example.org", "wrong password")));
            Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "forgetful@example.org", AccessHost.Password));
        }
    }

    [Fact]
    public async Task Enabling_a_locked_out_user_ends_the_wait()
    {
        var id = await host.AddUserAsync("hurry@example.org");
        using var browser = host.Browser();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AccessHost.SignInAsync(browser, "hurry@example.org", "wrong password")));
        Assert.Contains(await host.Users.ListAsync(AccessHost.Boss, default), u => u.Id == id && u.IsLockedOut);

        await host.Users.EnableAsync(id, AccessHost.Boss, default);

        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "hurry@example.org", AccessHost.Password));
    }

    [Fact]
    public async Task Signing_out_needs_the_forms_token_and_ends_the_session()
    {
        await host.AddUserAsync("leaving@example.org", Role.Viewer);
        using var browser = await host.BrowserOfAsync("leaving@example.org");
        var token = await browser.GetStringAsync("/probe/form");

        using var without = await browser.PostAsync("/logout", null);
        using var with = await browser.PostAsync("/logout", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
        using var after = await browser.GetAsync("/page/Viewer");

        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal("/login", with.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        Assert.Equal("/login?returnUrl=%2Fpage%2FViewer", after.Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task Sign_in_keys_are_kept_where_only_the_portal_reads_them()
    {
        await host.AddUserAsync("sealed@example.org");
        using var browser = await host.BrowserOfAsync("sealed@example.org");

        var keys = new DirectoryInfo(Path.Combine(host.Folder, "keys"));
        Assert.NotEmpty(keys.GetFiles());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
    }
}

public sealed class ManyWrongSignInsTests(AccessHost host) : IClassFixture<AccessHost>
{
    [Fact]
    public async Task More_than_thirty_wrong_sign_ins_a_minute_from_one_address_are_too_many()
    {
        await host.AddUserAsync("target@example.org");
        using var browser = host.Browser();

        await Task.WhenAll(Enumerable.Range(0, WrongTries.PerMinute).Select(i => AccessHost.SignInAsync(browser, $"guess{i}@example.org", "summer-2026")));

        Assert.Equal(nameof(SignInOutcome.TooManyTries), await AccessHost.SignInAsync(browser, "target@example.org", AccessHost.Password));
    }
}
