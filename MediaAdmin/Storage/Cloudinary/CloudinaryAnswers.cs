using System.Text.Json;
using System.Text.Json.Serialization;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// A picture as Cloudinary tells of it, in answers and in lists; each call fills what it knows. <paramref name="Version"/> is new with every
/// overwrite and counts Unix seconds; <paramref name="Etag"/> is the MD5 of the stored file; <paramref name="Existing"/> says that it was there before and was
/// left as it is; <paramref name="Done"/> is false while pieces of a file are missing.
/// </summary>
public sealed record CloudinaryAsset(
    string PublicId = "", long Version = 0, string Format = "", long Bytes = 0, int Width = 0, int Height = 0, string? Etag = null, string? AssetId = null,
    string? Type = null, DateTimeOffset? CreatedAt = null, IReadOnlyList<string>? Tags = null, CloudinaryContext? Context = null, string? Signature = null,
    bool Existing = false, bool Done = true);

/// <summary>Contextual metadata; the Media Library shows <c>alt</c> and <c>caption</c>.</summary>
public sealed record CloudinaryContext(IReadOnlyDictionary<string, string>? Custom);

/// <summary>One page of a list; without <paramref name="NextCursor"/> it is the last.</summary>
public sealed record CloudinaryPage(IReadOnlyList<CloudinaryAsset> Resources, string? NextCursor);

/// <summary>What the plan allows and what is used of it (<c>GET /usage</c>). Figures may be fractions; a plan without a limit leaves it out.</summary>
public sealed record CloudinaryUsage(
    string Plan, UsedFigure? Credits, UsedFigure? Storage, UsedFigure? Bandwidth, UsedFigure? Transformations, UsedFigure? Objects, double Resources, double DerivedResources, MediaLimits? MediaLimits);

public sealed record UsedFigure(double Usage, double? Limit, double? UsedPercent, double? CreditsUsage);

public sealed record MediaLimits(long? ImageMaxSizeBytes, long? ImageMaxPx, long? AssetMaxTotalPx);

/// <summary>Answer of a bulk delete: <c>deleted</c> or <c>not_found</c> for each key; when <paramref name="Partial"/>, the same call goes on from the cursor.</summary>
sealed record BulkDeleteAnswer(Dictionary<string, string>? Deleted, bool Partial, string? NextCursor);

/// <summary>Answer of the calls that give many pictures the same words: those of them that there are.</summary>
sealed record ManyAnswer(IReadOnlyList<string>? PublicIds);

/// <summary>Answer of a single delete: <c>ok</c>, or <c>not found</c> with a space.</summary>
sealed record DestroyAnswer(string? Result);

/// <summary>Some answers tell an error without the envelope.</summary>
sealed record ErrorAnswer(ErrorAnswer.Envelope? Error, string? Message)
{
    public sealed record Envelope(string? Message);
}

static class CloudinaryJson
{
    /// <summary>Fields that are not known are passed over: Cloudinary adds some at any time. Numbers may come as text.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new TruthConverter() } };

    /// <exception cref="JsonException">The answer is not what Cloudinary answers.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        return await JsonSerializer.DeserializeAsync<T>(body, Options, ct) ?? throw new JsonException();
    }

    /// <summary>Truth comes as <c>true</c>, 1, "1" or "true", falsehood also as an empty text (the vendor's tool for .NET reads all of these).</summary>
    private sealed class TruthConverter : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Number => reader.GetDouble() != 0,
            JsonTokenType.String => reader.GetString() is "1" or "true",
            _ => throw new JsonException(),
        };

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
    }
}
