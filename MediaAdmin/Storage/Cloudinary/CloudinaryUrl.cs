using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// <c>CLOUDINARY_URL</c> as the vendor's tools read it: <c>cloudinary://KEY:SECRET@CLOUD[/HOST][?setting=value]</c>. The scheme in any case; the cloud
/// name keeps its capitals (so <see cref="Uri"/> is not asked); key and secret are taken as they stand, without percent-decoding; a host
/// after the cloud name means a private CDN on it; settings this portal has no use for are passed over.
/// </summary>
public static partial class CloudinaryUrl
{
    public const string Key = "CLOUDINARY_URL";
    private const string Form = "cloudinary://API_KEY:API_SECRET@CLOUD_NAME, as the Cloudinary console shows it under API keys";
    private static readonly string[] AccountKeys = [nameof(CloudinaryOptions.CloudName), nameof(CloudinaryOptions.ApiKey), nameof(CloudinaryOptions.ApiSecret)];

    /// <summary>The vendor's names of the settings that may follow the question mark.</summary>
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["upload_prefix"] = nameof(CloudinaryOptions.UploadPrefix),
        ["secure_distribution"] = nameof(CloudinaryOptions.SecureDistribution),
        ["private_cdn"] = nameof(CloudinaryOptions.PrivateCdn),
        ["secure"] = nameof(CloudinaryOptions.Secure),
        ["cname"] = nameof(CloudinaryOptions.Cname),
        ["signature_algorithm"] = nameof(CloudinaryOptions.SignatureAlgorithm),
        ["signature_version"] = nameof(CloudinaryOptions.SignatureVersion),
        ["sign_url"] = nameof(CloudinaryOptions.SignUrl),
        ["long_url_signature"] = nameof(CloudinaryOptions.LongUrlSignature),
    };

    /// <summary>Section <c>Cloudinary</c> with what the URL says beneath it: a key given on its own wins over the same setting in the URL.</summary>
    public static IConfigurationSection Over(IConfiguration configuration) => new ConfigurationBuilder()
        .AddInMemoryCollection(Read(configuration[Key]).Select(s => KeyValuePair.Create($"{CloudinaryOptions.Section}:{s.Key}", (string?)s.Value)))
        .AddConfiguration(configuration)
        .Build().GetSection(CloudinaryOptions.Section);

    /// <summary>What is wrong with how the account is named, each fault with its key and the cure; never the URL itself, which holds the secret.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        var url = configuration[Key];
        var given = AccountKeys.Where(k => !string.IsNullOrEmpty(configuration[$"{CloudinaryOptions.Section}:{k}"])).ToList();
        if (string.IsNullOrEmpty(url))
            return given.Count == 0
                ? [$"{Key} is missing; Storage:Provider Cloudinary needs {Form}, or {string.Join(", ", AccountKeys.Select(k => $"{CloudinaryOptions.Section}:{k}"))}."]
                : AccountKeys.Except(given).Select(k => $"{CloudinaryOptions.Section}:{k} is missing; give it as the Cloudinary console shows it under API keys, or {Key} in place of all three.");
        if (given.Count > 0)
            return given.Select(k => $"{CloudinaryOptions.Section}:{k} is given beside {Key}, which names the account already; take one of the two out.");
        var account = Pattern().Match(url);
        if (!account.Success) return [$"{Key} is not {Form}."];
        return from part in (string[])["key", "secret", "cloud"]
               where account.Groups[part].Length == 0
               select $"{Key} has no {(part == "cloud" ? "cloud name" : $"API {part}")}; it is {Form}.";
    }

    private static Dictionary<string, string> Read(string? url)
    {
        var settings = new Dictionary<string, string>();
        if (Pattern().Match(url ?? "") is not { Success: true, Groups: var part }) return settings;
        settings[nameof(CloudinaryOptions.CloudName)] = part["cloud"].Value;
        settings[nameof(CloudinaryOptions.ApiKey)] = part["key"].Value;
        settings[nameof(CloudinaryOptions.ApiSecret)] = part["secret"].Value;
        if (part["host"].Value.TrimEnd('/') is { Length: > 0 } host)
        {
            settings[nameof(CloudinaryOptions.SecureDistribution)] = host;
            settings[nameof(CloudinaryOptions.PrivateCdn)] = "true";
        }
        foreach (var (name, value) in QueryHelpers.ParseQuery(part["query"].Value))
            if (Settings.TryGetValue(name, out var setting)) settings[setting] = IsSwitch(setting) ? Truth(value.ToString()) : value.ToString();
        return settings;
    }

    private static bool IsSwitch(string setting) => typeof(CloudinaryOptions).GetProperty(setting)!.PropertyType == typeof(bool);

    /// <summary>The vendor's tools take 1 and 0 for true and false.</summary>
    private static string Truth(string value) => value switch { "1" => "true", "0" => "false", _ => value };

    [GeneratedRegex("^cloudinary://((?<key>[^:@/?#]*)(:(?<secret>[^@]*))?@)?(?<cloud>[^/?#@]*)(/(?<host>[^?#]*))?(\\?(?<query>[^#]*))?(#.*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
