using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Uploads.Direct;
using MediaAdmin.Uploads.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Uploads;

/// <summary>
/// A file that will come: name, size in bytes, modification time in milliseconds since 1970 (with it the same file chosen again goes on), wanted position from 1, alt text in English and Turkish;
/// with <paramref name="Replaces"/>, an asset's id, it becomes the file of that asset; with <paramref name="Place"/> it goes there and not where the batch goes.
/// </summary>
public sealed record AnnouncedFile(string Name, long Size, long? LastModified = null, int? Position = null, string? Alt = null, long? Replaces = null, UploadPlace? Place = null, string? AltTr = null);

/// <summary>Files dropped together. <paramref name="Batch"/> is a UUID of the caller's making; the same one in further calls adds to the batch.</summary>
public sealed record AnnouncedBatch(Guid? Batch, long? Product, long? Variant, string? Client, IReadOnlyList<AnnouncedFile> Files);

/// <summary>
/// Where the bytes of an announced file go (tus, HEAD and PATCH) and how many of them are here already. <paramref name="Direct"/>: where a form is had by which they may go straight to the
/// store instead; null when they may not.
/// </summary>
public sealed record ExpectedUpload(Guid Id, string Url, long Offset, UploadState State, string? Direct = null);

public sealed record ExpectedBatch(Guid Batch, IReadOnlyList<ExpectedUpload> Uploads);

/// <summary><c>use</c>: put the picture that is there already into the gallery; <c>keep</c>: store this one too.</summary>
public sealed record DuplicateDecision(string Decision);

public static class UploadsApi
{
    public const string Path = "/api/uploads";

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Path).WithTags("Uploads");
        api.MapGet("", ListAsync).RequireAuthorization(Policies.Viewer)
            .WithSummary("The uploads of a batch, in the order dropped, with state and progress in bytes").WithDescription("One's own; Admins see all. An unknown batch is empty.");
        api.MapGet("{id:guid}", FindAsync).RequireAuthorization(Policies.Viewer).WithSummary("One upload with state and progress in bytes");
        api.MapPost("batches", AnnounceAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Announce files that will come")
            .WithDescription("Makes their rows, so that every open page shows them, and answers in the order given where the bytes of each go by tus. A file of the same name, size and time that was interrupted comes back under its old id; with a place of its own it joins this batch and takes the position given here.");
        api.MapPost("{id:guid}/retry", RetryAsync).RequireAuthorization(Policies.Editor).WithSummary("Try a failed upload again").WithDescription("202; 404 when it has not failed, 409 when its bytes are no longer here.");
        api.MapPost("{id:guid}/duplicate", DecideAsync).RequireAuthorization(Policies.Editor)
            .WithSummary("Decide about an upload whose picture is in the library already: use or keep")
            .WithDescription("202; 404 when no such upload is yours, 409 when it does not wait for a decision or its bytes are gone.");
        app.MapUploadPlans();
        app.MapDirectUploads();
    }

    private static async Task<Results<Ok<Page<UploadView>>, ValidationProblem>> ListAsync(
        Guid? batch, HttpContext http, UploadList uploads, CancellationToken ct, int page = 1)
    {
        if (batch is not { } id) return Invalid("batch", "Say which batch: ?batch=UUID.");
        return TypedResults.Ok(Paging.Whole(await uploads.OfBatchAsync(id, http.User.Actor(), ct), page));
    }

    private static async Task<Results<Ok<UploadView>, NotFound>> FindAsync(Guid id, HttpContext http, UploadList uploads, CancellationToken ct) =>
        await uploads.FindAsync(id, http.User.Actor(), ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    private static async Task<Results<Created<ExpectedBatch>, ValidationProblem>> AnnounceAsync(AnnouncedBatch batch, HttpContext http, Reception reception, Staging staging, DirectUploads direct, CancellationToken ct)
    {
        if (batch.Files?.Any(f => f is null) == true) return Invalid("files", "Every file is an object with name and size.");
        var files = (batch.Files ?? []).Select(f => new NewFile(f.Name ?? "", f.Size, f.Position, f.Alt ?? "", f.LastModified is { } time ? FormattableString.Invariant($"{f.Size}|{time}|{f.Name}") : "", Replaces: f.Replaces, Place: f.Place, AltTr: f.AltTr ?? "")).ToList();
        var outcome = await reception.ExpectAsync(batch.Batch, new(batch.Product, batch.Variant, batch.Client), files, http.User.Actor(), ct);
        if (outcome is ExpectOutcome.Refused refused) return Invalid(refused.Field, refused.Sentence);
        var expected = (ExpectOutcome.Expected)outcome;
        return TypedResults.Created($"{Path}?batch={expected.Batch}", new ExpectedBatch(expected.Batch,
            [.. expected.Uploads.Select(u => new ExpectedUpload(u.Id, $"{Path}/{u.Id:N}", staging.Length(u.Id), u.State, direct.Takes(u) ? $"{Path}/{u.Id:D}/{DirectApi.Segment}" : null))]));
    }

    private static async Task<Results<Accepted, NotFound, ProblemHttpResult>> RetryAsync(Guid id, HttpContext http, UploadControl control, CancellationToken ct) =>
        await control.RetryAsync(id, http.User.Actor(), ct) switch
        {
            RetryOutcome.Queued => TypedResults.Accepted($"{Path}/{id:D}"),
            RetryOutcome.NotFailed => TypedResults.NotFound(),
            _ => TypedResults.Problem("The bytes of this upload are no longer here. Upload the file again.", statusCode: StatusCodes.Status409Conflict),
        };

    private static async Task<Results<Accepted, NotFound, ValidationProblem, ProblemHttpResult>> DecideAsync(
        Guid id, DuplicateDecision body, HttpContext http, UploadControl control, CancellationToken ct)
    {
        if (body.Decision is not ("use" or "keep")) return Invalid("decision",
            "Say 'use' for the picture that is there already, or 'keep' to store this one too.");
        var by = http.User.Actor();
        return await (body.Decision == "use" ? control.UseExistingAsync(id, by, ct) : control.KeepBothAsync(id, by, ct)) switch
        {
            DecisionOutcome.Done => TypedResults.Accepted($"{Path}/{id:D}"),
            DecisionOutcome.NotFound => TypedResults.NotFound(),
            DecisionOutcome.NotDuplicate =>
                TypedResults.Problem("This upload does not wait for a decision (any more).", statusCode: StatusCodes.Status409Conflict),
            _ => TypedResults.Problem("The bytes of this upload are no longer here. Upload the file again.",
                statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static ValidationProblem Invalid(string field, string sentence) => TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [sentence] });
}
