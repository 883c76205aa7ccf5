using Microsoft.Extensions.Options;

namespace MediaAdmin.Access;

/// <summary>The unattended first run: what the section <c>Setup</c> gives to begin with.</summary>
public sealed class GivenAccessOptions
{
    public const string Section = "Setup";

    public string? AdminEmail { get; set; }
    public string? AdminPassword { get; set; }
    public string? ApiKey { get; set; }

    internal sealed class Rules : IValidateOptions<GivenAccessOptions>
    {
        public ValidateOptionsResult Validate(string? name, GivenAccessOptions given)
        {
            var faults = Faults(given).ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static IEnumerable<string> Faults(GivenAccessOptions given)
        {
            if (given.ApiKey is { Length: < Access.ApiKey.MinGivenSecret or > Access.ApiKey.MaxSecret })
                yield return $"{Section}:ApiKey has {given.ApiKey.Length} characters; give {Access.ApiKey.MinGivenSecret} to {Access.ApiKey.MaxSecret}.";
            if (string.IsNullOrEmpty(given.AdminEmail) != string.IsNullOrEmpty(given.AdminPassword))
                yield return $"{Section}:AdminEmail and {Section}:AdminPassword belong together: give both or none.";
            else if (given is { AdminEmail.Length: > 0, AdminPassword: { } password } && PasswordRule.Check(password, given.AdminEmail) is { } fault)
                yield return $"{Section}:AdminPassword: {(fault == PasswordFault.IsEmail ? "must not be the e-mail address." : $"give {PasswordRule.MinLength} to {PasswordRule.MaxLength} characters.")}";
            if (given.AdminEmail is { Length: > 0 } email && !Users.IsEmail(email.Trim()))
                yield return $"{Section}:AdminEmail is not an e-mail address.";
        }
    }
}

/// <summary>At start: adds the given API key, and the given administrator while there is no user yet.</summary>
sealed class GivenAccess(IOptions<GivenAccessOptions> given, ApiKeys keys, Users users) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (given.Value.ApiKey is { Length: > 0 } secret) await keys.GiveAsync(secret, cancellationToken);
        if (given.Value is { AdminEmail: { Length: > 0 } email, AdminPassword: { } password })
            await users.AddFirstAdminAsync(email, password, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
