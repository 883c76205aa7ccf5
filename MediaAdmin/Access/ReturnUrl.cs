using System.Diagnostics.CodeAnalysis;

namespace MediaAdmin.Access;

/// <summary>Where to go after signing in: a page of this portal and nothing else, however the address is disguised.</summary>
public static class ReturnUrl
{
    private const string Home = "/";

    /// <summary>
    /// The address when it is local, the start page otherwise; as it may stand in a header, which takes no letters beyond ASCII.
    /// </summary>
    public static string LocalOrHome(string? url) => IsLocal(url) && !IsSignInPage(url) ? Encode(url) : Home;

    /// <summary>As a browser sends it; what is encoded already stays as it is.</summary>
    public static string Encode(string url) =>
        string.Concat(url.EnumerateRunes().Select(r =>
            r is { IsAscii: true, Value: > ' ' } ? r.ToString() : Uri.EscapeDataString(r.ToString())));

    /// <summary>Browsers read a backslash as a slash and drop tabs and line breaks, so neither may occur anywhere.</summary>
    public static bool IsLocal([NotNullWhen(true)] string? url) =>
        url is ['/', .. var rest] && !rest.StartsWith('/') && !url.Any(c => c == '\\' || char.IsControl(c));

    private static bool IsSignInPage(string url) =>
        url.StartsWith("/login", StringComparison.OrdinalIgnoreCase) || url.StartsWith("/logout", StringComparison.OrdinalIgnoreCase);
}
