using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Imaging;
using MediaAdmin.Storage;
using MediaAdmin.Uploads.Direct;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads;

/// <summary>
/// Moves one queued upload into the library: examine the picture, put its bytes into the store, then asset, placement and state in one transaction,
/// then the news. May run any number of times and be cut off anywhere: the store key comes from the upload, and only one run can take the last step.
/// </summary>
public sealed partial class StoreUpload(
    IDbContextFactory<MediaDb> dbs, Staging staging, ImageTool images, IMediaStore store, UploadBoard board, UploadFaults faults, UploadFinish finish, DirectArrival direct, Galleries galleries,
    IOptions<UploadOptions> options, ILogger<StoreUpload> log)
{
    /// <summary>
    /// Returns when there is nothing more to do: stored, or refused for a reason that will not pass. True: the store served.
    /// </summary>
    /// <exception cref="StorageException">The store is not available now; the row says when it is tried next.</exception>
    /// <exception cref="ImageToolException">The image tool is broken; likewise.</exception>
    /// <param name="sending">Told how many percent of the bytes the store has taken.</param>
    public async Task<bool> RunAsync(Guid id, CancellationToken ct, Action<int>? sending = null)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var upload = await db.Set<Upload>().FirstOrDefaultAsync(u => u.Id == id && (u.State == UploadState.Queued || u.State == UploadState.Storing), ct);
        if (upload is null) return false; // done by an earlier run, or taken back
        if (upload.Length == 0)
        {
            await faults.EndAsync(id, UploadFault.Empty, "no bytes were announced", ct);
            staging.Remove(id);
            return false;
        }
        if (upload.SentDirectly && !staging.Has(id, upload.Length) && await direct.FetchAsync(upload, ct) is var (fault, detail))
        {
            await RefuseAsync(upload, fault, detail, ct);
            return true;
        }
        if (!staging.Has(id, upload.Length))
        {
            await faults.EndAsync(id, UploadFault.BytesLost, $"staging holds {staging.Length(id)} of {upload.Length} bytes", ct);
            return false;
        }
        try
        {
            return await StoreAsync(db, upload, sending, ct);
        }
        catch (Exception e) when (e is StorageException or ImageToolException && !staging.Has(id, upload.Length))
        {
            if (await IsOpenAsync(id)) throw; // otherwise another run has stored it meanwhile and cleared up
            return false;
        }
    }

    private async Task<bool> StoreAsync(MediaDb db, Upload upload, Action<int>? sending, CancellationToken ct)
    {
        board.Follow(upload);
        board.Stored(upload.Id, upload.SentDirectly ? upload.Length / 2 : 0);
        if (await ExamineAsync(upload, ct) is not { } facts) return false;
        if (!upload.KeepDuplicate && await IsDuplicateAsync(db, upload, facts, ct)) return false;

        upload.BeginStoring(facts.Type.ContentType(), facts.Width, facts.Height, facts.Bytes, facts.Sha256, await UploadKey.OfAsync(db, upload, ct));
        if (!await UploadFinish.SaveAsync(db, upload, ct)) return false;
        var stored = await PutAsync(upload, facts, sending, ct);
        var (end, products) = await finish.RunAsync(db, upload, stored, facts.PerceptualHash, ct);
        await LeaveAsync(db, upload, stored, facts, end, ct);
        await galleries.AnnounceAsync(products, CancellationToken.None);
        return true;
    }

    /// <summary>Clears up behind the upload and tells the pages how it ended.</summary>
    private async Task LeaveAsync(MediaDb db, Upload upload, StoredPicture stored, PictureFacts facts, Finish end, CancellationToken ct)
    {
        switch (end)
        {
            case Finish.Stored:
                LogStored(upload.Id, upload.FileName, store.Name, upload.StoreKey, upload.StoredBytes);
                staging.Remove(upload.Id);
                board.Announce(upload, stored);
                break;
            case Finish.TargetGone:
                staging.Remove(upload.Id);
                board.Announce(upload);
                break;
            case Finish.Overtaken:
                await ForgetIfTakenBackAsync(upload);
                break;
            case Finish.Duplicate:
                await IsDuplicateAsync(db, upload, facts, ct);
                break;
        }
    }

    private async Task<StoredPicture> PutAsync(Upload upload, PictureFacts facts, Action<int>? sending, CancellationToken ct)
    {
        try
        {
            return await store.PutAsync(Outgoing(upload, facts), options.Value.StoreStall, sent =>
            {
                board.Stored(upload.Id, upload.SentDirectly ? Math.Max(facts.Bytes / 2, sent) : sent); // half of the bar is behind it already
                sending?.Invoke((int)Math.Min(100, sent * 100 / Math.Max(1, facts.Bytes)));
            }, ct);
        }
        catch (OperationCanceledException)
        {
            await ForgetIfTakenBackAsync(upload); // what was on its way may have landed nevertheless; when the portal stops, the next run puts it again
            throw;
        }
    }

    /// <summary>Only then: the same key may just have been stored by another run of the same job.</summary>
    private async Task ForgetIfTakenBackAsync(Upload upload)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        if (!await db.Set<Upload>().AnyAsync(u => u.Id == upload.Id && u.State == UploadState.Cancelled, CancellationToken.None)) return;
        staging.Remove(upload.Id);
        await store.DeleteAsync(upload.StoreKey, CancellationToken.None);
    }

    private async Task<bool> IsOpenAsync(Guid id)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        return await db.Set<Upload>().AnyAsync(u => u.Id == id && (u.State == UploadState.Queued || u.State == UploadState.Storing), CancellationToken.None);
    }

    private async Task<PictureFacts?> ExamineAsync(Upload upload, CancellationToken ct)
    {
        var verdict = await images.ExamineAsync(staging.Bytes(upload.Id), staging.Clean(upload.Id), [.. staging.Renditions(upload.Id).Values], ct);
        if (verdict is PictureVerdict.Accepted accepted) return accepted.Facts;
        var refused = (PictureVerdict.Refused)verdict;
        await RefuseAsync(upload, UploadFaults.Of(refused.Reason), refused.Detail, ct);
        return null;
    }

    private async Task RefuseAsync(Upload upload, UploadFault fault, string detail, CancellationToken ct)
    {
        await faults.EndAsync(upload.Id, fault, detail, ct);
        staging.Remove(upload.Id);
        if (upload.SentDirectly) await direct.DiscardAsync(upload.Id, DeletionOrigin.Refused, ct);
    }

    private async Task<bool> IsDuplicateAsync(MediaDb db, Upload upload, PictureFacts facts, CancellationToken ct)
    {
        var same = await UploadFinish.Same(db, upload, facts.Sha256)
            .OrderBy(a => a.Id).Select(a => new { a.Id, Picture = new StoredPicture(a.Store, a.StoreKey, a.StoreVersion) }).FirstOrDefaultAsync(ct);
        if (same is null) return false;
        if (upload.StoreKey.Length > 0) await store.DeleteAsync(upload.StoreKey, ct); // its twin was stored while this one was on its way
        upload.FindDuplicate(same.Id, facts.Sha256);
        if (await UploadFinish.SaveAsync(db, upload, ct)) board.Announce(upload, same.Picture);
        return true;
    }

    private OutgoingPicture Outgoing(Upload upload, PictureFacts facts)
    {
        var type = facts.Type.ContentType();
        var original = facts.Rewritten ? staging.Clean(upload.Id) : staging.Bytes(upload.Id);
        return new(upload.StoreKey, facts.Sha256, new(original, facts.Bytes, type),
            staging.Renditions(upload.Id).ToDictionary(r => r.Key, r => new OutgoingFile(r.Value.Path, new FileInfo(r.Value.Path).Length, "image/webp")), upload.SentDirectly);
    }

    [LoggerMessage(LogLevel.Information, "Stored upload {Upload} ({FileName}) in {Store} as {StoreKey}, {Bytes} bytes")]
    private partial void LogStored(Guid upload, string fileName, string store, string storeKey, long bytes);
}
