using System.Text.Json;
using System.Text.Json.Serialization;
using MediaAdmin.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Catalog;

/// <summary>Words for many pictures: for those of <paramref name="AssetIds"/>, or for all that match <paramref name="Filter"/> but for those. What is null stays.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record WordsForMany(
    AssetQuery? Filter = null, IReadOnlyList<long>? AssetIds = null, IReadOnlyList<string>? AddTags = null, IReadOnlyList<string>? RemoveTags = null, string? AltEn = null, string? AltTr = null, bool KeepExisting = false);

/// <summary>How many pictures have other words now.</summary>
public sealed record WordsGiven(int Changed);

/// <summary>What can be done with many pictures at once, named by their ids or by a filter.</summary>
public static class AssetBulkApi
{
    /// <summary>The field of a form in which a page sends what is chosen, as JSON.</summary>
    public const string FormField = "choice";

    public const string ArchiveAddress = "/api/assets/archive";

    public static void MapAssetBulk(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/assets/words", DescribeAsync).RequireAuthorization(Policies.Editor).WithTags("Assets")
            .WithSummary("Give many pictures the same words")
            .WithDescription("Give assetIds, or filter for all that match (but for assetIds when both are given). addTags, removeTags, altEn, altTr: what is left out stays. keepExisting: alt texts only where there are none.");
        app.MapPost(ArchiveAddress, ArchiveAsync).RequireAuthorization(Policies.Viewer).WithTags("Assets").Accepts<AssetChoice>("application/json", "application/x-www-form-urlencoded")
            .WithSummary("Download the originals of many pictures as a ZIP")
            .WithDescription("Give assetIds, or filter for all that match (but for assetIds when both are given). Packed while it is read. Files that the store does not have are named in missing.txt.");
    }

    private static async Task<Results<Ok<WordsGiven>, ValidationProblem>> DescribeAsync(WordsForMany words, HttpContext http, AssetWording wording, CancellationToken ct)
    {
        if (words.Filter is { MatchesAll: true }) return Invalid(new("filter", "Say by at least one field which pictures; an empty filter would match them all."));
        var (changed, fault, _) = await wording.DescribeAsync(new(words.Filter, words.AssetIds), new(words.AddTags, words.RemoveTags, words.AltEn, words.AltTr, words.KeepExisting), http.User.Actor(), ct);
        return fault is null ? TypedResults.Ok(new WordsGiven(changed)) : Invalid(fault);
    }

    /// <summary>Programs send JSON, pages a form: only so a browser saves the answer to a file.</summary>
    private static async Task<Results<PushStreamHttpResult, ValidationProblem, ProblemHttpResult>> ArchiveAsync(
        HttpContext http, AssetArchive archive, IAntiforgery antiforgery, IOptions<JsonOptions> json, TimeProvider clock, CancellationToken ct)
    {
        AssetChoice? choice;
        if (!http.Request.HasFormContentType) choice = await http.Request.ReadFromJsonAsync<AssetChoice>(ct);
        else if (!await antiforgery.IsRequestValidAsync(http)) return TypedResults.Problem("Reload the page and try again.", statusCode: StatusCodes.Status400BadRequest);
        else choice = Read((await http.Request.ReadFormAsync(ct))[FormField].ToString(), json.Value.SerializerOptions);
        if ((choice ?? new()).Check() is { } fault) return Invalid(fault);
        return TypedResults.Stream(body => archive.WriteAsync(choice!, body, ct), "application/zip", $"pictures-{clock.GetUtcNow():yyyyMMdd-HHmm}.zip");
    }

    private static ValidationProblem Invalid(FieldFault fault) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [fault.Field] = [fault.Sentence] });

    private static AssetChoice? Read(string json, JsonSerializerOptions options)
    {
        try { return JsonSerializer.Deserialize<AssetChoice>(json, options); }
        catch (JsonException) { return null; } // no page sends this; it is answered as nothing chosen
    }
}
