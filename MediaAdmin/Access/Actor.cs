using System.Globalization;
using System.Security.Claims;

namespace MediaAdmin.Access;

/// <summary>What one may do: Viewers look, Editors change pictures and products, Admins look after users, keys and machinery. Each may do all of the one before.</summary>
public enum Role { Viewer = 1, Editor = 2, Admin = 3 }

/// <summary>
/// Who does it: a user (<c>user:7</c>), an API key (<c>key:3</c>) or the portal itself. Handed to every verb that changes something,
/// which checks it by <see cref="Require"/>: a page's disabled button protects nothing.
/// </summary>
public sealed record Actor(string Id, string Name, Role Role)
{
    public static readonly Actor Portal = new("portal", "MediaAdmin", Role.Admin);

    /// <summary>Whoever runs a command on the portal's data is its master: no sign-in is asked.</summary>
    public static readonly Actor Console = new("console", "Command line", Role.Admin);

    public bool Is(Role role) => Role >= role;

    /// <exception cref="AccessDeniedException">The actor's role is below <paramref name="role"/>.</exception>
    public void Require(Role role)
    {
        if (!Is(role)) throw new AccessDeniedException(role);
    }

    public static Actor User(long id, string name, Role role) => new(string.Create(CultureInfo.InvariantCulture, $"user:{id}"), name, role);

    /// <summary>The user's number; null for a key and for the portal itself.</summary>
    public long? UserId() => Id.StartsWith("user:", StringComparison.Ordinal) && long.TryParse(Id.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public static Actor Key(long id, string name, Role role) => new(string.Create(CultureInfo.InvariantCulture, $"key:{id}"), name, role);
}

/// <summary>The actor's role does not reach; answered as 403.</summary>
public sealed class AccessDeniedException(Role needed) : Exception($"This needs the role {needed}.")
{
    public Role Needed => needed;
}

public static class ActorClaims
{
    public const string Id = "mediaadmin:actor";

    public static IEnumerable<Claim> ToClaims(this Actor actor) =>
        [new(Id, actor.Id), new(ClaimTypes.Name, actor.Name), new(ClaimTypes.Role, actor.Role.ToString())];

    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint or page forgot its policy.</exception>
    public static Actor Actor(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(Id) is { } id && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
            ? new(id, principal.FindFirstValue(ClaimTypes.Name) ?? id, role)
            : throw new InvalidOperationException("No actor: this was reached without signing in.");
}
