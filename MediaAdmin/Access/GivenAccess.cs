using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Access;

/// <summary>The unattended first run: what the section <c>Setup</c> gives to begin with.</summary>
public sealed class GivenAccessOptions : IValidatableObject
{
    public const string Section = "Setup";

    public string? AdminEmail { get; set; }
    public string? AdminPassword { get; set; }
    public string? ApiKey { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ApiKey is { Length: < Access.ApiKey.MinGivenSecret or > Access.ApiKey.MaxSecret })
            yield return new($"{Section}:ApiKey has {ApiKey.Length} characters; give {Access.ApiKey.MinGivenSecret} to {Access.ApiKey.MaxSecret}.");
        if (string.IsNullOrEmpty(AdminEmail) != string.IsNullOrEmpty(AdminPassword))
            yield return new($"{Section}:AdminEmail and {Section}:AdminPassword belong together: give both or none.");
        else if (this is { AdminEmail.Length: > 0, AdminPassword: { } password } && PasswordRule.Check(password, AdminEmail) is { } fault)
            yield return new($"{Section}:AdminPassword: {(fault == PasswordFault.IsEmail ? "must not be the e-mail address." : $"give {PasswordRule.MinLength} to {PasswordRule.MaxLength} characters.")}");
        if (AdminEmail is { Length: > 0 } email && !Users.IsEmail(email.Trim()))
            yield return new($"{Section}:AdminEmail is not an e-mail address.");
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
