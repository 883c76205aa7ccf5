namespace MediaAdmin.Uploads;

/// <summary>
/// Receiving: bytes are expected. Queued: all are here and safe. Storing: on the way to the store. Stored: in the library.
/// Duplicate: the same picture is there already and a person must choose. Failed: has a reason, can be tried again. Cancelled: taken back.
/// </summary>
public enum UploadState { Receiving, Queued, Storing, Stored, Duplicate, Failed, Cancelled }

/// <summary>
/// One file on its way in. The row is the truth and the store-upload job is how it moves: every state but the last three
/// is found again after a crash. How many bytes are here is the length of its staging file, never a column.
/// </summary>
public sealed class Upload
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public Guid BatchId { get; private set; }

    /// <summary>Place in the batch as it was dropped, from 1.</summary>
    public int Ordinal { get; private set; }
    public string Owner { get; private init; } = "";
    public long? ClientId { get; private init; }
    public long? ProductId { get; private init; }
    public long? VariantId { get; private init; }

    /// <summary>Wanted place in the gallery, from 1; null for the end.</summary>
    public int? Position { get; private set; }

    /// <summary>The asset that gets this file in the place of its own; null for a new picture.</summary>
    public long? ReplacesAssetId { get; private init; }
    public string FileName { get; private init; } = "";
    public string Alt { get; private init; } = "";
    public string AltTr { get; private init; } = "";
    public long Length { get; private init; }

    /// <summary>Name, size and modification time as the browser gave them: the same file chosen again goes on where it stopped.</summary>
    public string Fingerprint { get; private init; } = "";

    /// <summary>The Upload-Metadata header as received, given back by HEAD (tus 1.0.0, Creation).</summary>
    public string Metadata { get; private init; } = "";

    public UploadState State { get; private set; }
    public UploadFault? Fault { get; private set; }

    /// <summary>Technical words behind the fault, for Admins and the log.</summary>
    public string FaultDetail { get; private set; } = "";
    public int Attempts { get; private set; }
    public DateTimeOffset? NextAttemptAt { get; private set; }
    public bool KeepDuplicate { get; private set; }

    public string ContentType { get; private set; } = "";
    public int Width { get; private set; }
    public int Height { get; private set; }
    public long StoredBytes { get; private set; }
    public string Sha256 { get; private set; } = "";

    /// <summary>Set just before the bytes go to the store: from then on the store may hold something under this key.</summary>
    public string StoreKey { get; private set; } = "";

    /// <summary>A browser may send the bytes straight to the store until then, by a signature that it was given; null once they were taken from there, or when it was given none.</summary>
    public DateTimeOffset? SignedUntil { get; private set; }

    /// <summary>The bytes came by that way, and may be nowhere but in the store.</summary>
    public bool SentDirectly { get; private set; }
    public long? AssetId { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? ReceivedAt { get; private set; }
    public DateTimeOffset? StoredAt { get; private set; }

    public static Upload Expect(UploadBatch batch, NewFile file, UploadTarget target, int ordinal, DateTimeOffset now, TimeSpan keep) => new()
    {
        BatchId = batch.Id,
        Ordinal = ordinal,
        Owner = batch.Owner,
        ClientId = target.ClientId,
        ProductId = target.ProductId,
        VariantId = target.VariantId,
        Position = file.Position,
        ReplacesAssetId = file.Replaces,
        FileName = UploadFileName.Clean(file.Name),
        Alt = file.Alt,
        AltTr = file.AltTr,
        Length = file.Length,
        Fingerprint = file.Fingerprint,
        Metadata = file.Metadata,
        KeepDuplicate = file.KeepDuplicate || file.Replaces is not null, // whoever replaces a picture has chosen
        CreatedAt = now,
        ExpiresAt = now + keep,
    };

    /// <summary>It was interrupted, and is dropped again as part of another plan: what came stays, its place is the new one.</summary>
    public void PlanAnew(UploadBatch batch, int ordinal, int? position) => (BatchId, Ordinal, Position) = (batch.Id, ordinal, position);

    /// <summary>All bytes are here; with <paramref name="sentDirectly"/> in the store.</summary>
    public void Receive(DateTimeOffset now, bool sentDirectly) => (State, ReceivedAt, SentDirectly) = (UploadState.Queued, now, sentDirectly);

    /// <summary>A browser is given a signature for <paramref name="storeKey"/>. Nothing else tells that it has died, so the upload waits no longer than <paramref name="expires"/>.</summary>
    public void SignDirect(string storeKey, DateTimeOffset until, DateTimeOffset expires) => (StoreKey, SignedUntil, ExpiresAt) = (storeKey, until, expires);

    /// <summary>The picture is good; from now on the store may hold something under <paramref name="storeKey"/>.</summary>
    public void BeginStoring(string contentType, int width, int height, long bytes, string sha256, string storeKey)
    {
        (State, Fault, FaultDetail, NextAttemptAt, SignedUntil) = (UploadState.Storing, null, "", null, null);
        (ContentType, Width, Height, StoredBytes, Sha256, StoreKey) = (contentType, width, height, bytes, sha256, storeKey);
    }

    public void FinishStoring(long asset, DateTimeOffset now) => (State, AssetId, StoredAt) = (UploadState.Stored, asset, now);

    /// <summary>The library of this client has the same bytes already, as <paramref name="asset"/>: a person chooses.</summary>
    public void FindDuplicate(long asset, string sha256) => (State, AssetId, Sha256) = (UploadState.Duplicate, asset, sha256);

    public void Fail(UploadFault fault, string detail) => (State, Fault, FaultDetail, NextAttemptAt) = (UploadState.Failed, fault, detail, null);

    public void Postpone(UploadFault fault, string detail, int attempts, DateTimeOffset next) =>
        (State, Fault, FaultDetail, Attempts, NextAttemptAt) = (UploadState.Queued, fault, detail, attempts, next);

    public void Cancel() => (State, NextAttemptAt) = (UploadState.Cancelled, null);
}

