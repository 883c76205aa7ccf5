using System.Net;
using MediaAdmin.Access;
using MediaAdmin.Live;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Access;

public sealed class UsersTests : IAsyncLifetime
{
    private readonly AccessHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();
    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_disabled_users_session_ends_at_its_next_request_and_no_new_one_begins()
    {
        var id = await _host.AddUserAsync("ed@example.org");
        using var browser = await _host.BrowserOfAsync("ed@example.org");
        using var before = await browser.GetAsync("/api/probe/Viewer");

        Assert.Equal(UserChange.Done, await _host.Users.DisableAsync(id, AccessHost.Boss, default));
        using var after = await browser.GetAsync("/api/probe/Viewer");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
        Assert.Equal(nameof(SignInOutcome.Refused), await AccessHost.SignInAsync(browser, "ed@example.org", AccessHost.Password));
        await _host.Users.EnableAsync(id, AccessHost.Boss, default);
        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "ed@example.org", AccessHost.Password));
    }

    [Fact]
    public async Task A_change_by_another_process_bites_within_half_a_minute()
    {
        var id = await _host.AddUserAsync("remote@example.org");
        using var browser = await _host.BrowserOfAsync("remote@example.org");
        using var before = await browser.GetAsync("/api/probe/Viewer");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        // Another process has other sessions in memory, and on SQLite other news: this one hears nothing of the change.
        using var sessions = ActivatorUtilities
            .CreateInstance<Sessions>(_host.Services, ActivatorUtilities.CreateInstance<Announcements>(_host.Services));
        var elsewhere = ActivatorUtilities.CreateInstance<Users>(_host.Services, sessions);
        await elsewhere.EndSessionsAsync(id, AccessHost.Boss, default);

        _host.Clock.Advance(Sessions.CheckEvery + TimeSpan.FromSeconds(1));
        using var answer = await browser.GetAsync("/api/probe/Viewer");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_lowered_role_bites_at_the_next_request_and_on_open_pages()
    {
        var id = await _host.AddUserAsync("down@example.org", Role.Editor);
        using var browser = await _host.BrowserOfAsync("down@example.org");
        var sessions = _host.Services.GetRequiredService<Sessions>();
        var openPage = await PrincipalAsync("down@example.org");
        Assert.True(await sessions.AreGoodAsync(openPage, default));

        await _host.Users.ChangeRoleAsync(id, Role.Viewer, AccessHost.Boss, default);

        using var editing = await browser.GetAsync("/api/probe/Editor");
        using var looking = await browser.GetAsync("/api/probe/Viewer");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (editing.StatusCode, looking.StatusCode));
        Assert.False(await sessions.AreGoodAsync(openPage, default));
    }

    [Fact]
    public async Task An_open_page_learns_at_once_that_its_user_is_disabled()
    {
        var id = await _host.AddUserAsync("open@example.org");
        using var page = ActivatorUtilities.CreateInstance<OpenPageSession>(_host.Services);
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(await PrincipalAsync("open@example.org"))));
        var changed = new TaskCompletionSource<AuthenticationState>();
        page.AuthenticationStateChanged += async next => changed.TrySetResult(await next);

        await _host.Users.DisableAsync(id, AccessHost.Boss, default);

        var now = await changed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(now.User.Identity?.IsAuthenticated);
    }

    [Fact]
    public async Task The_last_admin_is_neither_lowered_nor_disabled()
    {
        var first = await _host.AddUserAsync("one@example.org", Role.Admin);
        var second = await _host.AddUserAsync("two@example.org", Role.Admin);
        Assert.Equal(UserChange.Done, await _host.Users.DisableAsync(second, AccessHost.Boss, default));

        Assert.Equal(UserChange.LastAdmin, await _host.Users.DisableAsync(first, AccessHost.Boss, default));
        Assert.Equal(UserChange.LastAdmin, await _host.Users.ChangeRoleAsync(first, Role.Editor, AccessHost.Boss, default));
        Assert.Equal(UserChange.NotFound, await _host.Users.DisableAsync(-1, AccessHost.Boss, default));
    }

    [Fact]
    public async Task Two_admins_who_lower_each_other_at_the_same_moment_leave_one()
    {
        var first = await _host.AddUserAsync("one@example.org", Role.Admin);
        var second = await _host.AddUserAsync("two@example.org", Role.Admin);

        var outcomes = await Task.WhenAll(
            Task.Run(() => _host.Users.ChangeRoleAsync(first, Role.Viewer, Actor.User(second, "Two", Role.Admin), default)),
            Task.Run(() => _host.Users.ChangeRoleAsync(second, Role.Viewer, Actor.User(first, "One", Role.Admin), default)));

        Assert.Equal([UserChange.Done, UserChange.LastAdmin], outcomes.Order());
    }

    [Fact]
    public async Task Nobody_lowers_disables_or_resets_themselves()
    {
        var me = Actor.User(await _host.AddUserAsync("me@example.org", Role.Admin), "Me", Role.Admin);
        await _host.AddUserAsync("other@example.org", Role.Admin);
        var id = me.UserId()!.Value;
        Assert.Equal(UserChange.Oneself, await _host.Users.ChangeRoleAsync(id, Role.Editor, me, default));
        Assert.Equal(UserChange.Oneself, await _host.Users.DisableAsync(id, me, default));
        Assert.IsType<PasswordReset.Oneself>(await _host.Passwords.ResetAsync(id, me, default));
    }

    [Fact]
    public async Task A_reset_password_works_and_the_old_one_and_its_sessions_do_not()
    {
        var id = await _host.AddUserAsync("lost@example.org");
        using var old = await _host.BrowserOfAsync("lost@example.org");

        var reset = Assert.IsType<PasswordReset.Done>(await _host.Passwords.ResetAsync(id, AccessHost.Boss, default));

        using var browser = _host.Browser();
        Assert.Equal(nameof(SignInOutcome.Refused), await AccessHost.SignInAsync(browser, "lost@example.org", AccessHost.Password));
        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "lost@example.org", reset.NewPassword));
        using var answer = await old.GetAsync("/api/probe/Viewer");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(_host.Log.Lines, line => line.Contains(reset.NewPassword, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_own_password_keeps_this_session_and_ends_the_others()
    {
        await _host.AddUserAsync("own@example.org");
        using var here = await _host.BrowserOfAsync("own@example.org");
        using var there = await _host.BrowserOfAsync("own@example.org");

        Assert.Equal("/profile?password=WrongPassword", await ChangeAsync(here, "not it", "another good one"));
        Assert.Equal("/profile?password=TooShort", await ChangeAsync(here, AccessHost.Password, "short"));
        Assert.Equal("/profile?password=IsEmail", await ChangeAsync(here, AccessHost.Password, "OWN@example.org"));
        Assert.Equal("/profile?password=Done", await ChangeAsync(here, AccessHost.Password, "another good one"));

        using var stays = await here.GetAsync("/api/probe/Viewer");
        using var ends = await there.GetAsync("/api/probe/Viewer");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (stays.StatusCode, ends.StatusCode));
    }

    [Fact]
    public async Task A_user_is_added_once_with_an_address_and_a_good_password()
    {
        var added = Assert.IsType<UserAdded.Done>(await _host.Users.AddAsync(new("new@example.org", Role.Viewer), AccessHost.Boss, default));
        using var browser = _host.Browser();
        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "new@example.org", added.GeneratedPassword!));
        Assert.IsType<UserAdded.EmailTaken>(await _host.Users.AddAsync(new("NEW@example.org", Role.Viewer), AccessHost.Boss, default));
        foreach (var wrong in new[] { "", "nobody", "a b@example.org", "Name <a@example.org>", "a@example.org\r\nBcc: x", new string('a', 250) + "@example.org" })
            Assert.IsType<UserAdded.NotAnEmail>(await _host.Users.AddAsync(new(wrong, Role.Viewer), AccessHost.Boss, default));
        foreach (var (password, fault) in new[] { ("nine char", PasswordFault.TooShort), (new string('p', 10_000), PasswordFault.TooLong), ("long.name@Example.org", PasswordFault.IsEmail) })
            Assert.Equal(new UserAdded.PasswordRefused(fault), await _host.Users.AddAsync(new("long.name@example.org", Role.Viewer, null, password), AccessHost.Boss, default));
    }

    [Fact]
    public async Task The_first_administrator_is_added_once_however_many_ask()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => _host.Users.AddFirstAdminAsync($"first{i}@example.org", AccessHost.Password, default))));
        Assert.Single(outcomes.OfType<UserAdded.Done>());
        Assert.Equal(3, outcomes.OfType<UserAdded.NotTheFirst>().Count());
    }

    private static async Task<string?> ChangeAsync(HttpClient browser, string current, string wanted)
    {
        var token = await browser.GetStringAsync("/probe/form");
        using var answer = await browser.PostAsync("/profile/password", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), new("current", current), new("wanted", wanted), new("again", wanted)]));
        return answer.Headers.Location?.OriginalString;
    }

    private async Task<System.Security.Claims.ClaimsPrincipal> PrincipalAsync(string email)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<User>>();
        var user = (await users.FindByEmailAsync(email))!;
        var session = await _host.Services.GetRequiredService<Sessions>().BeginAsync(user.Id, null, "", default);
        return UserPrincipals.Of(user.ToActor(), user.Id, user.SecurityStamp!, session);
    }
}
