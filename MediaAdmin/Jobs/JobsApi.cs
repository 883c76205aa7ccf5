using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Jobs;

/// <summary>Why a kind of work is to stand still, and until when; without an end until it is resumed.</summary>
public sealed record PauseWish(string Reason = "", DateTimeOffset? Until = null);

/// <summary>How many of a kind of work may run at once on each machine; null for as many as there is room for.</summary>
public sealed record LimitWish(int? AtOnce);

/// <summary>Which failed items: these ids, or all of a cause, or all of the kind. The reason is needed for giving up.</summary>
public sealed record FailedWish(string? Cause = null, IReadOnlyList<string>? Ids = null, string Reason = "");

public static class JobsApi
{
    private const int MostWords = 200;

    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/jobs").WithTags("Jobs").RequireAuthorization(Policies.Editor);
        api.MapGet("", async (JobBoard board, JobHistory history, CancellationToken ct) => TypedResults.Ok(await board.ReadAsync(ct) with { LastHour = await history.DurationsAsync(ct) }))
            .WithSummary("What runs, waits and failed, what is paused and why, by which machines, and how long the work of the last hour waited and took");
        api.MapGet("history", HistoryAsync).WithSummary("Runs of the last seven days, the latest first")
            .WithDescription("search: words in file, product, user or error; kind: a kind of work; outcome: succeeded, failed, cancelled, skipped; from, until: moments; skip; take: at most 200.");
        api.MapGet("chart", ChartAsync).WithDescription("span: hour, day, week.").WithSummary("What was done in the last hour, day or week, and how long it waited and took");
        var act = app.MapGroup("/api/jobs").WithTags("Jobs").RequireAuthorization(Policies.Admin);
        act.MapPut("{kind}/pause", PauseAsync).WithSummary("Pause a kind of work: what runs is finished, what comes waits");
        act.MapDelete("{kind}/pause", ResumeAsync).WithSummary("Resume a kind of work");
        act.MapPut("{kind}/limit", LimitAsync).WithSummary("How many of a kind run at once on each machine");
        act.MapPost("{kind}/failures/retry", RetryAsync).WithSummary("Try failed items again: these, or all of a cause, or all");
        act.MapPost("{kind}/failures/give-up", GiveUpAsync).WithSummary("Give failed items up, with a reason");
        act.MapPost("{kind}/schedules/{name}/run", Run).WithSummary("Have a schedule run now");
        act.MapPut("{kind}/schedules/{name}/off", SwitchOffAsync).WithSummary("Switch a schedule off, until a moment or until it is switched on");
        act.MapDelete("{kind}/schedules/{name}/off", SwitchOnAsync).WithSummary("Switch a schedule on");
        act.MapDelete("running/{id}", Stop).WithSummary("Ask a job that runs to stop");
    }

    private static async Task<Results<Ok<JobRuns>, ValidationProblem>> HistoryAsync(
        JobHistory history, CancellationToken ct, string search = "", string kind = "", string outcome = "", DateTimeOffset? from = null, DateTimeOffset? until = null, int skip = 0, int take = 50)
    {
        if (Read<JobRunOutcome>("outcome", outcome, out var ended) is { } unknown) return unknown;
        if (skip < 0) return Invalid("skip", "Give a number from 0 on.");
        if (take is < 1 or > JobHistory.MostAtOnce) return Invalid("take", $"Give a number between 1 and {JobHistory.MostAtOnce}.");
        return TypedResults.Ok(await history.FindAsync(new(search, kind, ended, from, until), skip, take, ct));
    }

    private static async Task<Results<Ok<JobChart>, ValidationProblem>> ChartAsync(JobHistory history, CancellationToken ct, string span = "day") =>
        Read<ChartSpan>("span", span, out var wanted) is { } unknown ? unknown : TypedResults.Ok(await history.ChartAsync(wanted ?? ChartSpan.Day, ct));

    /// <summary>A word for one of so many values, in any case of letters; none when nothing is given.</summary>
    private static ValidationProblem? Read<T>(string field, string word, out T? value) where T : struct, Enum
    {
        value = Enum.TryParse<T>(word, ignoreCase: true, out var known) && Enum.IsDefined(known) && !int.TryParse(word, out _) ? known : null;
        return word.Length == 0 || value is not null ? null : Invalid(field, $"Give one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
    }

    private static async Task<Results<NoContent, NotFound, ValidationProblem>> PauseAsync(string kind, PauseWish wish, HttpContext http, JobControl control, TimeProvider clock, CancellationToken ct)
    {
        if (!control.IsKnown(kind)) return TypedResults.NotFound();
        if (wish.Reason.Length > MostWords) return Invalid("reason", $"At most {MostWords} characters.");
        if (wish.Until <= clock.GetUtcNow()) return Invalid("until", "Give a moment that is still to come.");
        await control.PauseAsync(kind, wish.Reason, wish.Until, http.User.Actor(), ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> ResumeAsync(string kind, HttpContext http, JobControl control, CancellationToken ct) =>
        await control.ResumeAsync(kind, http.User.Actor(), ct) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound, ValidationProblem>> LimitAsync(string kind, LimitWish wish, HttpContext http, JobControl control, CancellationToken ct)
    {
        if (!control.IsKnown(kind)) return TypedResults.NotFound();
        if (wish.AtOnce is < 1 or > WorkLimit.Most) return Invalid("atOnce", $"Give a number between 1 and {WorkLimit.Most}, or null.");
        await control.LimitAsync(kind, wish.AtOnce, http.User.Actor(), ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Count>, NotFound>> RetryAsync(string kind, FailedWish wish, HttpContext http, JobControl control, CancellationToken ct) =>
        control.IsKnown(kind) ? TypedResults.Ok(new Count(await control.RetryAsync(kind, new(wish.Cause, wish.Ids), http.User.Actor(), ct))) : TypedResults.NotFound();

    private static async Task<Results<Ok<Count>, NotFound, ValidationProblem>> GiveUpAsync(string kind, FailedWish wish, HttpContext http, JobControl control, CancellationToken ct)
    {
        if (!control.IsKnown(kind)) return TypedResults.NotFound();
        if (wish.Reason.Trim().Length is 0 or > MostWords || wish.Reason.Any(char.IsControl)) return Invalid("reason", $"Say why, in 1 to {MostWords} characters.");
        return TypedResults.Ok(new Count(await control.GiveUpAsync(kind, new(wish.Cause, wish.Ids), wish.Reason, http.User.Actor(), ct)));
    }

    private static Results<Accepted, NotFound> Run(string kind, string name, HttpContext http, JobControl control) =>
        control.RunNow(kind, name, http.User.Actor()) ? TypedResults.Accepted("/api/jobs") : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound, ValidationProblem>> SwitchOffAsync(string kind, string name, PauseWish wish, HttpContext http, JobControl control, TimeProvider clock, CancellationToken ct)
    {
        if (!control.IsSchedule(kind, name)) return TypedResults.NotFound();
        if (wish.Until <= clock.GetUtcNow()) return Invalid("until", "Give a moment that is still to come.");
        await control.SwitchOffAsync(kind, name, wish.Until, http.User.Actor(), ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> SwitchOnAsync(string kind, string name, HttpContext http, JobControl control, CancellationToken ct) =>
        await control.SwitchOnAsync(kind, name, http.User.Actor(), ct) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Results<Accepted, NotFound> Stop(string id, HttpContext http, JobControl control) =>
        long.TryParse(id, out _) && control.Stop(id, http.User.Actor()) ? TypedResults.Accepted("/api/jobs") : TypedResults.NotFound();

    private static ValidationProblem Invalid(string field, string sentence) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [sentence] });

    /// <summary>How many items it was done to.</summary>
    public sealed record Count(int Items);
}
