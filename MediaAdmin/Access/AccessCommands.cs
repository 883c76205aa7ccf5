using System.CommandLine;
using System.Globalization;

namespace MediaAdmin.Access;

/// <summary>Users and keys from the command line: whoever can run the program on its data is its master, so no sign-in is asked.</summary>
public static class AccessCommands
{
    public static IEnumerable<Command> For(IServiceProvider services) =>
    [
        Group("user", "The people who sign in",
            AddUser(services), ListUsers(services), SetPassword(services), SetRole(services), EnableUser(services), EndSessions(services)),
        Group("key", "The API keys that programs sign in with", AddKey(services), ListKeys(services), RevokeKey(services)),
    ];

    private static Command Group(string name, string description, params Command[] verbs)
    {
        var group = new Command(name, description);
        foreach (var verb in verbs) group.Subcommands.Add(verb);
        return group;
    }

    private static Command AddUser(IServiceProvider services)
    {
        var email = new Argument<string>("EMAIL") { Description = "The address to sign in with" };
        var role = RoleOption();
        var name = new Option<string?>("--name") { Description = "The name others see" };
        var password = new Option<string?>("--password") { Description = "Generated and printed once when not given" };
        var command = new Command("add", "Add a user") { email, role, name, password };
        command.SetAction(async (parsed, ct) =>
        {
            var user = new NewUser(parsed.GetValue(email)!, parsed.GetValue(role), parsed.GetValue(name), parsed.GetValue(password));
            var outcome = await services.GetRequiredService<Users>().AddAsync(user, Actor.Console, ct);
            return Answer(parsed, outcome switch
            {
                UserAdded.Done { GeneratedPassword: { } generated } => (generated, null),
                UserAdded.Done => ($"Added {user.Email}.", null),
                UserAdded.EmailTaken => (null, $"There is a user {user.Email} already."),
                UserAdded.NotAnEmail => (null, $"{user.Email} is not an e-mail address."),
                UserAdded.PasswordRefused { Fault: PasswordFault.IsEmail } => (null, "The password must not be the e-mail address."),
                _ => ((string?)null, (string?)$"The password must have {PasswordRule.MinLength} to {PasswordRule.MaxLength} characters."),
            });
        });
        return command;
    }

    private static Command ListUsers(IServiceProvider services)
    {
        var command = new Command("list", "List the users");
        command.SetAction(async (parsed, ct) =>
        {
            foreach (var user in await services.GetRequiredService<Users>().ListAsync(Actor.Console, ct))
                Line(parsed, user.Id, user.Email, user.Role, user.DisplayName, user.DisabledAt is null ? $"last sign-in {When(user.LastSignInAt)}" : "disabled");
        });
        return command;
    }

    /// <summary>The way back for an Admin whose password is lost.</summary>
    private static Command SetPassword(IServiceProvider services)
    {
        var email = EmailArgument();
        var password = new Option<string?>("--password") { Description = "Generated and printed once when not given" };
        var command = new Command("password", "Give a user a new password, end the user's sessions, and enable a disabled user") { email,
            password };
        command.SetAction(async (parsed, ct) =>
        {
            var given = parsed.GetValue(email)!;
            var set = await services.GetRequiredService<Passwords>().SetAsync(given, parsed.GetValue(password), Actor.Console, ct);
            return Answer(parsed, set switch
            {
                null => (null, NobodyHas(given)),
                { Fault: PasswordFault.IsEmail } => (null, "The password must not be the e-mail address."),
                { Fault: not null } => (null, $"The password must have {PasswordRule.MinLength} to {PasswordRule.MaxLength} characters."),
                _ => (set.Generated ?? $"{given} has a new password.", (string?)null),
            });
        });
        return command;
    }

    private static Command SetRole(IServiceProvider services)
    {
        var email = EmailArgument();
        var role = RoleOption();
        var command = new Command("role", "Give a user another role") { email, role };
        command.SetAction((parsed, ct) => ChangeAsync(services, parsed, parsed.GetValue(email)!,
            (users, id) => users.ChangeRoleAsync(id, parsed.GetValue(role), Actor.Console, ct), $"has the role {parsed.GetValue(role)}",
                ct));
        return command;
    }

    private static Command EnableUser(IServiceProvider services)
    {
        var email = EmailArgument();
        var command = new Command("enable", "Let a disabled user sign in again") { email };
        command.SetAction((parsed, ct) =>
            ChangeAsync(services, parsed, parsed.GetValue(email)!, (users, id) =>
                users.EnableAsync(id, Actor.Console, ct), "may sign in", ct));
        return command;
    }

