using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>The Upload API and the Admin API, on pictures.</summary>
static class CloudinaryDoubleApi
{
    public static JsonObject Answer(CloudinaryDoubleAccount account, CloudinaryDoubleRequest request, IHeaderDictionary headers)
    {
        var path = request.Path.Split('/', 3, StringSplitOptions.RemoveEmptyEntries)[1..];
        var isUpload = request.Method == "POST" && Regex.IsMatch(path[1], "^(image|auto)/(upload|destroy|rename|explicit|tags|context)$");
        request.Authenticate(path[0], mayBeSigned: isUpload);
        headers["X-Request-Id"] = Guid.NewGuid().ToString("N");
        if (isUpload) return Upload(path[1].Split('/')[1], account, request);
        Count(account, headers);
        return (request.Method, path[1].Split('/', 4)) switch
        {
            ("GET", ["ping"]) => new() { ["status"] = "ok" },
            ("GET", ["usage"]) => Usage(account),
            ("GET", ["resources", "image", "tags", var tag]) => List(account, request, p => p.Tags.Contains(tag)),
            ("GET", ["resources", "image", var type, var id]) => Tell(Find(account, type, id), "tags", "context"),
            ("GET", ["resources", "image", var type]) => List(account, request, p => p.Type == type),
            ("DELETE", ["resources", "image", var type]) => Delete(account, request, type),
            _ => throw new CloudinaryErrorException(404, $"Resource not found - {path[1]}"),
        };
    }

    private static JsonObject Upload(string call, CloudinaryDoubleAccount account, CloudinaryDoubleRequest request) => call switch
    {
        "upload" => Store(account, request),
        "destroy" => new() { ["result"] = Remove(account, Type(request), Required(request, "public_id")) ? "ok" : "not found" },
        "rename" => Rename(account, request),
        "tags" or "context" => CloudinaryDoubleWords.Answer(call, account, request, Type(request), Context(request)),
        _ => Describe(account, request),
    };

    private static JsonObject Store(CloudinaryDoubleAccount account, CloudinaryDoubleRequest request)
    {
        var publicId = request["public_id"] ?? Guid.NewGuid().ToString("N")[..20];
        var file = request.File ?? (request["file"] is { } text ? FromText(account, text) : throw new CloudinaryErrorException(400, "Missing required parameter - file"));
        if (request.ContentRange.Length > 0 && request.UploadId.Length > 0)
        {
            if (account.AddPiece(request.UploadId, request.ContentRange, file) is not { } whole)
                return new() { ["done"] = false, ["bytes"] = request.FileBytes, ["kind"] = "upload", ["resource_type"] = "image" };
            file = whole;
        }
        lock (account.Pictures)
        {
            if (account.Pictures.TryGetValue((Type(request), publicId), out var there) && !request.Is("overwrite", unset: true))
                return With(Tell(there, "tags", "etag"), ("existing", true));
            var kept = account.Keep(file, publicId, Type(request), request["allowed_formats"]) with { Tags = Tags(request) ?? [], Context = Context(request) ?? new Dictionary<string, string>() };
            account.Pictures[(kept.Type, publicId)] = kept;
            return there is null ? Tell(kept, "tags", "etag", "signature") : With(Tell(kept, "tags", "etag", "signature"), ("overwritten", true));
        }
    }

    private static JsonObject Rename(CloudinaryDoubleAccount account, CloudinaryDoubleRequest request)
    {
        var (from, to) = (Required(request, "from_public_id"), Required(request, "to_public_id"));
        var picture = Find(account, Type(request), from);
        if (account.Pictures.ContainsKey((picture.Type, to)) && !request.Is("overwrite")) throw new CloudinaryErrorException(400, $"to_public_id {to} already exists");
        Remove(account, picture.Type, from);
        return Tell(account.Pictures[(picture.Type, to)] = picture with { PublicId = to });
    }

    private static JsonObject Describe(CloudinaryDoubleAccount account, CloudinaryDoubleRequest request)
    {
        Required(request, "type");
        var picture = Find(account, Type(request), Required(request, "public_id"));
        return Tell(account.Pictures[(picture.Type, picture.PublicId)] = picture with { Tags = Tags(request) ?? picture.Tags, Context = Context(request) ?? picture.Context }, "tags", "context", "etag", "signature");
    }

