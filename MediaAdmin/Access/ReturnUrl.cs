using System.Diagnostics.CodeAnalysis;

namespace MediaAdmin.Access;

/// <summary>Where to go after signing in: a page of this portal and nothing else, however the address is disguised.</summary>
public static class ReturnUrl
{
    private const string Home = "/";

    /// <summary>The address when it is local, the start page otherwise.</summary>
    public static string LocalOrHome(string? url) => IsLocal(url) && !IsSignInPage(url) ? url : Home;

    /// <summary>Browsers read a backslash as a slash and drop tabs and line breaks, so neither may occur anywhere.</summary>
    public static bool IsLocal([NotNullWhen(true)] string? url) =>
        url is ['/', .. var rest] && !rest.StartsWith('/') && !url.Any(c => c == '\\' || char.IsControl(c));

    private static bool IsSignInPage(string url) =>
        url.StartsWith("/login", StringComparison.OrdinalIgnoreCase) || url.StartsWith("/logout", StringComparison.OrdinalIgnoreCase);
}
