using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace MediaAdmin.Access;

/// <summary>What a session carries: the user's id and stamp for Identity, and the actor for everything else.</summary>
sealed class UserPrincipals : IUserClaimsPrincipalFactory<User>
{
    public Task<ClaimsPrincipal> CreateAsync(User user) => Task.FromResult(Of(user));

    public static ClaimsPrincipal Of(User user) => new(new ClaimsIdentity(
    [
        new(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)),
        new(Sessions.StampClaim, user.SecurityStamp ?? ""),
        .. user.ToActor().ToClaims(),
    ], IdentityConstants.ApplicationScheme));
}
