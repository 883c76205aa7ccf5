namespace MediaAdmin.Storage;

/// <summary>The sizes in which a picture is served. The largest side in pixels is in <see cref="PictureSizes"/>; the original is what was stored.</summary>
public enum PictureSize { Thumbnail, Preview, Original }

public static class PictureSizes
{
    public const int Thumbnail = 480, Preview = 1600;
}

/// <summary>A file on this machine on its way to the store: where it lies, how long it is, what it is.</summary>
public sealed record OutgoingFile(string Path, long Bytes, string ContentType);

/// <summary>
/// A picture on its way to the store. <paramref name="Renditions"/> are put beside the original by stores that cannot make them on the fly. <paramref name="MayBeThere"/>: somebody else
/// has put something under the key, perhaps just this, so it pays to look before the bytes travel.
/// </summary>
public sealed record OutgoingPicture(string Key, string Sha256, OutgoingFile Original, IReadOnlyDictionary<PictureSize, OutgoingFile> Renditions, bool MayBeThere = false);

/// <summary>What the store keeps a picture under. Recorded when it is stored; never parsed out of an address.</summary>
public sealed record StoredPicture(string Store, string Key, string Version);

public enum DeleteResult { Deleted, AlreadyGone, Failed }

/// <summary>What became of one key of a bulk delete; <paramref name="Reason"/> is the store's own words when it failed.</summary>
public sealed record DeleteOutcome(DeleteResult Result, string Reason = "")
{
    public static readonly DeleteOutcome Deleted = new(DeleteResult.Deleted), AlreadyGone = new(DeleteResult.AlreadyGone);

    public static DeleteOutcome Failed(string reason) => new(DeleteResult.Failed, reason);

    /// <summary>What the store said of this key, word for word; empty where it says nothing. Outcomes with other words are the same outcome.</summary>
    public string Answer { get; init; } = "";

    public bool Equals(DeleteOutcome? other) => other is not null && (Result, Reason) == (other.Result, other.Reason);

    public override int GetHashCode() => HashCode.Combine(Result, Reason);
}

/// <summary>What the store holds under one key: all its files together, the time of the latest change.</summary>
public sealed record StoredObject(string Key, long Bytes, DateTimeOffset ChangedAt);

/// <summary>
/// Where the bytes live. A key means the picture with all its renditions. Putting the same key twice does no harm, nor does deleting twice;
/// what cannot be done now or ever is told by <see cref="StorageException"/>.
/// </summary>
public interface IMediaStore
{
    /// <summary>The name recorded with every picture: <c>local</c>, <c>cloudinary</c>, <c>s3</c>.</summary>
    string Name { get; }

    /// <summary>Where browsers get the pictures from when that is not the portal itself: scheme and host, for the policy that pages carry.</summary>
    string? Origin => null;

    /// <summary>How many keys one call of the provider takes at most.</summary>
    int DeletesPerCall { get; }

    /// <summary>How long caches may go on serving a picture that was deleted. Zero: what is deleted is gone at once.</summary>
    TimeSpan Lingers => TimeSpan.Zero;

    /// <summary>Returns once the bytes are safe. <paramref name="progress"/> counts the bytes of the original that the store has taken.</summary>
    Task<StoredPicture> PutAsync(OutgoingPicture picture, IProgress<long> progress, CancellationToken ct);

    /// <summary>The original's bytes, or null when the store has no such picture.</summary>
    Task<Stream?> OpenAsync(StoredPicture picture, CancellationToken ct);

    /// <summary>
    /// Deletes pictures with all their renditions and has caches forget them, by one call of the provider for at most <see cref="DeletesPerCall"/>
    /// different keys. A key that the answer leaves out was not confirmed and has to be asked for again.
    /// </summary>
    /// <exception cref="StorageException">The call as a whole failed: nothing is known of any key.</exception>
    Task<IReadOnlyDictionary<string, DeleteOutcome>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken ct);

    /// <summary>Whether the picture can still be had under its address.</summary>
    Task<bool> IsServedAsync(StoredPicture picture, CancellationToken ct);

    /// <summary>Everything the store holds of this portal, in no particular order, read as it is consumed.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(CancellationToken ct);

    /// <summary>Keeps these words with their pictures, for the stores of <see cref="StoresOfWords"/>. Returns what it refused of single pictures, in its own words by key; telling the same twice does no harm.</summary>
    /// <exception cref="StorageException">It serves nobody now: some pictures may have their words already.</exception>
    Task<IReadOnlyDictionary<string, string>> DescribeAsync(IReadOnlyCollection<PictureWords> pictures, CancellationToken ct) =>
        throw new NotSupportedException($"The store '{Name}' keeps no words.");

    /// <summary>Where a browser gets the picture. Never changes for the same picture, so it may be cached for ever.</summary>
    string Address(StoredPicture picture, PictureSize size);
}

/// <summary>
/// Why the store did not do it. Unavailable: it cannot be reached or is broken for now. RateLimited: it asks to wait. AccessDenied: it does not
/// accept the portal's credentials, so every call will fail until a person mends them. Refused: it will never do just this.
/// </summary>
public enum StorageFault { Unavailable, RateLimited, AccessDenied, Refused }

/// <summary>
/// What a person has to mend, where the store tells it that exactly: the secret, the key or the name of the account, or something about them; this machine's clock; the
/// network between, the certificate that is shown, or somebody else who answers in the store's place.
/// </summary>
public enum StorageCause { Unknown, Secret, Key, Account, Credentials, Clock, Network, Certificate, Stranger }

/// <summary>The store could not do it; <paramref name="retryAfter"/> is how long it asks to be left alone.</summary>
public sealed class StorageException(
    string message, StorageFault fault, TimeSpan? retryAfter = null, Exception? inner = null, StorageCause cause = StorageCause.Unknown) : Exception(message, inner)
{
    public StorageFault Fault => fault;

    public StorageCause Cause => cause;

    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>The same call may succeed later without anybody's help.</summary>
    public bool IsTransient => fault is StorageFault.Unavailable or StorageFault.RateLimited;
}

public static class SingleDelete
{
    /// <summary>Deletes one picture.</summary>
    /// <exception cref="StorageException">It is not confirmed that the picture is gone.</exception>
    public static async Task<DeleteResult> DeleteAsync(this IMediaStore store, string key, CancellationToken ct)
    {
        var outcome = (await store.DeleteAsync([key], ct)).GetValueOrDefault(key) ?? DeleteOutcome.Failed("The store's answer does not speak of this picture.");
        return outcome.Result == DeleteResult.Failed ? throw new StorageException(outcome.Reason, StorageFault.Unavailable) : outcome.Result;
    }
}
