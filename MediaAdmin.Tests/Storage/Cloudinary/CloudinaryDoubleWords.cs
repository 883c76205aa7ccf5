using System.Text.Json.Nodes;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>The calls of the Upload API that give many pictures the same tags or context.</summary>
static class CloudinaryDoubleWords
{
    public static JsonObject Answer(string call, CloudinaryDoubleAccount account, CloudinaryDoubleRequest request, string type, Dictionary<string, string>? context)
    {
        var ids = request.All("public_ids");
        if (ids.Count == 0) throw new CloudinaryErrorException(400, "Missing required parameter - public_ids");
        if (ids.Count > 1000) throw new CloudinaryErrorException(400, $"Too many public_ids: {ids.Count}. Maximum is 1000");
        var there = ids.Distinct().Where(id => account.Pictures.ContainsKey((type, id))).ToList();
        foreach (var id in there)
        {
            var picture = account.Pictures[(type, id)];
            account.Pictures[(type, id)] = call == "tags"
                ? picture with { Tags = Tagged(request, picture.Tags) }
                : picture with { Context = Described(request, picture.Context, context) };
        }
        return new() { ["public_ids"] = new JsonArray([.. there.Select(id => (JsonNode?)id)]) };
    }

    private static string[] Tagged(CloudinaryDoubleRequest request, IReadOnlyList<string> now)
    {
        string[] named = [.. (request["tag"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return request["command"] switch
        {
            "add" => [.. now.Union(named)],
            "remove" => [.. now.Except(named)],
            "replace" => named,
            "remove_all" => [],
            var other => throw new CloudinaryErrorException(400, $"Illegal value for command: {other}"),
        };
    }

    private static Dictionary<string, string> Described(CloudinaryDoubleRequest request, IReadOnlyDictionary<string, string> now, Dictionary<string, string>? context) => request["command"] switch
    {
        "add" => now.Concat(context ?? []).GroupBy(c => c.Key).ToDictionary(c => c.Key, c => c.Last().Value),
        "remove_all" => [],
        var other => throw new CloudinaryErrorException(400, $"Illegal value for command: {other}"),
    };
}
