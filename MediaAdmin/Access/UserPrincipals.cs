using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace MediaAdmin.Access;

/// <summary>
/// What a session carries: the user's id and stamp for Identity, the session's own id, and the actor for everything else.
/// </summary>
sealed class UserPrincipals : IUserClaimsPrincipalFactory<User>
{
    /// <summary>Without a session: that begins with the cookie.</summary>
    public Task<ClaimsPrincipal> CreateAsync(User user) => Task.FromResult(Of(user.ToActor(), user.Id, user.SecurityStamp ?? "", null));

    public static ClaimsPrincipal Of(Actor actor, long userId, string stamp, Guid? session) => new(new ClaimsIdentity(
    [
        new(ClaimTypes.NameIdentifier, userId.ToString(CultureInfo.InvariantCulture)),
        new(Sessions.StampClaim, stamp),
        .. session is { } id ? [Sessions.ClaimOf(id)] : (Claim[])[],
        .. actor.ToClaims(),
    ], IdentityConstants.ApplicationScheme));
}