    private static Command EndSessions(IServiceProvider services)
    {
        var email = EmailArgument();
        var command = new Command("sign-out", "End all sessions of a user") { email };
        command.SetAction((parsed, ct) =>
            ChangeAsync(services, parsed, parsed.GetValue(email)!, (users, id) =>
                users.EndSessionsAsync(id, Actor.Console, ct), "is signed out everywhere", ct));
        return command;
    }

    private static async Task<int> ChangeAsync(
        IServiceProvider services, ParseResult parsed, string email, Func<Users, long, Task<UserChange>> change, string done,
            CancellationToken ct)
    {
        var users = services.GetRequiredService<Users>();
        if (await users.FindAsync(email, Actor.Console, ct) is not { } id) return Answer(parsed, (null, NobodyHas(email)));
        return Answer(parsed, await change(users, id) switch
        {
            UserChange.Done => ($"{email} {done}.", null),
            UserChange.LastAdmin => (null, $"{email} is the last administrator. Make someone else an administrator first."),
            _ => ((string?)null, (string?)NobodyHas(email)),
        });
    }

    private static Argument<string> EmailArgument() => new("EMAIL") { Description = "The address that the user signs in with" };

    private static string NobodyHas(string email) => $"There is no user {email}.";

    private static Command AddKey(IServiceProvider services)
    {
        var name = new Argument<string>("NAME") { Description = "What uses the key" };
        var role = RoleOption();
        var command = new Command("add", "Create an API key and print it; it is not shown again") { name, role };
        command.SetAction(async (parsed, ct) =>
        {
            var outcome = await services.GetRequiredService<ApiKeys>().CreateAsync(parsed.GetValue(name)!, parsed.GetValue(role), Actor.Console, ct);
            return Answer(parsed, outcome is KeyCreated.Done done
                ? (done.Secret, null)
                : ((string?)null, (string?)$"Give the key a name of 1 to {ApiKey.MaxName} characters."));
        });
        return command;
    }

    private static Command ListKeys(IServiceProvider services)
    {
        var command = new Command("list", "List the API keys");
        command.SetAction(async (parsed, ct) =>
        {
            foreach (var key in await services.GetRequiredService<ApiKeys>().ListAsync(Actor.Console, ct))
                Line(parsed, key.Id, key.Prefix + "…", key.Role, key.Name, key.RevokedAt is null ? $"last used {When(key.LastUsedAt)}" : "revoked");
        });
        return command;
    }

    private static Command RevokeKey(IServiceProvider services)
    {
        var id = new Argument<long>("ID") { Description = "The number that \"key list\" shows" };
        var command = new Command("revoke", "Revoke an API key for good") { id };
        command.SetAction(async (parsed, ct) =>
        {
            var outcome = await services.GetRequiredService<ApiKeys>().RevokeAsync(parsed.GetValue(id), Actor.Console, ct);
            return Answer(parsed, outcome switch
            {
                KeyRevoked.Done => ("Revoked.", null),
                KeyRevoked.AlreadyRevoked => ("It was revoked before.", null),
                _ => ((string?)null, (string?)$"There is no key {parsed.GetValue(id)}."),
            });
        });
        return command;
    }

    private static Option<Role> RoleOption()
    {
        var role = new Option<Role>("--role") { Required = true, Description = "Viewer looks, Editor changes pictures, Admin looks after everything" };
        role.Validators.Add(given =>
        {
            // A number would be taken for an enum too.
            if (given.Tokens is [{ Value: var word }] && !Enum.GetNames<Role>().Contains(word, StringComparer.OrdinalIgnoreCase))
                given.AddError($"'{word}' is no role. Roles: {string.Join(", ", Enum.GetNames<Role>())}.");
        });
        return role;
    }

    private static int Answer(ParseResult parsed, (string? Done, string? Fault) answer)
    {
        (answer.Fault is null ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error).WriteLine(answer.Done ?? answer.Fault);
        return answer.Fault is null ? 0 : 1;
    }

    private static void Line(ParseResult parsed, params object[] columns) =>
        parsed.InvocationConfiguration.Output.WriteLine(string.Join('\t', columns.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture))));

    private static string When(DateTimeOffset? moment) => moment?.ToString("u", CultureInfo.InvariantCulture) ?? "never";
}
