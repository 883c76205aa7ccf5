using System.Text.Json.Serialization;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Deletion;

/// <summary>
/// Pictures to delete: by their ids, or all that match a filter. With <paramref name="DryRun"/> nothing is deleted and the answer says what would be.
/// A field that does not exist is refused: a misspelt one must not delete more than was meant.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeletionRequest(IReadOnlyList<long>? AssetIds = null, AssetQuery? Filter = null, bool DryRun = false);

/// <summary>A picture's entry in the deletion queue: its id, its state, and until when it can be undone.</summary>
public sealed record QueuedState(long Id, DeletionState State, DateTimeOffset NotBefore);

/// <summary>What became of one picture that was asked for; <paramref name="Error"/> when there is none with that id.</summary>
public sealed record DeletedAsset(long Id, string? FileName, QueuedState? Deletion, string? Error = null);

/// <summary>One act of deletion: its id, how many pictures went, and each picture asked for by id.</summary>
public sealed record DeletionAnswer(Guid Operation, int Removed, DateTimeOffset NotBefore, IReadOnlyList<DeletedAsset> Items);

/// <summary>Pictures taken off the shop and entries queued.</summary>
public sealed record ClientDeletionAnswer(Guid Operation, int Removed, int Queued);

public static class DeletionApi
{
    /// <summary>How many ids one call may name.</summary>
    public const int MostIds = 10_000;

    public static void MapDeletion(this IEndpointRouteBuilder app)
    {
        var assets = app.MapGroup("/api/assets").WithTags("Deletion");
        assets.MapDelete("{id:long}", DeleteOneAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Delete a picture").WithDescription("It leaves every gallery and list at once; its file leaves the store in the background once the undo window is over. Deleting it again answers the same.");
        assets.MapPost("deletions", DeleteAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Delete many pictures, or ask what that would do").WithDescription("Give assetIds or filter. With dryRun the answer says which galleries would lose pictures, and nothing is deleted.");
        assets.MapDelete("{id:long}/deletion", UndoAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Undo the deletion of a picture").WithDescription("Back into the same places. 404 when it is not in the trash, 409 when the store has been asked already.");
        app.MapDuplicates();
        app.MapDelete("/api/products/{id:long}", DeleteProductAsync).RequireAuthorization(Policies.Editor).WithTags("Products")
            .WithSummary("Delete a product with its pictures").WithDescription("Pictures that other products use too stay in the library.");
        app.MapDelete("/api/clients/{code}/assets", DeleteOfClientAsync).RequireAuthorization(Policies.Editor).WithTags("Clients").WithSummary("Delete all pictures of a client");
        app.MapDelete("/api/deletions/{operation:guid}", UndoActAsync).RequireAuthorization(Policies.Editor).WithTags("Deletion")
            .WithSummary("Undo an act of deletion as a whole").WithDescription("Also the deletion of a product. Answers how many pictures came back, of how many.");
    }

    private static async Task<Results<Ok<DeletedAsset>, NotFound>> DeleteOneAsync(long id, HttpContext http, Trash trash, DeletionList list, CancellationToken ct)
    {
        await trash.PutAsync(new DeletionTarget.Assets([id]), http.User.Actor(), ct);
        return (await list.OfAssetsAsync([id], ct)).TryGetValue(id, out var entry) ? TypedResults.Ok(Answer(id, entry)) : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<DeletionAnswer>, Ok<DeletionPreview>, ValidationProblem>> DeleteAsync(
        DeletionRequest request, HttpContext http, Trash trash, DeletionPreviews previews, DeletionList list, CancellationToken ct)
    {
        if (request.AssetIds is null == request.Filter is null) return Invalid("assetIds", "Give either assetIds or filter.");
        if (request.AssetIds?.Count is 0 or > MostIds) return Invalid("assetIds", $"Name between 1 and {MostIds} pictures in one call.");
        if (request.Filter is { MatchesAll: true }) return Invalid("filter", "Say by at least one field which pictures; an empty filter would match them all.");
        var target = request.AssetIds is { } ids ? (DeletionTarget)new DeletionTarget.Assets(ids) : new DeletionTarget.Matching(request.Filter!);
        if (request.DryRun) return TypedResults.Ok(await previews.AskAsync(target, ct));
        var trashed = await trash.PutAsync(target, http.User.Actor(), ct);
        var entries = await list.OfAssetsAsync(request.AssetIds ?? [], ct);
        return TypedResults.Ok(new DeletionAnswer(trashed.Operation, trashed.Removed, trashed.NotBefore, [.. (request.AssetIds ?? []).Distinct().Select(id => Answer(id, entries.GetValueOrDefault(id)))]));
    }

    private static async Task<Results<Ok<Restored>, NotFound, ProblemHttpResult>> UndoAsync(long id, HttpContext http, Trash trash, CancellationToken ct) =>
        Answer(await trash.RestoreAsync([id], http.User.Actor(), ct));

    private static async Task<Results<Ok<Restored>, NotFound, ProblemHttpResult>> UndoActAsync(Guid operation, HttpContext http, Trash trash, CancellationToken ct) =>
        Answer(await trash.RestoreAsync(operation, http.User.Actor(), ct));

    private static async Task<Results<Ok<DeletionAnswer>, NotFound>> DeleteProductAsync(long id, HttpContext http, Trash trash, Galleries galleries, CancellationToken ct)
    {
        if (await galleries.OpenAsync(id, ct) is null) return TypedResults.NotFound();
        var trashed = await trash.PutAsync(new DeletionTarget.OfProduct(id), http.User.Actor(), ct);
        return TypedResults.Ok(new DeletionAnswer(trashed.Operation, trashed.Removed, trashed.NotBefore, []));
    }

    private static async Task<Results<Accepted<ClientDeletionAnswer>, NotFound>> DeleteOfClientAsync(string code, HttpContext http, Trash trash, ClientList clients, CancellationToken ct)
    {
        if ((await clients.AllAsync(ct)).All(c => c.Code != code)) return TypedResults.NotFound();
        var trashed = await trash.PutAsync(new DeletionTarget.OfClient(code), http.User.Actor(), ct);
        return TypedResults.Accepted("/api/cleanup/queue", new ClientDeletionAnswer(trashed.Operation, trashed.Removed, trashed.Removed));
    }

    private static DeletedAsset Answer(long id, DeletionView? entry) => entry is null
        ? new(id, null, null, "There is no picture with this id.")
        : new(id, entry.FileName, new(entry.Id, entry.State, entry.NotBefore));

    private static Results<Ok<Restored>, NotFound, ProblemHttpResult> Answer(Restored restored)
    {
        if (restored.SkuTaken) return TypedResults.Problem("Another product has this product's SKU now. Give that one another SKU first.", statusCode: StatusCodes.Status409Conflict);
        if (restored is { Back: 0, Asked: > 0, Products: 0 }) return TypedResults.Problem("Too late: the store has been asked to delete this already.", statusCode: StatusCodes.Status409Conflict);
        return restored is { Asked: 0, Products: 0 } ? TypedResults.NotFound() : TypedResults.Ok(restored);
    }

    private static ValidationProblem Invalid(string field, string sentence) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [sentence] });
}
