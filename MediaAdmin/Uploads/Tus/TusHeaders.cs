using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MediaAdmin.Uploads.Tus;

/// <summary>A request that does not follow tus 1.0.0: the status to answer, the header that is wrong, and how to put it right.</summary>
public sealed record TusFault(int Status, string Header, string Sentence);

/// <summary>What a tus client says in its headers, read by the letter of the protocol.</summary>
public static class TusHeaders
{
    public const string Version = "1.0.0";
    public const string Extensions = "creation,creation-with-upload,expiration,checksum,termination";
    public const string ContentType = "application/offset+octet-stream";
    public const int ChecksumMismatch = 460;
    private const int MaxMetadata = 8192;

    public static readonly string ChecksumAlgorithms = "sha1,sha256,md5";

    /// <summary>A non-negative whole number of bytes: digits only, at most 2^63-1.</summary>
    public static bool TryNumber(string? text, out long number)
    {
        number = 0;
        return text is { Length: > 0 and <= 19 } && text.All(char.IsAsciiDigit) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Upload-Metadata: <c>key base64,key2 base64,key3</c>; keys are unique printable ASCII, values UTF-8 in Base64, possibly missing.</summary>
    public static TusFault? TryMetadata(string header, out Dictionary<string, string> metadata)
    {
        metadata = [];
        if (header.Length == 0) return null;
        if (header.Length > MaxMetadata) return Bad("Upload-Metadata", $"At most {MaxMetadata} characters of metadata are taken.");
        foreach (var pair in header.Split(','))
        {
            var parts = pair.Trim(' ').Split(' ');
            if (parts.Length > 2 || parts[0].Length == 0 || !parts[0].All(c => c is > ' ' and < (char)127))
                return Bad("Upload-Metadata", "Write each pair as a key of printable ASCII, one space and a Base64 value, with commas between the pairs.");
            if (!TryBase64(parts.Length == 2 ? parts[1] : "", out var value)) return Bad("Upload-Metadata", $"The value of '{parts[0]}' is not UTF-8 text in Base64.");
            if (!metadata.TryAdd(parts[0], value)) return Bad("Upload-Metadata", $"The key '{parts[0]}' occurs twice.");
        }
        return null;
    }

    /// <summary>Upload-Checksum: <c>algorithm base64</c>, where the digest is that of this request's body.</summary>
    public static TusFault? TryChecksum(string header, out (HashAlgorithmName Algorithm, byte[] Digest)? checksum)
    {
        checksum = null;
        if (header.Length == 0) return null;
        var parts = header.Split(' ');
        var algorithm = parts[0] switch
        {
            "sha1" => HashAlgorithmName.SHA1,
            "sha256" => HashAlgorithmName.SHA256,
            "md5" => HashAlgorithmName.MD5,
            _ => default,
        };
        if (algorithm == default) return Bad("Upload-Checksum", $"The algorithm '{parts[0]}' is not supported; use one of {ChecksumAlgorithms}.");
        var digest = new byte[64];
        if (parts.Length != 2 || !Convert.TryFromBase64String(parts[1], digest, out var length) || length != DigestLength(algorithm))
            return Bad("Upload-Checksum", "Write the algorithm, one space and the digest in Base64.");
        checksum = (algorithm, digest[..length]);
        return null;
    }

    private static int DigestLength(HashAlgorithmName algorithm) =>
        algorithm == HashAlgorithmName.SHA1 ? SHA1.HashSizeInBytes : algorithm == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : MD5.HashSizeInBytes;

    private static bool TryBase64(string text, out string value)
    {
        value = "";
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return false;
        try
        {
            value = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
            return !value.Contains('\0');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static TusFault Bad(string header, string sentence) => new(StatusCodes.Status400BadRequest, header, sentence);
}
