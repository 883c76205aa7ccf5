using System.Net;
using MediaAdmin.Access;
using MediaAdmin.Notices;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Access;

/// <summary>Whoever guesses passwords is slowed down; the one whose password it is, is not kept out by that.</summary>
public sealed class GuessingTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly MediaApp _app = new();

    public Task InitializeAsync() => Task.CompletedTask;
    public ValueTask DisposeAsync() => _app.DisposeAsync();
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [Fact]
    public async Task Wrong_tries_of_a_stranger_do_not_keep_the_only_Admin_out()
    {
        using var stranger = new PortalBrowser(_app.Address, "127.0.0.2");
        await GuessAsync(stranger, 12);

        using var owner = new PortalBrowser(_app.Address);
        using var answer = await owner.SignInAsync(MediaApp.AdminEmail, MediaApp.AdminPassword);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task A_browser_that_signed_in_before_is_let_in_although_somebody_guesses_from_the_same_address()
    {
        using var owner = await PortalBrowser.SignedInAsync(_app);
        await owner.SignOutAsync();
        using var stranger = new PortalBrowser(_app.Address);
        await GuessAsync(stranger, WrongTries.PerMinute + 1);

        using var answer = await owner.SignInAsync(MediaApp.AdminEmail, MediaApp.AdminPassword);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Who_guesses_many_passwords_of_one_account_has_to_wait()
    {
        using var stranger = new PortalBrowser(_app.Address, "127.0.0.2");
        var answers = await GuessAsync(stranger, 12);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.InRange(answers.Count(a => a == HttpStatusCode.BadRequest), SlowDown.FreeTries, 9);
    }

    [Fact]
    public async Task The_owner_is_told_of_wrong_passwords_with_their_number_and_where_they_came_from()
    {
        using var stranger = new PortalBrowser(_app.Address, "127.0.0.2");
        await GuessAsync(stranger, 5);

        var owner = (await _app.Get<Users>().ListAsync(Actor.Portal, default)).Single(u => u.Email == MediaApp.AdminEmail);
        var notice = await Eventually.GetAsync(
            async () => (await _app.Get<NoticeBoard>().ListAsync(Actor.User(owner.Id, "", Role.Admin), default)).FirstOrDefault(n =>
                n.Kind == "WrongSignIns"),
            n => n is not null, "a notice of wrong passwords");
        Assert.Contains("\"Address\":\"127.0.0.2\"", notice!.Facts, StringComparison.Ordinal);
        Assert.Contains("\"Count\":5", notice.Facts, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode[]> GuessAsync(PortalBrowser stranger, int tries)
    {
        await stranger.Http.GetStringAsync("/login"); // brings the cookie that belongs to the tokens of all the forms that follow
        return await Task.WhenAll(Enumerable.Range(0, tries).Select(async n =>
        {
            using var answer = await stranger.SignInAsync(MediaApp.AdminEmail, $"a wrong password {n}");
            return answer.StatusCode;
        }));
    }
}
