using MediaAdmin.Access;
using MediaAdmin.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

public static class CleanupApi
{
    public static void MapCleanup(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/cleanup").WithTags("Clean-up").RequireAuthorization(Policies.Admin);
        api.MapPost("run", RunAsync).WithSummary("Delete what is due now and answer when it is done")
            .WithDescription("batchSize: at most so many files, 1-1000. maxAttempts: 1-100; files that failed with fewer attempts are tried again. What can still be undone is left alone.");
        api.MapGet("stats", async (DeletionList list, CancellationToken ct) => TypedResults.Ok(await list.StatsAsync(ct))).WithSummary("The deletion queue in figures");
        api.MapGet("queue", QueueAsync).WithSummary("Entries of the deletion queue, newest first, a page at a time")
            .WithDescription($"search: in file name, key and SKU; client: its code; product: its id; actor: id or name; state: {NamedValue.Choices<DeletionState>()}; error: {NamedValue.Choices<DeletionFault>()}.");
        api.MapGet("queue/{id:long}", ReadAsync).WithSummary("One entry with its story");
        api.MapPost("queue/{id:long}/retry", RetryAsync).WithSummary("Delete this now: try again, or skip the undo window");
        api.MapDelete("queue/{id:long}", GiveUpAsync).WithSummary("Give an entry up and leave its file in the store").WithDescription("reason: why, at most 200 characters. Only what failed or is tried again.");
    }

    private static async Task<Results<Ok<PurgeResult>, ValidationProblem>> RunAsync(Purge purge, IOptions<DeletionOptions> options, CancellationToken ct, int? batchSize = null, int? maxAttempts = null)
    {
        if (batchSize is < 1 or > 1000) return Invalid("batchSize", "Give a number between 1 and 1000.");
        if (maxAttempts is < 1 or > 100) return Invalid("maxAttempts", "Give a number between 1 and 100.");
        return TypedResults.Ok(await purge.RunAsync(new(batchSize ?? options.Value.BatchSize, maxAttempts, Now: true), ct));
    }

    private static async Task<Results<Ok<Page<DeletionView>>, ValidationProblem>> QueueAsync(
        DeletionList list, CancellationToken ct, string search = "", string client = "", long? product = null, string state = "", string actor = "", string error = "", int page = 1, int pageSize = 50)
    {
        if (NamedValue.Read("state", state, out DeletionState? inState) is { } unknownState) return Invalid(unknownState.Field, unknownState.Sentence);
        if (NamedValue.Read("error", error, out DeletionFault? because) is { } unknownError) return Invalid(unknownError.Field, unknownError.Sentence);
        return TypedResults.Ok(await list.FindAsync(new DeletionQuery(search, client, product, inState, actor, because, Restorable: false, page, pageSize), ct));
    }

    private static async Task<Results<Ok<DeletionView>, NotFound>> ReadAsync(long id, DeletionList list, CancellationToken ct) =>
        await list.FindAsync(id, ct) is { } entry ? TypedResults.Ok(entry) : TypedResults.NotFound();

    private static async Task<Results<Accepted, NotFound, ProblemHttpResult>> RetryAsync(long id, HttpContext http, DeletionControl control, DeletionList list, CancellationToken ct)
    {
        if (await control.HurryAsync(id, http.User.Actor(), ct)) return TypedResults.Accepted($"/api/cleanup/queue/{id}");
        return await list.FindAsync(id, ct) is { } entry ? Settled(entry) : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem, ProblemHttpResult>> GiveUpAsync(long id, HttpContext http, DeletionControl control, DeletionList list, CancellationToken ct, string reason = "")
    {
        if (reason.Trim().Length is 0 or > 200 || reason.Any(char.IsControl)) return Invalid("reason", "Say why, in 1 to 200 characters: ?reason=...");
        if (await control.GiveUpAsync(id, reason, http.User.Actor(), ct)) return TypedResults.NoContent();
        return await list.FindAsync(id, ct) is { } entry ? Settled(entry) : TypedResults.NotFound();
    }

    private static ProblemHttpResult Settled(DeletionView entry) =>
        TypedResults.Problem($"This entry is in the state {entry.State}, where that cannot be done.", statusCode: StatusCodes.Status409Conflict);

    private static ValidationProblem Invalid(string field, string sentence) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [sentence] });
}
