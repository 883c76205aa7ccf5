using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// What proves that a request, an answer, a notification or an address comes from who holds the API secret: a plain hash, no HMAC, of a text
/// with the secret behind it (Cloudinary, "Authentication signatures").
/// </summary>
public sealed class CloudinarySignature(CloudinaryOptions account)
{
    /// <summary>How long Cloudinary takes a signed request after its timestamp.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromHours(1);

    /// <summary>How long after its timestamp the vendor's tools take a notification.</summary>
    public static readonly TimeSpan NotificationValidFor = TimeSpan.FromHours(2);

    /// <summary>
    /// Signs a form: its parameters in ordinal order as <c>name=value&amp;…</c>, empty ones left out; version 2 of the signature writes <c>&amp;</c> within
    /// one as <c>%26</c>, so that no value can pass for two parameters. <c>file</c>, <c>api_key</c> and <c>resource_type</c> are never signed.
    /// </summary>
    public string Of(IEnumerable<KeyValuePair<string, string>> parameters) => Hex(string.Join('&', parameters
        .Where(p => p.Value.Length > 0)
        .OrderBy(p => p.Key, StringComparer.Ordinal)
        .Select(p => $"{p.Key}={p.Value}")
        .Select(p => account.SignatureVersion == 2 ? p.Replace("&", "%26", StringComparison.Ordinal) : p)));

    /// <summary>Whether an upload's answer, told by a browser, is Cloudinary's: signed by the rules of version 1, whatever the version of requests.</summary>
    public bool IsOfAnswer(string signature, string publicId, long version) => IsSame(signature, Hex($"public_id={publicId}&version={version}"));

    /// <summary>Whether a notification is Cloudinary's (headers <c>X-Cld-Signature</c>, <c>X-Cld-Timestamp</c>); how old it may be is for the caller to judge.</summary>
    public bool IsOfNotification(string signature, ReadOnlySpan<byte> body, string timestamp) =>
        IsSame(signature, Convert.ToHexStringLower(Hash([.. body, .. Encoding.UTF8.GetBytes(timestamp + account.ApiSecret)], account.SignatureAlgorithm)));

    /// <summary>The part of a delivery address that signs what follows it, the version left out: <c>s--12345678--</c>, or with 32 characters.</summary>
    public string OfAddress(string transformationAndId)
    {
        var (algorithm, length) = account.LongUrlSignature ? (SignatureAlgorithm.Sha256, 32) : (account.SignatureAlgorithm, 8);
        var hash = Hash(Encoding.UTF8.GetBytes(transformationAndId + account.ApiSecret), algorithm);
        return $"s--{Convert.ToBase64String(hash)[..length].Replace('+', '-').Replace('/', '_')}--";
    }

    private string Hex(string text) => Convert.ToHexStringLower(Hash(Encoding.UTF8.GetBytes(text + account.ApiSecret), account.SignatureAlgorithm));

    [SuppressMessage("Security", "CA5350", Justification = "SHA-1 is what Cloudinary takes unless an account is set to SHA-256.")]
    private static byte[] Hash(ReadOnlySpan<byte> bytes, SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.Sha256 ? SHA256.HashData(bytes) : SHA1.HashData(bytes);

    /// <summary>Takes as long for a wrong signature as for the right one.</summary>
    private static bool IsSame(string given, string own) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(own));
}
