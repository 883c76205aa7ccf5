using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads.Direct;

/// <summary>
/// Takes over what browsers sent straight to Cloudinary: reads it into staging, where it is examined like any other file, or has it leave the store by the deletion queue.
/// </summary>
public sealed class DirectArrival(
    IDbContextFactory<MediaDb> dbs, Staging staging, UploadBoard board, IMediaStore store, PurgeSchedule purge, Announcements news, IOptions<UploadOptions> options, TimeProvider clock,
    CloudinaryClient? client = null)
{
    private const int BufferBytes = 80 * 1024;

    /// <summary>
    /// Reads the bytes back, as Cloudinary itself says that it keeps them; memory stays flat at any size. Null once they are in staging; otherwise why they never will be.
    /// </summary>
    /// <exception cref="StorageException">Not now.</exception>
    public async Task<(UploadFault Fault, string Detail)?> FetchAsync(Upload upload, CancellationToken ct)
    {
        if (client is null) return (UploadFault.BytesLost, "pictures are no longer kept at Cloudinary");
        if (await client.Uploads.ExplicitAsync(upload.StoreKey, null, null, ct) is not { } there) return (UploadFault.BytesLost, "Cloudinary does not have what a browser sent there");
        if (there.Bytes != upload.Length || !DirectUploads.Formats.Contains(there.Format))
            return (UploadFault.NotAsAnnounced, $"Cloudinary has {there.Bytes} bytes of format '{there.Format}'; {upload.Length} bytes were announced");
        board.Follow(upload);
        var scratch = staging.Scratch(".fetched");
        try
        {
            var version = $"{there.Version.ToString(CultureInfo.InvariantCulture)}.{there.Format}";
            if (await CopyAsync(new(store.Name, upload.StoreKey, version), scratch, upload, ct) is var digest && there.Etag is { } etag && digest != etag)
                throw new StorageException("What Cloudinary delivers is not what it says that it keeps.", StorageFault.Unavailable);
            File.Move(scratch, staging.Bytes(upload.Id), overwrite: true);
        }
        finally
        {
            File.Delete(scratch);
        }
        return null;
    }

    /// <summary>What was sent is not wanted: it leaves the store by the queue, once, for this reason.</summary>
    public async Task DiscardAsync(Guid id, DeletionOrigin why, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"upload/{id}", ct);
        if (await db.Set<Upload>().AsNoTracking().FirstOrDefaultAsync(u => u.Id == id && u.SignedUntil != null && u.StoreKey != "", ct) is not { } upload) return;
        await db.Set<Upload>().Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.SignedUntil, (DateTimeOffset?)null).SetProperty(x => x.StoreKey, ""), ct);
        var by = await UploadFinish.OwnerAsync(db, upload, ct);
        var file = new StoredFile(null, upload.FileName, upload.Length, CloudinaryStore.StoreName, upload.StoreKey, "", upload.ClientId);
        db.Add(QueuedDeletion.Of(why, file, upload.Id, by.Id, by.Name, now, now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        purge.Wake(now);
        news.Tell(upload.Id, by.Id);
    }

    /// <summary>What was signed for and came to nothing, once no transfer that began in time can still end; returns how many.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - DirectUploads.Late;
        await using var db = await dbs.CreateDbContextAsync(ct);
        var unwanted = await db.Set<Upload>().Where(u => u.State == UploadState.Failed && u.SignedUntil < before && UploadFaults.ForGood.Contains(u.Fault)).Select(u => new { u.Id, u.Fault }).ToListAsync(ct);
        foreach (var upload in unwanted) await DiscardAsync(upload.Id, upload.Fault == UploadFault.Expired ? DeletionOrigin.Unconfirmed : DeletionOrigin.Refused, ct);
        return unwanted.Count;
    }

    /// <summary>Its MD5, by which Cloudinary tells contents apart. Half of the bar is for this; the other half for what remains to be done.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The MD5 is what Cloudinary tells a file's content by; nothing is protected by it.")]
    private async Task<string> CopyAsync(StoredPicture picture, string path, Upload upload, CancellationToken ct)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stalled.CancelAfter(options.Value.StoreStall);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var from = await store.OpenAsync(picture, stalled.Token) ?? throw new StorageException("Cloudinary does not deliver yet what was sent there.", StorageFault.Unavailable);
            await using var to = File.Create(path);
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            for (long read = 0; await from.ReadAsync(buffer, stalled.Token) is var count and > 0;)
            {
                if ((read += count) > upload.Length) throw new StorageException($"Cloudinary delivers more than the {upload.Length} bytes that it says it keeps.", StorageFault.Unavailable);
                digest.AppendData(buffer, 0, count);
                await to.WriteAsync(buffer.AsMemory(0, count), stalled.Token);
                stalled.CancelAfter(options.Value.StoreStall);
                board.Stored(upload.Id, read / 2);
            }
            to.Flush(flushToDisk: true);
            return Convert.ToHexStringLower(digest.GetHashAndReset());
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new StorageException($"The picture could not be read back from Cloudinary: {e.Message}", StorageFault.Unavailable, inner: e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
