using MediaAdmin.Access;

namespace MediaAdmin.Tests.Access;

/// <summary>Runs when <c>MEDIAADMIN_TEST_POSTGRES</c> gives a server, as it does in <c>.ci/run</c>.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public static readonly string? Server = Environment.GetEnvironmentVariable("MEDIAADMIN_TEST_POSTGRES");

    public PostgresFactAttribute() => Skip = Server is null ? "MEDIAADMIN_TEST_POSTGRES gives no PostgreSQL server" : null;
}

/// <summary>What leans on the database itself: counting, order and waiting of transactions.</summary>
public sealed class AccessOnPostgresTests : IAsyncLifetime
{
    private readonly AccessHost _host = new() { Postgres = PostgresFactAttribute.Server };

    public Task InitializeAsync() => PostgresFactAttribute.Server is null ? Task.CompletedTask : _host.InitializeAsync();
    public Task DisposeAsync() => _host.DisposeAsync();

    [PostgresFact]
    public async Task Two_admins_who_lower_each_other_at_the_same_moment_leave_one()
    {
        var first = await _host.AddUserAsync("one@example.org", Role.Admin);
        var second = await _host.AddUserAsync("two@example.org", Role.Admin);
        var outcomes = await Task.WhenAll(
            Task.Run(() => _host.Users.ChangeRoleAsync(first, Role.Viewer, Actor.User(second, "Two", Role.Admin), default)),
            Task.Run(() => _host.Users.ChangeRoleAsync(second, Role.Viewer, Actor.User(first, "One", Role.Admin), default)));
        Assert.Equal([UserChange.Done, UserChange.LastAdmin], outcomes.Order());
    }

    [PostgresFact]
    public async Task The_first_administrator_is_added_once_however_many_ask()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => _host.Users.AddFirstAdminAsync($"first{i}@example.org", AccessHost.Password, default))));
        Assert.Single(outcomes.OfType<UserAdded.Done>());
        Assert.Equal(3, outcomes.OfType<UserAdded.NotTheFirst>().Count());
    }

    [PostgresFact]
    public async Task Wrong_passwords_are_counted_and_a_key_is_found_by_its_hash()
    {
        await _host.AddUserAsync("locked@example.org");
        using var browser = _host.Browser();
        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "LOCKED@example.org", AccessHost.Password));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AccessHost.SignInAsync(browser, "locked@example.org", "wrong password")));
        Assert.Equal(5, Assert.Single(await _host.Users.ListAsync(AccessHost.Boss, default)).WrongTries);
        Assert.Equal(nameof(SignInOutcome.Done), await AccessHost.SignInAsync(browser, "locked@example.org", AccessHost.Password));

        using var program = _host.Program(await _host.AddKeyAsync(Role.Viewer));
        Assert.Contains("import", await program.GetStringAsync("/api/probe/Viewer"), StringComparison.Ordinal);
        Assert.Equal(_host.Clock.GetUtcNow(), Assert.Single(await _host.Keys.ListAsync(AccessHost.Boss, default)).LastUsedAt);
    }
}
