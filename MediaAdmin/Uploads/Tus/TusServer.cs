using System.Globalization;
using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads.Tus;

/// <summary>
/// tus 1.0.0 by the letter of the protocol: which request is answered how. An upload of somebody else is as unknown as one that never was (404).
/// </summary>
public sealed class TusServer(Reception reception, Receiver receiver, UploadLocks locks, UploadControl control, Staging staging, IOptions<UploadOptions> options)
{
    private const int Drained = 64 << 10; // what Kestrel reads away by itself in no time; a longer unread body ends the connection

    /// <summary>Core, Creation and Creation With Upload: one new upload.</summary>
    public async Task<IResult> CreateAsync(HttpContext http)
    {
        var (request, ct) = (http.Request, http.RequestAborted);
        if (request.Headers.ContainsKey("Upload-Defer-Length") || request.Headers.ContainsKey("Upload-Concat"))
            return Fault(http, Bad("Upload-Length", "Say the length when the upload begins; deferred length and concatenation are not supported."));
        if (!TusHeaders.TryNumber(request.Headers["Upload-Length"], out var length)) return Fault(http, Bad("Upload-Length", "Say how many bytes will come, as a whole number."));
        if (length > options.Value.MaxFileBytes) return Fault(http, TooLarge(length));
        var header = request.Headers["Upload-Metadata"].ToString();
        if (TusHeaders.TryMetadata(header, out var metadata) is { } wrong) return Fault(http, wrong);
        if (TryPlace(metadata, out var place, out var batch, out var position, out var replaces) is { } misplaced) return Fault(http, misplaced);
        var withBytes = request.ContentType == TusHeaders.ContentType;
        if (TusHeaders.TryChecksum(withBytes ? request.Headers["Upload-Checksum"].ToString() : "", out var checksum) is { } badChecksum) return Fault(http, badChecksum);

        var file = new NewFile(metadata.GetValueOrDefault("filename") is { Length: > 0 } name ? name : "file", length, position, metadata.GetValueOrDefault("alt", ""), Metadata: header, Replaces: replaces, AltTr: metadata.GetValueOrDefault("alt_tr", ""));
        var outcome = await reception.ExpectAsync(batch, place, [file], http.User.Actor(), ct);
        if (outcome is ExpectOutcome.Refused refused) return Fault(http, Bad("Upload-Metadata", $"{refused.Field}: {refused.Sentence}"));
        var upload = ((ExpectOutcome.Expected)outcome).Uploads[0];
        http.Response.Headers.Location = $"{UploadsApi.Path}/{upload.Id:N}";
        if (length > 0) SayExpiry(http, upload.ExpiresAt);
        if (length > 0 && !withBytes) return TypedResults.StatusCode(StatusCodes.Status201Created);
        if (withBytes) return await ReceiveAsync(http, upload, 0, checksum, StatusCodes.Status201Created);
        await reception.CompleteAsync(upload.Id, ct);
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    }

    public async Task<IResult> HeadAsync(string id, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (upload, gone) = await FindAsync(id, http);
        if (upload is null) return gone;
        var offset = upload.Length;
        if (upload.State == UploadState.Receiving)
        {
            using var hold = await locks.TakeAsync(upload.Id, http.RequestAborted);
            if (hold is null) return TypedResults.StatusCode(StatusCodes.Status423Locked);
            (upload, gone) = await FindAsync(id, http); // whoever held the lock before may have completed it or taken it back
            if (upload is null) return gone;
            if (upload.State == UploadState.Receiving) offset = staging.Length(upload.Id);
            if (offset == upload.Length) await reception.CompleteAsync(upload.Id, http.RequestAborted);
            else SayExpiry(http, upload.ExpiresAt);
        }
        http.Response.Headers["Upload-Offset"] = Text(offset);
        http.Response.Headers["Upload-Length"] = Text(upload.Length);
        if (upload.Metadata.Length > 0) http.Response.Headers["Upload-Metadata"] = upload.Metadata;
        return TypedResults.Ok();
    }

