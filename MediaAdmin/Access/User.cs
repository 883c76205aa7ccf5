using Microsoft.AspNetCore.Identity;

namespace MediaAdmin.Access;

/// <summary>
/// A person who signs in by e-mail and password. Has exactly one role. Is never deleted, only disabled, because what they did keeps their name.
/// The security stamp is what a session carries: a new one ends every session of this user.
/// </summary>
public sealed class User : IdentityUser<long>
{
    public const int MaxEmail = 254, MaxDisplayName = 100;

    public string DisplayName { get; private set; } = "";
    public Role Role { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? LastSignInAt { get; private set; }
    public DateTimeOffset? DisabledAt { get; private set; }

    public bool IsDisabled => DisabledAt is not null;

    public static User Create(string email, string normalizedEmail, string displayName, Role role, DateTimeOffset now) => new()
    {
        Email = email,
        UserName = email,
        NormalizedEmail = normalizedEmail,
        NormalizedUserName = normalizedEmail,
        DisplayName = displayName,
        Role = role,
        CreatedAt = now,
        LockoutEnabled = true,
        SecurityStamp = NewStamp(),
    };

    public Actor ToActor() => Actor.User(Id, DisplayName, Role);

    /// <summary>Sessions go on with the new role: they read it again at their next check.</summary>
    public void ChangeRole(Role role)
    {
        Role = role;
        Touch();
    }

    public void Disable(DateTimeOffset now)
    {
        DisabledAt ??= now;
        EndSessions();
    }

    public void Enable()
    {
        DisabledAt = null;
        Unlock();
        Touch();
    }

    public void SetPassword(string hash)
    {
        PasswordHash = hash;
        Unlock();
        EndSessions();
    }

    public void EndSessions()
    {
        SecurityStamp = NewStamp();
        Touch();
    }

    private void Unlock() => (AccessFailedCount, LockoutEnd) = (0, null);

    private void Touch() => ConcurrencyStamp = NewStamp();

    private static string NewStamp() => Guid.NewGuid().ToString("N");
}