    private static JsonObject List(CloudinaryDoubleAccount account, CloudinaryDoubleRequest request, Func<CloudinaryDoublePicture, bool> wanted)
    {
        var from = request["next_cursor"] is { Length: > 0 } cursor ? account.Cursors.TryGetValue(cursor, out var at) ? at : throw new CloudinaryErrorException(400, "Invalid value for parameter next_cursor") : 0;
        var most = Math.Clamp(int.Parse(request["max_results"] is { Length: > 0 } given ? given : "10", CultureInfo.InvariantCulture), 1, account.ListedPerCall);
        var named = request.All("public_ids");
        var found = account.Pictures.Values.Where(p => wanted(p) && (named.Count == 0 || named.Contains(p.PublicId)) && p.PublicId.StartsWith(request["prefix"] ?? "", StringComparison.Ordinal)).OrderBy(p => p.PublicId, StringComparer.Ordinal).ToList();
        var asked = new[] { "tags", "context" }.Where(f => request.Is(f)).ToArray();
        var answer = new JsonObject { ["resources"] = new JsonArray([.. found.Skip(from).Take(most).Select(p => Tell(p, asked))]) };
        if (from + most < found.Count) answer["next_cursor"] = Cursor(account, from + most);
        return answer;
    }

    private static JsonObject Delete(CloudinaryDoubleAccount account, CloudinaryDoubleRequest request, string type)
    {
        var ids = request.All("public_ids");
        if (ids.Count == 0) throw new CloudinaryErrorException(400, "Missing required parameter - public_ids");
        if (ids.Count > 100) throw new CloudinaryErrorException(400, $"Too many public_ids: {ids.Count}. Maximum is 100");
        var from = request["next_cursor"] is { Length: > 0 } cursor ? account.Cursors[cursor] : 0;
        var words = ids.Skip(from).Take(account.DeletedPerCall).Distinct().ToDictionary(id => id, id => Remove(account, type, id) ? "deleted" : "not_found");
        var answer = new JsonObject
        {
            ["deleted"] = new JsonObject(words.Select(w => KeyValuePair.Create(w.Key, (JsonNode?)w.Value))),
            ["deleted_counts"] = new JsonObject(words.Select(w => KeyValuePair.Create(w.Key, (JsonNode?)new JsonObject { ["original"] = w.Value == "deleted" ? 1 : 0, ["derived"] = 0 }))),
            ["partial"] = from + account.DeletedPerCall < ids.Count,
        };
        if (from + account.DeletedPerCall < ids.Count) answer["next_cursor"] = Cursor(account, from + account.DeletedPerCall);
        return answer;
    }

    private static JsonObject Usage(CloudinaryDoubleAccount account) => new()
    {
        ["plan"] = "Free",
        ["last_updated"] = "2026-11-20",
        ["objects"] = new JsonObject { ["usage"] = account.Pictures.Count },
        ["storage"] = new JsonObject { ["usage"] = account.Pictures.Values.Sum(p => p.Bytes), ["credits_usage"] = 0.01 },
        ["bandwidth"] = new JsonObject { ["usage"] = 1000, ["credits_usage"] = 0.0 },
        ["transformations"] = new JsonObject { ["usage"] = 12, ["credits_usage"] = 0.01 },
        ["credits"] = new JsonObject { ["usage"] = 1.47, ["limit"] = 25.0, ["used_percent"] = 5.88 },
        ["requests"] = 300,
        ["resources"] = account.Pictures.Count,
        ["derived_resources"] = 0,
        ["media_limits"] = new JsonObject { ["image_max_size_bytes"] = account.MaxBytes, ["image_max_px"] = 100_000_000, ["asset_max_total_px"] = 300_000_000 },
    };