    public async Task<IResult> PatchAsync(string id, HttpContext http)
    {
        var request = http.Request;
        if (request.ContentType != TusHeaders.ContentType) return OtherBody(http);
        if (!TusHeaders.TryNumber(request.Headers["Upload-Offset"], out var offset)) return Fault(http, Bad("Upload-Offset", "Say from which byte on you send, as a whole number."));
        if (TusHeaders.TryChecksum(request.Headers["Upload-Checksum"].ToString(), out var checksum) is { } wrong) return Fault(http, wrong);
        var (upload, gone) = await FindAsync(id, http);
        if (upload is null) return gone;
        if (upload.State == UploadState.Receiving) return await ReceiveAsync(http, upload, offset, checksum, StatusCodes.Status204NoContent);
        return Complete(http, upload, offset, StatusCodes.Status204NoContent);
    }

    /// <summary>All bytes are here: an empty request at the end is answered as the last one was, any other is too late.</summary>
    private static IResult Complete(HttpContext http, Upload upload, long offset, int done)
    {
        if (offset != upload.Length) return Fault(http, new(StatusCodes.Status409Conflict, "Upload-Offset", $"All {upload.Length} bytes are here already."));
        if (http.Request.ContentLength > 0) return Fault(http, new(StatusCodes.Status413PayloadTooLarge, "Content-Length", $"All {upload.Length} announced bytes are here already."));
        http.Response.Headers["Upload-Offset"] = Text(upload.Length);
        return TypedResults.StatusCode(done);
    }

    public async Task<IResult> DeleteAsync(string id, HttpContext http)
    {
        var (upload, gone) = await FindAsync(id, http, toEnd: true);
        if (upload is null) return gone;
        return await control.CancelAsync(upload.Id, http.User.Actor(), http.RequestAborted)
            ? TypedResults.NoContent()
            : Fault(http, new(StatusCodes.Status409Conflict, "id", "The picture is in the library already. Delete it there."));
    }

    /// <summary>Core, X-HTTP-Method-Override: for clients that can only POST.</summary>
    public Task<IResult> OverrideAsync(string id, HttpContext http) => http.Request.Headers["X-HTTP-Method-Override"].ToString() switch
    {
        "PATCH" => PatchAsync(id, http),
        "DELETE" => DeleteAsync(id, http),
        "HEAD" => HeadAsync(id, http),
        _ => Task.FromResult(WrongMethod(http,
            new(StatusCodes.Status405MethodNotAllowed, "X-HTTP-Method-Override", "Name the method that is meant: PATCH, DELETE or HEAD."))),
    };

    /// <summary>Bytes that are none of an upload: whoever sends them does not speak tus at all.</summary>
    internal static bool HasOtherBody(HttpRequest request) =>
        request.ContentType is { Length: > 0 } type && type != TusHeaders.ContentType
            && (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0);

    internal static IResult OtherBody(HttpContext http) =>
        Fault(http, new(StatusCodes.Status415UnsupportedMediaType, "Content-Type", $"Send the bytes as {TusHeaders.ContentType}."));

    private static IResult WrongMethod(HttpContext http, TusFault fault)
    {
        http.Response.Headers.Allow = "GET, HEAD, PATCH, DELETE, OPTIONS";
        return Fault(http, fault);
    }

    internal static IResult Fault(HttpContext http, TusFault fault)
    {
        if (http.Request.ContentLength is null or > Drained && http.Request.Protocol == "HTTP/1.1" && !HttpMethods.IsHead(http.Request.Method)) http.Response.Headers.Connection = "close";
        return TypedResults.Problem(fault.Sentence, statusCode: fault.Status, extensions: new Dictionary<string, object?> { ["field"] = fault.Header });
    }

