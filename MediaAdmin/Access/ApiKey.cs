using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MediaAdmin.Access;

/// <summary>
/// What a program signs in with: <c>ma_</c> and 256 random bits. The secret is shown once, when it is made; the row keeps its hash and
/// the first characters, by which people tell keys apart. A revoked key stays listed and never works again.
/// </summary>
public sealed class ApiKey
{
    public const int MaxName = 100, MaxSecret = 256, MinGivenSecret = 16;
    private const int ShownCharacters = 8;

    public long Id { get; private set; }
    public string Name { get; private set; } = "";
    public Role Role { get; private set; }

    /// <summary>The first characters of the secret, for display.</summary>
    public string Prefix { get; private set; } = "";
    public byte[] Hash { get; private set; } = [];
    public string CreatedBy { get; private set; } = "";
    public string CreatedByName { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>True to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    public static ApiKey Create(string name, Role role, string secret, Actor by, DateTimeOffset now) => new()
    {
        Name = name,
        Role = role,
        // A secret that a person chose is not shown in part: it may be short or guessable from its beginning.
        Prefix = secret.StartsWith("ma_", StringComparison.Ordinal) ? secret[..ShownCharacters] : "",
        Hash = HashOf(secret),
        CreatedBy = by.Id,
        CreatedByName = by.Name,
        CreatedAt = now,
    };

    public Actor ToActor() => Actor.Key(Id, Name, Role);

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public static string NewSecret() => "ma_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// A fast hash is right here: slow ones protect what people can guess, and nobody guesses 256 random bits; this one is computed
    /// on every request. The row is found by the hash, so how long the search takes tells nothing about any secret.
    /// </summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