    private static void Count(CloudinaryDoubleAccount account, IHeaderDictionary headers)
    {
        lock (account)
        {
            headers["X-FeatureRateLimit-Limit"] = $"{account.AdminLimit}";
            headers["X-FeatureRateLimit-Reset"] = account.AdminResetsAt.ToString("r");
            headers["X-FeatureRateLimit-Remaining"] = $"{Math.Max(0, account.AdminLimit - account.AdminCalls - 1)}";
            if (account.AdminCalls >= account.AdminLimit)
                throw new CloudinaryErrorException(420, $"Rate Limit Exceeded. Limit of {account.AdminLimit} api operations reached. Try again on {account.AdminResetsAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
            account.AdminCalls++;
        }
    }

    private static JsonObject Tell(CloudinaryDoublePicture picture, params string[] more)
    {
        var url = $"res.cloudinary.com/{CloudinaryDouble.Cloud}/image/{picture.Type}/v{picture.Version}/{string.Join('/', picture.PublicId.Split('/').Select(Uri.EscapeDataString))}.{picture.Format}";
        var told = new JsonObject
        {
            ["asset_id"] = picture.AssetId,
            ["public_id"] = picture.PublicId,
            ["version"] = picture.Version,
            ["format"] = picture.Format,
            ["resource_type"] = "image",
            ["type"] = picture.Type,
            ["created_at"] = picture.CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["bytes"] = picture.Bytes,
            ["width"] = picture.Width,
            ["height"] = picture.Height,
            ["url"] = $"http://{url}",
            ["secure_url"] = $"https://{url}",
        };
        if (more.Contains("tags")) told["tags"] = new JsonArray([.. picture.Tags.Select(t => (JsonNode?)t)]);
        if (more.Contains("context") && picture.Context.Count > 0) told["context"] = new JsonObject { ["custom"] = new JsonObject(picture.Context.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))) };
        if (more.Contains("etag")) told["etag"] = picture.Etag;
        if (more.Contains("signature"))
            told["signature"] = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"public_id={picture.PublicId}&version={picture.Version}{CloudinaryDouble.ApiSecret}")));
        return told;
    }

    private static bool Remove(CloudinaryDoubleAccount account, string type, string publicId) =>
        account.Undying.Contains(publicId) ? account.Pictures.ContainsKey((type, publicId)) : account.Pictures.TryRemove((type, publicId), out _);

    private static CloudinaryDoublePicture Find(CloudinaryDoubleAccount account, string type, string publicId) =>
        account.Pictures.GetValueOrDefault((type, publicId)) ?? throw new CloudinaryErrorException(404, $"Resource not found - {publicId}");

    private static string Cursor(CloudinaryDoubleAccount account, int at)
    {
        var cursor = Guid.NewGuid().ToString("N");
        account.Cursors[cursor] = at;
        return cursor;
    }

    private static string FromText(CloudinaryDoubleAccount account, string text)
    {
        if (Regex.Match(text, "^data:[^;,]+;base64,(.+)$", RegexOptions.Singleline) is not { Success: true } data) throw new CloudinaryErrorException(400, "Nothing to load");
        var file = Path.Combine(account.Folder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(file, Convert.FromBase64String(data.Groups[1].Value));
        return file;
    }

    private static string Type(CloudinaryDoubleRequest request) => request["type"] is { Length: > 0 } type ? type : "upload";

    private static string Required(CloudinaryDoubleRequest request, string field) => request[field] is { Length: > 0 } value ? value : throw new CloudinaryErrorException(400, $"Missing required parameter - {field}");

    private static string[]? Tags(CloudinaryDoubleRequest request) => request["tags"] is { Length: > 0 } tags ? [.. tags.Split(',').Select(t => t.Trim())] : null;

    /// <summary>Parts at <c>|</c> and at the first <c>=</c> that no backslash stands before.</summary>
    private static Dictionary<string, string>? Context(CloudinaryDoubleRequest request) => request["context"] is { Length: > 0 } context
        ? Regex.Split(context, @"(?<!\\)\|").Select(pair => Regex.Split(pair, @"(?<!\\)=")).ToDictionary(pair => pair[0], pair => Regex.Replace(pair[1], @"\\([=|])", "$1"))
        : null;

    private static JsonObject With(JsonObject told, (string Name, bool Value) more)
    {
        told[more.Name] = more.Value;
        return told;
    }
}
