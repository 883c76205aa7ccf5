using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Uploads.Planning;

/// <summary>Paths of files in the order in which they shall stand, a pattern that is tried before the built-in ones, and a client's code when only its products are meant.</summary>
public sealed record PlanRequest(IReadOnlyList<string>? Files, string? Pattern, string? Client);

/// <summary>Where a file would go. <paramref name="Standing"/> is the asset that stands at that place now.</summary>
public sealed record PlannedFile(string File, long? Product, string? Sku, long? Variant, string? VariantSku, int? Position, PlanState State, long? Standing);

public sealed record PlanAnswer(IReadOnlyList<PlannedFile> Files);

public static class PlansApi
{
    public static void MapUploadPlans(this IEndpointRouteBuilder app) => app.MapPost($"{UploadsApi.Path}/plans", PlanAsync).RequireAuthorization(Policies.Editor).WithTags("Uploads")
        .WithSummary("Say by their names where files would go")
        .WithDescription("Names such as SKU_2.jpg, SKU-red-1.jpg and SKU/1.jpg are understood; a pattern of one's own, such as {sku}_{variant}_{n}, is tried first. Answers in the order given and changes nothing; announce the files with what it says.");

    private static async Task<Results<Ok<PlanAnswer>, ValidationProblem>> PlanAsync(PlanRequest request, UploadPlans plans, CancellationToken ct)
    {
        var files = request.Files ?? [];
        if (files.Count is 0 or > UploadPlans.MaxFiles) return Invalid("files", $"Name between 1 and {UploadPlans.MaxFiles} files in one call.");
        if (files.Any(f => string.IsNullOrWhiteSpace(f) || f.Length > 4096 || f.Contains('\0'))) return Invalid("files", "Every file is a path of at most 4096 characters, without a NUL.");
        var own = string.IsNullOrEmpty(request.Pattern) ? null : PlanPattern.Parse(request.Pattern);
        if (own is null && !string.IsNullOrEmpty(request.Pattern)) return Invalid("pattern", "A pattern holds {sku} once and {client}, {variant} and {n} at most once, with a sign between any two of them, such as {sku}_{variant}_{n}.");
        var plan = await plans.PlanAsync(files, own, request.Client, ct);
        return TypedResults.Ok(new PlanAnswer([.. plan.Rows.Select(r => new PlannedFile(r.Path, r.Product?.Id, r.Product?.Sku, r.Variant, r.Product?.Variants.FirstOrDefault(v => v.Id == r.Variant)?.Sku, r.Place, r.State, r.Standing?.AssetId))]));
    }

    private static ValidationProblem Invalid(string field, string sentence) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [sentence] });
}
