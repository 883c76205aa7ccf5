using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Access;

/// <summary>A list of sessions, short enough to be its own only page.</summary>
public sealed record SessionPage(IReadOnlyList<SessionItem> Items, int Total, int Page, int PageSize);

/// <summary>How many sessions were ended.</summary>
public sealed record SessionsEnded(int Ended);

public static class SessionsApi
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/sessions").WithTags("Sessions").RequireAuthorization(Policies.Viewer);
        own.MapGet("", OwnAsync).WithSummary("One's own sessions, the last seen first")
            .WithDescription("isCurrent: the one that asks. API keys have none: 403.");
        own.MapDelete("", EndOwnAsync).WithSummary("End all of one's own sessions")
            .WithDescription("keepCurrent=true: all but the one that asks.");
        own.MapDelete("{id:guid}", EndOwnOneAsync).WithSummary("End one of one's own sessions");
        var users = app.MapGroup("/api/users/{user:long}/sessions").WithTags("Sessions").RequireAuthorization(Policies.Admin);
        users.MapGet("", OfUserAsync).WithSummary("The sessions of a user, the last seen first");
        users.MapDelete("", EndAllAsync).WithSummary("End all sessions of a user");
        users.MapDelete("{id:guid}", EndOneAsync).WithSummary("End one session of a user");
    }

    private static async Task<Results<Ok<SessionPage>, NotFound, ProblemHttpResult>> OwnAsync(
        HttpContext http, SessionList list, CancellationToken ct, int page = 1) =>
        http.User.Actor().UserId() is { } user ? await ReadAsync(user, http, list, page, ct) : NoUser();

    private static async Task<Results<Ok<SessionsEnded>, ProblemHttpResult>> EndOwnAsync(
        HttpContext http, SessionList list, CancellationToken ct, bool keepCurrent = false) =>
        http.User.Actor() is var by && by.UserId() is { } user
            ? TypedResults.Ok(new SessionsEnded(await list.EndAllAsync(user, keepCurrent ? Sessions.SessionId(http.User) : null, by, ct)))
            : NoUser();

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> EndOwnOneAsync(
        Guid id, HttpContext http, SessionList list, CancellationToken ct)
    {
        var by = http.User.Actor();
        if (by.UserId() is not { } user) return NoUser();
        return await list.EndAsync(user, id, by, ct) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static Task<Results<Ok<SessionPage>, NotFound, ProblemHttpResult>> OfUserAsync(
        long user, HttpContext http, SessionList list, CancellationToken ct, int page = 1) =>
        ReadAsync(user, http, list, page, ct);

    private static async Task<Ok<SessionsEnded>> EndAllAsync(long user, HttpContext http, SessionList list, CancellationToken ct) =>
        TypedResults.Ok(new SessionsEnded(await list.EndAllAsync(user, null, http.User.Actor(), ct)));

    private static async Task<Results<NoContent, NotFound>> EndOneAsync(
        long user, Guid id, HttpContext http, SessionList list, CancellationToken ct) =>
        await list.EndAsync(user, id, http.User.Actor(), ct) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Ok<SessionPage>, NotFound, ProblemHttpResult>> ReadAsync(
        long user, HttpContext http, SessionList list, int page, CancellationToken ct)
    {
        if (await list.OfUserAsync(user, Sessions.SessionId(http.User), http.User.Actor(), ct) is not { } items)
            return TypedResults.NotFound();
        var number = Math.Max(1, page);
        return TypedResults.Ok(new SessionPage(number == 1 ? items : [], items.Count, number, items.Count));
    }

    private static ProblemHttpResult NoUser() =>
        TypedResults.Problem("An API key has no sessions; only people who sign in have.", statusCode: StatusCodes.Status403Forbidden);
}
