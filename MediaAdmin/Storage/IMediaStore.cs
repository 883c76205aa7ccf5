namespace MediaAdmin.Storage;

/// <summary>The sizes in which a picture is served. The largest side in pixels is in <see cref="PictureSizes"/>; the original is what was stored.</summary>
public enum PictureSize { Thumbnail, Preview, Original }

public static class PictureSizes
{
    public const int Thumbnail = 480, Preview = 1600;
}

/// <summary>A file on this machine on its way to the store: where it lies, how long it is, what it is.</summary>
public sealed record OutgoingFile(string Path, long Bytes, string ContentType);

/// <summary>A picture on its way to the store. <paramref name="Renditions"/> are put beside the original by stores that cannot make them on the fly.</summary>
public sealed record OutgoingPicture(string Key, string Sha256, OutgoingFile Original, IReadOnlyDictionary<PictureSize, OutgoingFile> Renditions);

/// <summary>What the store keeps a picture under. Recorded when it is stored; never parsed out of an address.</summary>
public sealed record StoredPicture(string Store, string Key, string Version);

public enum DeleteOutcome { Deleted, AlreadyGone }

/// <summary>
/// Where the bytes live. A key means the picture with all its renditions. Putting the same key twice does no harm;
/// what cannot be done now or ever is told by <see cref="StorageException"/>.
/// </summary>
public interface IMediaStore
{
    /// <summary>The name recorded with every picture: <c>local</c>, <c>cloudinary</c>, <c>s3</c>.</summary>
    string Name { get; }

    /// <summary>Returns once the bytes are safe. <paramref name="progress"/> counts the bytes of the original that the store has taken.</summary>
    Task<StoredPicture> PutAsync(OutgoingPicture picture, IProgress<long> progress, CancellationToken ct);

    /// <summary>The original's bytes, or null when the store has no such picture.</summary>
    Task<Stream?> OpenAsync(StoredPicture picture, CancellationToken ct);

    Task<DeleteOutcome> DeleteAsync(string key, CancellationToken ct);

    /// <summary>Where a browser gets the picture. Never changes for the same picture, so it may be cached for ever.</summary>
    string Address(StoredPicture picture, PictureSize size);
}

/// <summary>The store could not do it. Transient: the same call may succeed later.</summary>
public sealed class StorageException(string message, bool transient, Exception? inner = null) : Exception(message, inner)
{
    public bool IsTransient => transient;
}
