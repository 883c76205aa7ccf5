using System.Collections.Concurrent;
using MediaAdmin.Live;
using MediaAdmin.Storage;

namespace MediaAdmin.Uploads;

/// <summary>
/// What moves right now: bytes received and stored of each upload, kept in memory and announced to the open pages; only states are written to the database.
/// </summary>
public sealed class UploadBoard(Announcements news, Staging staging, IMediaStore store, TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, Moving> _moving = new();

    /// <summary>The upload as it is now: what the row says, with the bytes as they are at this moment.</summary>
    public UploadView View(Upload upload, StoredPicture? picture = null)
    {
        var received = upload.State is not UploadState.Receiving ? upload.Length
            : upload.SignedUntil is not null && _moving.TryGetValue(upload.Id, out var sending) ? Math.Max(sending.View.Received, staging.Length(upload.Id)) : staging.Length(upload.Id);
        var all = upload.StoredBytes > 0 ? upload.StoredBytes : upload.Length;
        var stored = upload.State switch
        {
            UploadState.Stored => all,
            UploadState.Storing when _moving.TryGetValue(upload.Id, out var moving) => moving.View.Stored,
            _ => 0, // what an attempt that failed had sent is not in the store
        };
        return new(upload.Id, upload.BatchId, upload.Ordinal, upload.Owner, upload.FileName, upload.Length, received, stored, all,
            upload.State, upload.Fault, upload.NextAttemptAt, upload.Attempts, upload.ProductId, upload.VariantId, upload.Position, upload.AssetId, upload.ReplacesAssetId,
            picture is null ? null : store.Address(picture, PictureSize.Thumbnail), upload.CreatedAt);
    }

    /// <summary>Tells every page that looks what the row says now.</summary>
    public void Announce(Upload upload, StoredPicture? picture = null)
    {
        var view = View(upload, picture);
        if (view.IsOver) _moving.TryRemove(upload.Id, out _);
        else _moving[upload.Id] = new(view, clock.GetUtcNow());
        Publish(view);
    }

    /// <summary>Begins to follow an upload that is not followed yet, such as one that began before this process did.</summary>
    public void Follow(Upload upload) => _moving.TryAdd(upload.Id, new(View(upload), DateTimeOffset.MinValue));

    /// <summary>What its owner's browser says it has sent straight to the store; false when no such upload of theirs is on its way.</summary>
    public bool Sent(Guid upload, string owner, long bytes)
    {
        if (!_moving.TryGetValue(upload, out var moving) || moving.View.Owner != owner || moving.View.State != UploadState.Receiving) return false;
        Received(upload, Math.Clamp(bytes, 0, moving.View.Length));
        return true;
    }

    public void Received(Guid upload, long bytes) => Move(upload, v => v with { Received = bytes });

    public void Stored(Guid upload, long bytes) => Move(upload, v => v with { State = UploadState.Storing, Stored = bytes });

    private void Move(Guid upload, Func<UploadView, UploadView> change)
    {
        if (!_moving.TryGetValue(upload, out var moving)) return;
        var view = change(moving.View);
        var now = clock.GetUtcNow();
        var due = now - moving.Told >= Between;
        // A lost race means that somebody told a newer state meanwhile: that one stands.
        if (_moving.TryUpdate(upload, new(view, due ? now : moving.Told), moving) && due) Publish(view);
    }

    private void Publish(UploadView view)
    {
        var changed = new UploadChanged(view);
        news.Publish(UploadChanged.BatchTopic(view.BatchId), changed);
        news.Publish(UploadChanged.OwnerTopic(view.Owner), changed);
        if (view.ProductId is { } product) news.Publish(UploadChanged.ProductTopic(product), changed);
    }

    private sealed record Moving(UploadView View, DateTimeOffset Told);
}
