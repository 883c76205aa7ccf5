using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MediaAdmin.Reconciliation;

/// <summary>Where Cloudinary sends its notifications. It has no key of the portal: what it says is let in by its signature.</summary>
public static class NotificationsApi
{
    public const string Path = "/api/notifications/cloudinary";

    private const int LargestBody = 1 << 20;

    public static void MapNotifications(this IEndpointRouteBuilder app) => app.MapPost(Path, HearAsync).AllowAnonymous().WithTags("Notifications")
        .WithSummary("A notification of Cloudinary, let in by its signature")
        .WithDescription("Headers X-Cld-Timestamp and X-Cld-Signature as Cloudinary sends them, at most two hours old. Answers 200 also to kinds that concern nothing here.");

    private static async Task<Results<Ok, NotFound, ProblemHttpResult>> HearAsync(HttpRequest request, CloudinaryNotifications notifications, CancellationToken ct)
    {
        if (!notifications.IsExpected) return TypedResults.NotFound();
        if (await ReadAsync(request.Body, ct) is not { } body) return TypedResults.Problem($"A notification has at most {LargestBody} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        var signature = request.Headers["X-Cld-Signature"].ToString();
        if (!notifications.IsGenuine(body.Span, signature, request.Headers["X-Cld-Timestamp"].ToString()))
            return TypedResults.Problem("This is not signed by Cloudinary for this account, or too long ago.", statusCode: StatusCodes.Status401Unauthorized);
        try
        {
            await notifications.HearAsync(body, signature, ct);
            return TypedResults.Ok();
        }
        catch (JsonException)
        {
            return TypedResults.Problem("This is no notification.", statusCode: StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>The bytes as they came, since these are what is signed; null when they are too many.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, CancellationToken ct)
    {
        var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, ct) is var count and > 0)
        {
            if (read.Length + count > LargestBody) return null;
            read.Write(buffer, 0, count);
        }
        return read.ToArray();
    }
}
