using Microsoft.AspNetCore.Authorization;

namespace MediaAdmin.Access;

/// <summary>The three policies an endpoint or page can state: signed in, and of at least this role. What states none is closed to everybody.</summary>
public static class Policies
{
    public const string Viewer = nameof(Role.Viewer), Editor = nameof(Role.Editor), Admin = nameof(Role.Admin);

    internal static void Configure(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<Role>()) options.AddPolicy(role.ToString(), AtLeast(role));
        options.DefaultPolicy = AtLeast(Role.Viewer);
        options.FallbackPolicy = Closed;
    }

    private static AuthorizationPolicy AtLeast(Role role) => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireRole([.. Enum.GetValues<Role>().Where(r => r >= role).Select(r => r.ToString())])
        .Build();

    /// <summary>An endpoint that forgot its policy lets nobody in. An address without endpoint stays "not found" for those who are signed in.</summary>
    private static AuthorizationPolicy Closed => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is null)
        .Build();
}
