using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Catalog;

/// <summary>All variants of a product in the order wished: with its id one that is there, without one a new one. What is not named is removed.</summary>
public sealed record VariantsRequest(IReadOnlyList<VariantRow?>? Variants);

public sealed record VariantRow(long? Id, string? Sku, string? Name);

/// <summary>The list as it stands now, and what it took: added, changed (words or place), removed; pictures that left galleries of removed variants and stay in the library.</summary>
public sealed record VariantsAnswer(IReadOnlyList<VariantView> Variants, int Added, int Changed, int Removed, int PlacesLost);

/// <summary>Pictures to put into galleries: those of <paramref name="Variants"/>, or the product's own without any; at a place from 1, or at the end.</summary>
public sealed record PlacementsRequest(IReadOnlyList<long>? AssetIds, IReadOnlyList<long>? Variants = null, int? Position = null);

/// <summary>What was really put in or taken out, each with its place; the gallery's version now.</summary>
public sealed record PlacementsAnswer(int Version, IReadOnlyList<PlacementAnswer> Items);

public sealed record PlacementAnswer(long AssetId, long? Variant, int Position);

public static class VariantsApi
{
    /// <summary>How many placements one call may make.</summary>
    public const int MostPlacements = 20_000;

    public static void MapVariants(this IEndpointRouteBuilder products)
    {
        products.MapGet("{id:long}/variants", ReadAsync).RequireAuthorization(Policies.Viewer)
            .WithSummary("The variants of a product in order").WithDescription("The ETag changes with SKUs, names and order of the variants, not with pictures.");
        products.MapPut("{id:long}/variants", SaveAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Save all variants of a product at once")
            .WithDescription("In the order wished: with id to change, without to add; what is not named is removed with its places, its pictures stay in the library. If-Match: the ETag of the list you changed; 412 answers with the list as it stands. dryRun=true says what would happen.");
        products.MapPost("{id:long}/gallery/placements", PlaceAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Put pictures of the library into galleries of a product").WithDescription("assetIds into each gallery of variants, or the product's own when none is named; position: a place from 1, otherwise the end. What is there already stays where it is.");
        products.MapDelete("{id:long}/gallery/placements", RemoveAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Take pictures out of galleries without deleting them").WithDescription("asset and variant, each once or several times; without variant out of the product's own gallery. The answer says where each stood.");
    }

    private static async Task<Results<Ok<Page<VariantView>>, NotFound>> ReadAsync(
        long id, HttpResponse response, Galleries galleries, CancellationToken ct, int page = 1) =>
        await galleries.OpenAsync(id, ct) is { } product ? TypedResults.Ok(Whole(response, product.Variants, page))
            : TypedResults.NotFound();

    private static async Task<Results<Ok<VariantsAnswer>, NotFound, ValidationProblem, JsonHttpResult<Page<VariantView>>>> SaveAsync(
        long id, VariantsRequest request, HttpContext http, VariantEditor editor, Galleries galleries, CancellationToken ct,
            bool dryRun = false)
    {
        if (request.Variants is not { Count: <= VariantCheck.Most } rows) return Invalid("variants", $"Name all variants of the product, at most {VariantCheck.Most}; an empty list removes all.");
        var wished = rows.Select(v => new WishedVariant(v?.Id, v?.Sku ?? "", v?.Name ?? "")).ToList();
        var seen = await IfMatch.SeenAsync(http.Request, async () =>
            await galleries.OpenAsync(id, ct) is { } product ? VariantVersion.Of(product.Variants) : null);
        switch (await editor.SaveAsync(id, wished, seen, http.User.Actor(), ct, dryRun))
        {
            case VariantsOutcome.Saved done:
                http.Response.Headers.ETag = Tag(done.Variants);
                return TypedResults.Ok(new VariantsAnswer(done.Variants, done.Added, done.Changed, done.Removed, done.PlacesLost));
            case VariantsOutcome.Overtaken late:
                return TypedResults.Json(Whole(http.Response, late.Variants), statusCode: StatusCodes.Status412PreconditionFailed);
            case VariantsOutcome.Refused refused:
                return TypedResults.ValidationProblem(refused.Faults.GroupBy(f => $"variants[{f.Row}].{f.Field}").ToDictionary(g => g.Key, g => g.Select(f => f.Sentence).ToArray()));
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<Results<Ok<PlacementsAnswer>, NotFound, ValidationProblem>> PlaceAsync(
        long id, PlacementsRequest request, HttpContext http, GalleryPlacements placements, CancellationToken ct)
    {
        if (request.Position < 1) return Invalid("position", "Places count from 1.");
        return await WithinAsync(request.AssetIds, request.Variants, places => placements.PlaceAsync(id, places, http.User.Actor(), ct), request.Position);
    }

    private static Task<Results<Ok<PlacementsAnswer>, NotFound, ValidationProblem>> RemoveAsync(
        long id, long[] asset, long[] variant, HttpContext http, GalleryPlacements placements, CancellationToken ct) =>
        WithinAsync(asset, variant.Length > 0 ? variant : null, places => placements.RemoveAsync(id, places, http.User.Actor(), ct));

    private static async Task<Results<Ok<PlacementsAnswer>, NotFound, ValidationProblem>> WithinAsync(
        IReadOnlyList<long>? assets, IReadOnlyList<long>? variants, Func<IReadOnlyList<GalleryPlace>, Task<PlacementOutcome>> act, int? position = null)
    {
        if (assets is not { Count: > 0 }) return Invalid("assetIds", "Name at least one picture.");
        if (variants is { Count: 0 }) return Invalid("variants", "Name at least one variant, or leave the list out for the product's own gallery.");
        long?[] targets = variants is null ? [null] : [.. variants.Distinct().Select(v => (long?)v)];
        var pictures = assets.Distinct().ToList();
        if ((long)pictures.Count * targets.Length > MostPlacements) return Invalid("assetIds", $"That is more than {MostPlacements} placements. Name fewer pictures or variants.");
        // Pictures that come in at a place keep their order: the next one a place further on.
        return await act([.. targets.SelectMany(v => pictures.Select((asset, n) => new GalleryPlace(asset, v, position + n)))]) switch
        {
            PlacementOutcome.Done done => TypedResults.Ok(new PlacementsAnswer(done.Version, [.. done.Places.Select(p => new PlacementAnswer(p.AssetId, p.VariantId, p.Place!.Value))])),
            PlacementOutcome.Refused refused => Invalid(refused.Fault.Field, refused.Fault.Sentence),
            _ => TypedResults.NotFound(),
        };
    }

    private static string Tag(IReadOnlyList<VariantView> variants) => $"\"{VariantVersion.Of(variants)}\"";

    private static Page<VariantView> Whole(HttpResponse response, IReadOnlyList<VariantView> variants, int page = 1)
    {
        response.Headers.ETag = Tag(variants);
        return Paging.Whole(variants, page);
    }

    private static ValidationProblem Invalid(string field, string sentence) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [sentence] });
}
