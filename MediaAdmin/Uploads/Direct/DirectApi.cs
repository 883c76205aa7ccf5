using MediaAdmin.Access;
using MediaAdmin.Storage.Cloudinary;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Uploads.Direct;

/// <summary>How many bytes of its file a browser has sent straight to the store.</summary>
public sealed record DirectProgress(long Sent);

/// <summary>What a browser asks and tells while it sends a file straight to Cloudinary; one's own uploads only. Nothing of it is there unless <c>Uploads:Direct</c> is on.</summary>
public static class DirectApi
{
    public const string Segment = "direct";

    public static void MapDirectUploads(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup($"{UploadsApi.Path}/{{id:guid}}/{Segment}").RequireAuthorization(Policies.Editor).WithTags("Uploads");
        api.MapPost("", SignAsync).WithSummary("A form by which a browser sends the file of this upload straight to Cloudinary")
            .WithDescription("To be posted with the field file added, within an hour; anything else added or changed spoils its signature. 404 when this upload does not go that way: then send it by tus.");
        api.MapPost("progress", Tell).WithSummary("How many bytes the browser has sent").WithDescription("204; 404 when the upload waits for nothing.");
        api.MapPost("confirm", ConfirmAsync).WithSummary("What Cloudinary answered the browser")
            .WithDescription("202: the portal asks Cloudinary itself and reads the file before the picture comes into the library; telling it again does no harm. 400 when Cloudinary did not say this of this upload, 409 when it was taken back or came too late.");
    }

    private static async Task<Results<Ok<SignedForm>, NotFound>> SignAsync(Guid id, HttpContext http, DirectUploads direct, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await direct.SignAsync(id, http.User.Actor(), ct) is { } form ? TypedResults.Ok(form) : TypedResults.NotFound();
    }

    private static Results<NoContent, NotFound> Tell(Guid id, DirectProgress progress, HttpContext http, DirectUploads direct) =>
        direct.Tell(id, http.User.Actor(), progress.Sent) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<Results<Accepted, NotFound, ValidationProblem, ProblemHttpResult>> ConfirmAsync(Guid id, DirectAnswer answer, HttpContext http, DirectUploads direct, CancellationToken ct) =>
        await direct.ConfirmAsync(id, answer, http.User.Actor(), ct) switch
        {
            ConfirmOutcome.Confirmed => TypedResults.Accepted($"{UploadsApi.Path}/{id:D}"),
            ConfirmOutcome.NoSuchUpload => TypedResults.NotFound(),
            ConfirmOutcome.NotGenuine => TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["signature"] = ["Cloudinary did not say this of this upload. Send the file by tus."] }),
            _ => TypedResults.Problem("This upload was taken back, or waited too long. Choose the file again.", statusCode: StatusCodes.Status409Conflict),
        };
}
