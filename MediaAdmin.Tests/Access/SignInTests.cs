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

        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Single(cookies, c => c.StartsWith("mediaadmin=", StringComparison.Ordinal));
        Assert.All(cookies, c => Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, c => Assert.Contains("samesite=lax", c, StringComparison.OrdinalIgnoreCase));
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
    public async Task Who_guesses_is_slowed_down_and_waits_longer_each_time_until_it_is_forgotten()
    {
        await host.AddUserAsync("guessed@example.org");
        using var browser = host.Browser();
        // All at the same moment: counting must not depend on one try waiting for the other.
        var answers = await Task
            .WhenAll(Enumerable.Range(0, 12).Select(_ => AccessHost.SignInAsync(browser, "guessed@example.org", "wrong password")));
        Assert.InRange(answers.Count(a => a == nameof(SignInOutcome.Refused)), SlowDown.FreeTries, 9);
        Assert.Contains(nameof(SignInOutcome.TooManyTries), answers);

        host.Clock.Advance(SlowDown.Longest);
        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "guessed@example.org", AccessHost.Password));
    }

    [Fact]
    public async Task A_sixth_try_waits_for_a_moment_and_a_right_password_still_gets_in()
    {
        await host.AddUserAsync("sixth@example.org");
        using var browser = host.Browser();
        await Task.WhenAll(Enumerable.Range(0, SlowDown.FreeTries).Select(_ =>
            AccessHost.SignInAsync(browser, "sixth@example.org", "wrong password")));
        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "sixth@example.org", AccessHost.Password));
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
    public async Task Admins_see_how_many_wrong_passwords_were_tried_since_the_last_right_one()
    {
        var id = await host.AddUserAsync("hurry@example.org");
        using var browser = host.Browser();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AccessHost.SignInAsync(browser, "hurry@example.org", "wrong password")));
        Assert.Equal(5, (await host.Users.ListAsync(AccessHost.Boss, default)).Single(u => u.Id == id).WrongTries);

        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "hurry@example.org", AccessHost.Password));

        Assert.Equal(0, (await host.Users.ListAsync(AccessHost.Boss, default)).Single(u => u.Id == id).WrongTries);
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
