using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace MediaAdmin.Access;

/// <summary>The forms that set or take away the cookie: a circuit cannot, it has no answer to put it on.</summary>
public static class AccessApi
{
    public static void MapAccess(this WebApplication app)
    {
        app.MapSessions();
        app.MapPost("/logout", LogOutAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/profile/password", ChangePasswordAsync).RequireAuthorization(Policies.Viewer).ExcludeFromDescription();
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> LogOutAsync(HttpContext http, IAntiforgery antiforgery)
    {
        var signedIn = http.User.Identity?.IsAuthenticated == true;
        if (signedIn && !await antiforgery.IsRequestValidAsync(http)) return FormTooOld();
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.LocalRedirect("/login");
    }

    /// <summary>A new password ends all sessions; this one goes on under the new stamp.</summary>
    private static async Task<RedirectHttpResult> ChangePasswordAsync(
        [FromForm] string? current, [FromForm] string? wanted, [FromForm] string? again,
        HttpContext http, Passwords passwords, UserManager<User> users, SignInManager<User> cookies, CancellationToken ct)
    {
        if (wanted != again) return TypedResults.LocalRedirect("/profile?password=Differs");
        var outcome = await passwords.ChangeOwnAsync(current ?? "", wanted ?? "", http.User.Actor(), http.Connection.RemoteIpAddress, ct);
        if (outcome == PasswordChange.Done && await users.GetUserAsync(http.User) is { } user) await cookies.SignInAsync(user, isPersistent: true);
        return TypedResults.LocalRedirect($"/profile?password={outcome}");
    }

    private static ProblemHttpResult FormTooOld() =>
        TypedResults.Problem("The form is too old or not from this portal. Load the page again.", statusCode: StatusCodes.Status400BadRequest);
}
