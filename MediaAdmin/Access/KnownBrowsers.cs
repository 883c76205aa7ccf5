using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace MediaAdmin.Access;

/// <summary>
/// Recognises a browser in which somebody signed in before, by a sealed cookie of its own for each account. It opens nothing: wrong
/// tries from there are counted by themselves, so that a stranger behind the same address cannot keep the owner out.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection)
{
    private const string CookieName = "mediaadmin.known.";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    private readonly IDataProtector _protector = protection.CreateProtector("MediaAdmin.KnownBrowsers");

    /// <summary>The browser's name among those that know this account; null for a stranger's.</summary>
    public string? Find(HttpContext http, string account)
    {
        if (http.Request.Cookies[NameOf(account)] is not { Length: > 0 and < 1000 } value) return null;
        try
        {
            return _protector.Unprotect(value) is var text && text.StartsWith(Digest(account) + " ", StringComparison.Ordinal) ? text
                : null;
        }
        catch (CryptographicException) // not sealed here, or by a key that is gone
        {
            return null;
        }
    }

    public void Remember(HttpContext http, string account)
    {
        var value = _protector.Protect($"{Digest(account)} {Guid.NewGuid():N}");
        http.Response.Cookies.Append(NameOf(account), value, new()
        {
            MaxAge = Kept,
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Path = "/login",
        });
    }

    private static string NameOf(string account) => CookieName + Digest(account)[..8];

    private static string Digest(string account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)));
}
