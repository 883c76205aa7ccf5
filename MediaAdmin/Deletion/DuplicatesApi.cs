using System.Text.Json.Serialization;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Deletion;

/// <summary>
/// Pictures to merge: each with those whose places it takes; or with <paramref name="All"/> every group of exact duplicates, of which the oldest stays. With
/// <paramref name="TakeWords"/> it takes over the words that it lacks.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MergeRequest(IReadOnlyList<Merge>? Merges = null, bool All = false, bool TakeWords = false);

/// <summary>Two pictures that look alike and are not the same.</summary>
public sealed record TwoPictures(long AssetId, long OtherId);

public static class DuplicatesApi
{
    public static void MapDuplicates(this IEndpointRouteBuilder app)
    {
        var duplicates = app.MapGroup("/api/assets/duplicates").WithTags("Assets");
        duplicates.MapGet("", FindAsync).RequireAuthorization(Policies.Viewer)
            .WithSummary("Pictures of one client that are the same, group by group").WithDescription("With the same bytes; with near=true pairs that look alike, the most alike first. Each group with the oldest first and the galleries that show each picture; pageSize at most 200 groups.");
        duplicates.MapPost("distinctions", TellApartAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Two pictures that look alike are not the same").WithDescription("They are not listed as alike again.");
        duplicates.MapPost("merge", MergeAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Keep one picture and let it take the places of others")
            .WithDescription("merges: keptId and goneIds; or all=true: of every group of exact duplicates the oldest stays. The others go to the trash by one act: DELETE /api/deletions/{operation} undoes it, with every place as it was. takeWords: title, alt texts and tags that the kept one lacks. What is not in the library, or belongs to another client, is left out.");
    }

    private static async Task<Ok<Page<DuplicateGroup>>> FindAsync(DuplicateList list, LookalikeList alike, CancellationToken ct, bool near = false, int page = 1, int pageSize = 50)
    {
        var found = near ? await alike.FindAsync(page, pageSize, ct) : await list.FindAsync(page, pageSize, ct);
        return TypedResults.Ok(new Page<DuplicateGroup>(found.Groups, found.Total, found.Number, found.Size));
    }

    private static async Task<Results<Ok<Trashed>, ValidationProblem>> MergeAsync(MergeRequest request, HttpContext http, DuplicateList list, Trash trash, CancellationToken ct)
    {
        if (request.All == request.Merges is not null) return Invalid("Give either merges or all.");
        var merges = request.Merges ?? [.. (await list.AllAsync(ct)).Select(g => new Merge(g[0], [.. g.Skip(1)]))];
        if (merges.Any(m => m?.GoneIds is null or { Count: 0 }) || (merges.Count == 0 && !request.All)) return Invalid("Name for each merge keptId and at least one of goneIds.");
        if (!request.All && merges.Sum(m => m.GoneIds.Count) > DeletionApi.MostIds) return Invalid($"Name at most {DeletionApi.MostIds} pictures in one call.");
        return TypedResults.Ok(await trash.PutAsync(new DeletionTarget.Merged(merges, request.TakeWords), http.User.Actor(), ct));
    }

    private static async Task<Results<NoContent, NotFound>> TellApartAsync(TwoPictures two, HttpContext http, LookalikeList alike, CancellationToken ct) =>
        await alike.TellApartAsync(two.AssetId, two.OtherId, http.User.Actor(), ct) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static ValidationProblem Invalid(string sentence) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["merges"] = [sentence] });
}
