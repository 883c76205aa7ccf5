using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace MediaAdmin.Uploads.Tus;

/// <summary>How much is here after a request, or why nothing was taken.</summary>
public abstract record ReceiveOutcome
{
    public sealed record Received(long Offset) : ReceiveOutcome;

    /// <summary>The connection broke or somebody else wants the upload: what came is kept, nobody waits for an answer.</summary>
    public sealed record Interrupted(long Offset) : ReceiveOutcome;

    public sealed record Refused(TusFault Fault) : ReceiveOutcome;
}

/// <summary>
/// Takes the bytes of one request into the staging file, in pieces, as they come. The offset is compared under the writer's own lock at the moment
/// of writing; on success the bytes are on the disk, not only in memory.
/// </summary>
public sealed class Receiver(Staging staging, UploadBoard board)
{
    public async Task<ReceiveOutcome> ReceiveAsync(
        Upload upload, long offset, (HashAlgorithmName Algorithm, byte[] Digest)? checksum, HttpRequest request, CancellationToken wanted)
    {
        await using var file = staging.OpenForWriting(upload.Id);
        if (file.Length != offset)
            return Refuse(StatusCodes.Status409Conflict, "Upload-Offset", $"{file.Length} bytes are here; go on from there. HEAD tells the offset.");
        var room = upload.Length - offset;
        if (request.ContentLength > room)
            return Refuse(StatusCodes.Status413PayloadTooLarge, "Content-Length", $"Only {room} of the announced {upload.Length} bytes are missing.");
        board.Follow(upload);
        if (checksum is not null) staging.BeginUnverified(upload.Id, offset);

        using var digest = checksum is { } check ? IncrementalHash.CreateHash(check.Algorithm) : null;
        // Not the request's token: when the connection breaks, what Kestrel has received already is still read, and then the read fails by itself.
        var (end, how) = await CopyAsync(request.BodyReader, file.SafeFileHandle, offset, upload, digest, wanted);
        if (checksum is not null) end = Verify(upload.Id, file, offset, end, ref how, digest!, checksum.Value.Digest);
        if (end > offset) file.Flush(flushToDisk: true);
        board.Received(upload.Id, end);
        return how switch
        {
            Ending.Whole => new ReceiveOutcome.Received(end),
            Ending.Broken => new ReceiveOutcome.Interrupted(end),
            Ending.TooLong => Refuse(StatusCodes.Status413PayloadTooLarge, "Upload-Length", $"More came than the announced {upload.Length} bytes; what was too much was not kept."),
            _ => Refuse(TusHeaders.ChecksumMismatch, "Upload-Checksum", "The bytes that came are not those that were sent; they were dropped. Send them again."),
        };
    }

    private async Task<(long End, Ending How)> CopyAsync(PipeReader body, SafeFileHandle file, long offset, Upload upload, IncrementalHash? digest, CancellationToken wanted)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        using var stop = wanted.Register(body.CancelPendingRead);
        while (true)
        {
            ReadResult read;
            try
            {
                read = await body.ReadAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
            {
                return (offset, Ending.Broken); // what came so far is written already
            }
            var fitting = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, upload.Length - offset));
            foreach (var piece in fitting)
            {
                pieces.Add(piece);
                digest?.AppendData(piece.Span);
            }
            await RandomAccess.WriteAsync(file, pieces, offset, CancellationToken.None);
            offset += fitting.Length;
            pieces.Clear();
            var tooLong = read.Buffer.Length > fitting.Length;
            body.AdvanceTo(read.Buffer.End);
            board.Received(upload.Id, offset);
            if (tooLong) return (offset, Ending.TooLong);
            if (read.IsCanceled) return (offset, Ending.Broken);
            if (read.IsCompleted) return (offset, Ending.Whole);
        }
    }

    /// <summary>Only what is verified counts: after a break, too much, or a wrong digest the file is as long as before (tus 1.0.0, Checksum).</summary>
    private long Verify(Guid upload, FileStream file, long offset, long end, ref Ending how, IncrementalHash digest, byte[] expected)
    {
        if (how == Ending.Whole && !CryptographicOperations.FixedTimeEquals(digest.GetHashAndReset(), expected)) how = Ending.Corrupt;
        if (how != Ending.Whole) file.SetLength(end = offset);
        file.Flush(flushToDisk: true);
        staging.EndUnverified(upload);
        return end;
    }

    private static ReceiveOutcome.Refused Refuse(int status, string header, string sentence) => new(new(status, header, sentence));

    private enum Ending { Whole, Broken, TooLong, Corrupt }
}
