using System.Diagnostics;
using MediaAdmin.Access;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Access;

/// <summary>The program itself, started as from a shell.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mediaadmin-commands-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_user_and_a_key_added_by_command_can_sign_in()
    {
        var (code, password, log) = await RunAsync("user", "add", "ann@example.com", "--role", "Admin");
        Assert.Equal((0, true), (code, password.Trim().Length >= PasswordRule.MinLength));
        Assert.DoesNotContain(password.Trim(), log, StringComparison.Ordinal);
        var (_, key, _) = await RunAsync("key", "add", "import", "--role", "editor");
        Assert.Matches("^ma_[A-Za-z0-9_-]{43}\n$", key);

        await using var app = new MediaApp(dataDirectory: _folder.FullName);
        using var program = app.Client(key.Trim());
        using var answer = await program.GetAsync("/api/products");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(await app.Get<Users>().ListAsync(Actor.Portal, default), u => u is { Email: "ann@example.com", Role: Role.Admin });
    }

    [Fact]
    public async Task A_database_that_cannot_serve_is_told_in_plain_words()
    {
        await RunAsync("user", "list");
        await using (var db = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "media.db")};Pooling=False"))
        {
            await db.OpenAsync();
            await using var command = db.CreateCommand();
            command.CommandText = """insert into "__EFMigrationsHistory" ("MigrationId", "ProductVersion") values ('29991231000000_FromTheFuture', '99.0')""";
            await command.ExecuteNonQueryAsync();
        }
        var (code, output, log) = await RunAsync("user", "list");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("The database is newer than this program", log.Trim().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_show_what_is_there_and_a_revoked_key_says_so()
    {
        await RunAsync("user", "add", "ann@example.com", "--role", "Viewer", "--name", "Ann", "--password", "ten letters and more");
        var (_, secret, _) = await RunAsync("key", "add", "import", "--role", "Viewer");
        var revoked = await RunAsync("key", "revoke", "1");
        var keys = await RunAsync("key", "list");
        var users = await RunAsync("user", "list");

        Assert.Equal((0, 0, 0), (revoked.Code, keys.Code, users.Code));
        Assert.Contains("\tann@example.com\tViewer\tAnn\t", users.Output, StringComparison.Ordinal);
        Assert.Contains("\tViewer\timport\trevoked", keys.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.Trim(), keys.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Admin_whose_password_is_lost_comes_back_by_command()
    {
        await RunAsync("user", "add", "ann@example.com", "--role", "Admin");
        var generated = await RunAsync("user", "password", "ANN@example.com");
        Assert.Equal((0, true), (generated.Code, generated.Output.Trim().Length >= PasswordRule.MinLength));
        Assert.DoesNotContain(generated.Output.Trim(), generated.Error, StringComparison.Ordinal);

        await using (var app = new MediaApp(dataDirectory: _folder.FullName))
            (await PortalBrowser.SignedInAsync(app, "ann@example.com", generated.Output.Trim())).Dispose();
        Assert.Equal((0, "ann@example.com has a new password.\n"),
            Answer(await RunAsync("user", "password", "ann@example.com", "--password", "ten letters and more")));
        Assert.Equal((0, "ann@example.com is signed out everywhere.\n"), Answer(await RunAsync("user", "sign-out", "ann@example.com")));
        Assert.Equal((0, "ann@example.com may sign in.\n"), Answer(await RunAsync("user", "enable", "ann@example.com")));
        Assert.Equal((0, "ann@example.com has the role Admin.\n"),
            Answer(await RunAsync("user", "role", "ann@example.com", "--role", "Admin")));
        Assert.Equal(1, (await RunAsync("user", "role", "ann@example.com", "--role", "Viewer")).Code);
        Assert.Equal((1, "There is no user bob@example.com.\n"), Fault(await RunAsync("user", "password", "bob@example.com")));
    }

    private static (int, string) Answer((int Code, string Output, string Error) run) => (run.Code, run.Output);

    private static (int, string) Fault((int Code, string Output, string Error) run) => (run.Code, run.Error);

    [Fact]
    public async Task What_cannot_be_done_ends_with_one()
    {
        await RunAsync("user", "add", "ann@example.com", "--role", "Viewer");
        var taken = await RunAsync("user", "add", "ANN@example.com", "--role", "Viewer");
        var missing = await RunAsync("key", "revoke", "7");
        Assert.Equal((1, "There is a user ANN@example.com already.\n"), (taken.Code, taken.Error));
        Assert.Equal((1, "There is no key 7.\n"), (missing.Code, missing.Error));
    }

    [Theory]
    [InlineData("user", "add", "ann@example.com")]
    [InlineData("user", "add", "ann@example.com", "--role", "Emperor")]
    [InlineData("user", "add", "ann@example.com", "--role", "3")]
    [InlineData("key", "revoke", "first")]
    [InlineData("fly")]
    public async Task Wrong_usage_ends_with_two_and_touches_nothing(params string[] words)
    {
        var (code, _, error) = await RunAsync(words);
        Assert.Equal(2, code);
        Assert.NotEmpty(error);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "media.db")));
    }

    [Fact]
    public void Settings_are_told_apart_from_verbs()
    {
        var verb = CommandLine.Read(["--DataDirectory=/d", "user", "add", "a@b.c", "--role", "Admin", "--password", "x"]);
        var portal = CommandLine.Read(["--DataDirectory", "/d", "--urls=http://localhost:1"]);
        Assert.True(verb.HasVerb);
        Assert.Equal(["--DataDirectory=/d"], verb.Settings);
        Assert.False(portal.HasVerb);
        Assert.Equal(["--DataDirectory", "/d", "--urls=http://localhost:1"], portal.Settings);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. words, $"--DataDirectory={_folder.FullName}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Logging__LogLevel__Default"] = "Warning" },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
