using System.Text.RegularExpressions;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// What an address of Cloudinary's delivery speaks of. <paramref name="ResourceType"/>: image, video, raw; <paramref name="Type"/>: upload, private, authenticated, fetch…; version and
/// format where the address has them. Two kinds of ids cannot be told from addresses: one whose first folder looks like a version or a transformation, where no version stands before it.
/// Only for addresses that people bring: what the portal stored it knows by its id.
/// </summary>
public sealed partial record DeliveredAsset(string ResourceType, string Type, string PublicId, string Version, string Transformation, string Format)
{
    private static readonly string[] ResourceTypes = ["image", "video", "raw"];
    private static readonly string[] Types = ["upload", "private", "authenticated", "fetch", "list", "asset", "facebook", "twitter", "gravatar", "youtube", "sprite", "multi", "text"];

    /// <summary>Short and readable beginnings of addresses; in the latter the last segment is free text.</summary>
    private static readonly Dictionary<string, (string ResourceType, string Type, bool HasSuffix)> Shortened = new()
    {
        ["iu"] = ("image", "upload", false),
        ["images"] = ("image", "upload", true),
        ["private_images"] = ("image", "private", true),
        ["authenticated_images"] = ("image", "authenticated", true),
        ["videos"] = ("video", "upload", true),
        ["files"] = ("raw", "upload", true),
    };

    private static readonly HashSet<string> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        "jpg", "jpeg", "jpe", "jpc", "jp2", "j2k", "wdp", "jxr", "hdp", "png", "apng", "gif", "webp", "avif", "bmp", "ico", "svg", "tif", "tiff", "heic", "heif", "jxl", "eps", "ai", "psd", "pdf", "djvu", "tga", "ept",
        "mp4", "webm", "mov", "ogv", "avi", "mkv", "flv", "m4v", "3gp", "3g2", "wmv", "mpeg", "mpg", "ts", "m3u8", "mpd", "mp3", "wav", "ogg", "aac", "flac", "m4a", "aiff", "amr", "opus",
    };

    /// <summary>Null when it is no address of this account's delivery.</summary>
    public static DeliveredAsset? Read(string address, string cloud)
    {
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return null;
        var raw = Raw().Match(address.Trim());
        var segments = new Queue<string>(raw.Groups["path"].Value.Split('#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries));
        if (!IsOf(uri.Host, cloud, segments)) return null;
        if (Kind(segments) is not { } kind)
        {
            if (!IsVendors(uri.Host)) return null; // any picture of the web looks like this
            kind = ("image", "upload", false);
        }
        var (resourceType, type, hasSuffix) = kind;
        if (type == "fetch") return segments.Count == 0 ? null : new(resourceType, type, Decode(raw.Groups["path"].Value[(raw.Groups["path"].Value.IndexOf("/fetch/", StringComparison.Ordinal) + 7)..].Split('#')[0]), "", "", "");
        if (segments.TryPeek(out var first) && Signature().IsMatch(first)) segments.Dequeue();
        var transformations = new List<string>();
        while (segments.Count > 1 && segments.Peek().Split('?')[0].Split(',').All(part => Transforming().IsMatch(part))) transformations.Add(segments.Dequeue());
        var version = segments.Count > 1 && Versioned().IsMatch(segments.Peek()) ? segments.Dequeue()[1..] : "";
        return segments.Count == 0 ? null : Named(resourceType, type, [.. segments], hasSuffix) is { PublicId.Length: > 0 } named
            ? named with { Version = version, Transformation = string.Join('/', transformations) } : null;
    }

    /// <summary>Shared hosts have the cloud's name first, private ones have it in the host; a host of the customer's own may have it first.</summary>
    private static bool IsOf(string host, string cloud, Queue<string> segments)
    {
        if (Shared().IsMatch(host)) return segments.TryDequeue(out var first) && first == cloud;
        if (Private().Match(host) is { Success: true } of) return string.Equals(of.Groups["cloud"].Value, cloud, StringComparison.OrdinalIgnoreCase);
        if (IsVendors(host)) return false;
        if (segments.TryPeek(out var own) && own == cloud) segments.Dequeue();
        return true;
    }

    private static bool IsVendors(string host) => host.EndsWith(".cloudinary.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null: the address leaves it out, which means an uploaded image.</summary>
    private static (string ResourceType, string Type, bool HasSuffix)? Kind(Queue<string> segments)
    {
        if (segments.ToArray() is [var resource, var type, ..] && ResourceTypes.Contains(resource) && Types.Contains(type))
        {
            segments.Dequeue();
            segments.Dequeue();
            return (resource, type, false);
        }
        return segments.TryPeek(out var word) && Shortened.TryGetValue(word, out var kind) && segments.Dequeue() is not null ? kind : null;
    }

    private static DeliveredAsset Named(string resourceType, string type, string[] segments, bool hasSuffix)
    {
        segments[^1] = segments[^1].Split('?')[0];
        var (last, format) = (segments[^1], "");
        if ((resourceType != "raw" || hasSuffix) && last.LastIndexOf('.') is > 0 and var dot && Formats.Contains(last[(dot + 1)..])) (last, format) = (last[..dot], last[(dot + 1)..]);
        string[] id = hasSuffix ? segments[..^1] : [.. segments[..^1], last];
        return new(resourceType, type, Decode(string.Join('/', id)), "", "", format);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    [GeneratedRegex("^https?://[^/?#]*/?(?<path>.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Raw();

    [GeneratedRegex(@"^res(-\d)?\.cloudinary\.com$", RegexOptions.IgnoreCase)]
    private static partial Regex Shared();

    [GeneratedRegex(@"^(?<cloud>[a-z][a-z0-9-]*?)-res(-\d)?\.cloudinary\.com$", RegexOptions.IgnoreCase)]
    private static partial Regex Private();

    [GeneratedRegex("^s--[A-Za-z0-9_-]{8}([A-Za-z0-9_-]{24})?--$")]
    private static partial Regex Signature();

    [GeneratedRegex(@"^(((a|ac|af|ar|b|bl|bo|br|c|co|cs|d|dl|dn|dpr|du|e|eo|f|fl|fn|fps|g|h|if|ki|l|o|p|pg|q|r|so|sp|t|u|vc|vs|w|x|y|z)_.+)|(\$[A-Za-z0-9]+_.+))$")]
    private static partial Regex Transforming();

    [GeneratedRegex(@"^v\d+$")]
    private static partial Regex Versioned();
}