/// <summary>What was dropped together.</summary>
public sealed class UploadBatch
{
    public Guid Id { get; private init; }
    public string Owner { get; private init; } = "";
    public string OwnerName { get; private init; } = "";

    /// <summary>The one product that all its files go to, or null.</summary>
    public long? ProductId { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When nothing of it moved any more; null while something does.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public static UploadBatch Create(Guid id, string owner, string ownerName, long? productId, DateTimeOffset now) =>
        new() { Id = id, Owner = owner, OwnerName = ownerName, ProductId = productId, CreatedAt = now };

    /// <summary>More files, on their way to <paramref name="product"/>.</summary>
    public void GoesAlsoTo(long? product)
    {
        EndedAt = null;
        if (product != ProductId) ProductId = null;
    }
}

/// <summary>
/// A file that is announced: its name, length in bytes, wanted position (from 1) and alt text. <paramref name="Fingerprint"/> is empty when it cannot be recognised again; with <paramref name="KeepDuplicate"/>
/// nobody is asked when the library has the same picture; with <paramref name="Replaces"/> it becomes the file of that asset; with <paramref name="Place"/> it goes there and not where the others go.
/// </summary>
public sealed record NewFile(
    string Name, long Length, int? Position = null, string Alt = "", string Fingerprint = "", string Metadata = "", bool KeepDuplicate = false, long? Replaces = null, UploadPlace? Place = null, string AltTr = "");

/// <summary>Where somebody wants pictures to go: into the gallery of a product or one of its variants, or just into the library, of the client with that code or of none.</summary>
public sealed record UploadPlace(long? Product = null, long? Variant = null, string? Client = null);

/// <summary>A place that was looked up: the client is the product's.</summary>
public sealed record UploadTarget(long? ClientId, long? ProductId, long? VariantId);
