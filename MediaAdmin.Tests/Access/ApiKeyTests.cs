using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Access;

public sealed class ApiKeyTests(AccessHost host) : IClassFixture<AccessHost>
{
    [Theory]
    [InlineData("X-API-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("authorization", "bearer ")]
    public async Task A_key_signs_in_by_either_header(string header, string before)
    {
        var secret = await host.AddKeyAsync();
        using var program = host.Program();
        program.DefaultRequestHeaders.Add(header, before + secret);

        var actor = await program.GetFromJsonAsync<Actor>("/api/probe/Editor");

        Assert.StartsWith("key:", actor!.Id, StringComparison.Ordinal);
        Assert.Equal(("import", Role.Editor), (actor.Name, actor.Role));
    }

    [Fact]
    public async Task A_key_changes_things_without_a_forms_token_and_from_any_site()
    {
        using var program = host.Program(await host.AddKeyAsync());
        program.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        using var answer = await program.PostAsync("/api/probe/Editor", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_told_so_in_problem_details()
    {
        var secret = await host.AddKeyAsync();
        foreach (var wrong in new[] { "ma_nonsense", secret.ToUpperInvariant(), secret[3..], secret + "x", new string('k', 10_000), "" })
        {
            using var program = host.Program();
            program.DefaultRequestHeaders.TryAddWithoutValidation("X-API-Key", wrong);
            using var answer = await program.GetAsync("/api/probe/Viewer");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal(401, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
        }
    }

    [Fact]
    public async Task A_key_in_the_address_is_no_key()
    {
        var secret = await host.AddKeyAsync();
        using var program = host.Program();
        using var answer = await program.GetAsync($"/api/probe/Viewer?X-API-Key={secret}&api_key={secret}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_revoked_key_fails_at_its_next_request()
    {
        var created = Assert.IsType<KeyCreated.Done>(await host.Keys.CreateAsync("old", Role.Editor, AccessHost.Boss, default));
        using var program = host.Program(created.Secret);
        using var before = await program.GetAsync("/api/probe/Viewer");

        Assert.Equal(KeyRevoked.Done, await host.Keys.RevokeAsync(created.Id, AccessHost.Boss, default));
        using var after = await program.GetAsync("/api/probe/Viewer");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
        Assert.Equal(KeyRevoked.AlreadyRevoked, await host.Keys.RevokeAsync(created.Id, AccessHost.Boss, default));
        Assert.Equal(KeyRevoked.NotFound, await host.Keys.RevokeAsync(-1, AccessHost.Boss, default));
    }

    [Fact]
    public async Task Last_used_is_noted_at_most_once_a_minute()
    {
        var created = Assert.IsType<KeyCreated.Done>(await host.Keys.CreateAsync("busy", Role.Viewer, AccessHost.Boss, default));
        var first = host.Clock.GetUtcNow();
        await host.Keys.FindAsync(created.Secret, default);
        host.Clock.Advance(TimeSpan.FromSeconds(59));
        await host.Keys.FindAsync(created.Secret, default);
        Assert.Equal(first, await LastUsedAsync(created.Id));

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Keys.FindAsync(created.Secret, default);
        Assert.Equal(host.Clock.GetUtcNow(), await LastUsedAsync(created.Id));
    }

    [Fact]
    public async Task The_secret_is_nowhere_but_in_its_makers_hands()
    {
        var secret = await host.AddKeyAsync();
        using var program = host.Program(secret);
        using var answer = await program.GetAsync("/api/probe/Admin");
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<MediaDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Matches("^ma_[A-Za-z0-9_-]{43}$", secret);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(secret[3..], StringComparison.Ordinal));
        await using var file = new FileStream(Path.Combine(host.Folder, "media.db"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        Assert.DoesNotContain(secret[8..], await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_needs_a_name_that_fits()
    {
        Assert.IsType<KeyCreated.NameMissing>(await host.Keys.CreateAsync("  ", Role.Viewer, AccessHost.Boss, default));
        Assert.IsType<KeyCreated.NameTooLong>(await host.Keys.CreateAsync(new string('n', ApiKey.MaxName + 1), Role.Viewer, AccessHost.Boss, default));
    }

    private async Task<DateTimeOffset?> LastUsedAsync(long id) => (await host.Keys.ListAsync(AccessHost.Boss, default)).Single(k => k.Id == id).LastUsedAt;
}

public sealed class ManyWrongKeysTests(AccessHost host) : IClassFixture<AccessHost>
{
    [Fact]
    public async Task More_than_thirty_wrong_keys_a_minute_are_told_to_wait_and_a_right_one_still_works()
    {
        var secret = await host.AddKeyAsync();
        using var guesser = host.Program("ma_guess");
        for (var i = 0; i < WrongTries.PerMinute; i++)
        {
            using var wrong = await guesser.GetAsync("/api/probe/Viewer");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var tooMany = await guesser.GetAsync("/api/probe/Viewer");
        using var program = host.Program(secret);
        using var right = await program.GetAsync("/api/probe/Viewer");

        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        Assert.InRange(tooMany.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("application/problem+json", tooMany.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }
}