    private async Task<IResult> ReceiveAsync(HttpContext http, Upload upload, long offset, (System.Security.Cryptography.HashAlgorithmName, byte[])? checksum, int done)
    {
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.Value.MaxFileBytes;
        using var hold = await locks.TakeAsync(upload.Id, http.RequestAborted);
        if (hold is null) return Fault(http, new(StatusCodes.Status423Locked, "id", "Another request is sending to this upload. Try again in a moment."));
        var (now, gone) = await FindAsync(upload.Id.ToString("N"), http); // whoever held the lock before may have completed it or taken it back
        if (now is null) return gone;
        if (now.State != UploadState.Receiving) return Complete(http, now, offset, done);
        ReceiveOutcome outcome;
        try
        {
            outcome = await receiver.ReceiveAsync(now, offset, checksum, http.Request, hold.Wanted);
        }
        catch (IOException e)
        {
            return Fault(http, new(StatusCodes.Status507InsufficientStorage, "staging", $"The server cannot keep the bytes: {e.Message} Nothing that was confirmed is lost; try again when there is room."));
        }
        if (outcome is ReceiveOutcome.Refused refused) return Fault(http, refused.Fault);
        var here = outcome is ReceiveOutcome.Received received ? received.Offset : ((ReceiveOutcome.Interrupted)outcome).Offset;
        // Not the request's token: the bytes are here, so the row must say so even when nobody waits for the answer any more.
        if (here == upload.Length) await reception.CompleteAsync(upload.Id, CancellationToken.None);
        else SayExpiry(http, await reception.ProlongAsync(upload.Id, CancellationToken.None));
        if (outcome is ReceiveOutcome.Interrupted) http.Response.Headers.Connection = "close";
        http.Response.Headers["Upload-Offset"] = Text(here);
        return TypedResults.StatusCode(done);
    }

    private async Task<(Upload? Upload, IResult Gone)> FindAsync(string id, HttpContext http, bool toEnd = false)
    {
        // TryParse takes capitals and blanks too; an address has one spelling.
        var upload = Guid.TryParseExact(id, "N", out var guid) && guid.ToString("N") == id
            ? await reception.FindAsync(guid, http.User.Actor(), http.RequestAborted, toEnd) : null;
        if (upload is null) return (null, Fault(http, new(StatusCodes.Status404NotFound, "id", "There is no such upload. Begin it again.")));
        if (upload.State == UploadState.Cancelled || upload.Fault == UploadFault.Expired)
            return (null, Fault(http, new(StatusCodes.Status410Gone, "id", "This upload was taken back or waited too long for its bytes. Begin it again.")));
        return (upload, TypedResults.Empty);
    }

    private static TusFault? TryPlace(Dictionary<string, string> metadata, out UploadPlace place, out Guid? batch, out int? position, out long? replaces)
    {
        (place, batch, position, replaces) = (new(), null, null, null);
        long number = 0;
        if (metadata.TryGetValue("replaces", out var asset))
        {
            if (!TusHeaders.TryNumber(asset, out number)) return Bad("Upload-Metadata", "replaces: give the number of the asset that gets this file.");
            replaces = number;
        }
        if (metadata.TryGetValue("product", out var product) && !TusHeaders.TryNumber(product, out number)) return Bad("Upload-Metadata", "product: give the number of the product.");
        long? productId = product is null ? null : number;
        if (metadata.TryGetValue("variant", out var variant) && !TusHeaders.TryNumber(variant, out number)) return Bad("Upload-Metadata", "variant: give the number of the variant.");
        place = new(productId, variant is null ? null : number, metadata.GetValueOrDefault("client"));
        if (metadata.TryGetValue("batch", out var given))
        {
            if (!Guid.TryParse(given, out var id)) return Bad("Upload-Metadata", "batch: give a UUID of your own making; files with the same one belong together.");
            batch = id;
        }
        if (metadata.TryGetValue("position", out var wanted))
        {
            if (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var place1) || place1 < 1) return Bad("Upload-Metadata", "position: places count from 1.");
            position = place1;
        }
        return null;
    }

    private TusFault TooLarge(long length) => new(StatusCodes.Status413PayloadTooLarge, "Upload-Length", $"{length} bytes are too many; at most {options.Value.MaxFileBytes} are taken. Make the picture smaller and try again.");

    private static TusFault Bad(string header, string sentence) => new(StatusCodes.Status400BadRequest, header, sentence);

    private static void SayExpiry(HttpContext http, DateTimeOffset moment) => http.Response.Headers["Upload-Expires"] = moment.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
