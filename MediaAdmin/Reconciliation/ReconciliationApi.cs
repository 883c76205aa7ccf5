using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Reconciliation;

/// <summary>A check that was ordered, by the number of its report.</summary>
public sealed record ReconciliationOrdered(long Report, bool Fix);

public static class ReconciliationApi
{
    public const string Path = "/api/cleanup/reconciliation";

    public static void MapReconciliation(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Path).WithTags("Clean-up").RequireAuthorization(Policies.Admin);
        api.MapPost("", OrderAsync).WithSummary("Check the database against the store, both ways")
            .WithDescription("fix: what is found is put in order. 202 with the number of the report, 409 when a check runs already. GET tells how far it is and how it ended.");
        api.MapGet("", async (ReconciliationList list, CancellationToken ct) => TypedResults.Ok(await list.StatusAsync(ct))).WithSummary("Whether a check runs, and what the last one found");
    }

    private static async Task<Results<Accepted<ReconciliationOrdered>, ProblemHttpResult>> OrderAsync(HttpContext http, ReconciliationControl control, CancellationToken ct, bool fix = false) =>
        await control.CheckAsync(fix, http.User.Actor(), ct) is { } report
            ? TypedResults.Accepted(Path, new ReconciliationOrdered(report, fix))
            : TypedResults.Problem("A check runs already. Ask again when it is over.", statusCode: StatusCodes.Status409Conflict);
}
