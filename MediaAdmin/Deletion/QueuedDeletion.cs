using MediaAdmin.Catalog;
using MediaAdmin.Telemetry;

namespace MediaAdmin.Deletion;

/// <summary>
/// Waiting: restorable until its moment, or to be tried again. Deleting: the store is being asked. Deleted: the store has confirmed it.
/// AlreadyGone: the store did not have it any more. Failed: the attempts are used up, a person must look. Undone: taken back in time. GivenUp: a person
/// decided to leave the file where it is.
/// </summary>
public enum DeletionState { Waiting, Deleting, Deleted, AlreadyGone, Failed, Undone, GivenUp }

/// <summary>
/// Trash: somebody deleted the picture. Replaced: the asset has another file now. Orphan: the store held a file that nothing here knew. Unconfirmed: a browser may have sent it straight to
/// the store, and nobody confirmed it. Refused: it was sent there, and is not what may be kept.
/// </summary>
public enum DeletionOrigin { Trash, Replaced, Orphan, Unconfirmed, Refused }

/// <summary>
/// Why a file is not gone yet; each has a sentence in DeletionWords. The first three are the store's state, which pauses the queue and uses up no attempts.
/// </summary>
public enum DeletionFault { StoreUnavailable, StoreAsksToWait, StoreDeniesAccess, StoreRefused, NotAnswered, StillServed, NotConnected }

/// <summary>
/// One file on its way out of its store: an entry of the deletion queue and, once over, its story. Everything needed to delete it is noted here,
/// so that nothing has to be looked up or parsed once the asset is gone.
/// </summary>
public sealed class QueuedDeletion
{
    public const int MaxError = 500, MaxReason = 300;

    /// <summary>W3C Trace Context, "traceparent Header Field Values", version 00.</summary>
    public const int TraceLetters = 55;

    /// <summary>On PostgreSQL whoever changes many entries does so in turn: two that want the same rows in another order would wait for each other for ever.</summary>
    internal const string Turn = Asset.TrashTurn;

    public long Id { get; private set; }

    /// <summary>The act by which it went, shared by all that went together: the one id from the click to the confirmation.</summary>
    public Guid OperationId { get; private init; }
    public DeletionOrigin Origin { get; private init; }

    /// <summary>The asset, which may be gone; null for an orphan.</summary>
    public long? AssetId { get; private init; }
    public string FileName { get; private init; } = "";
    public long Bytes { get; private init; }
    public string Store { get; private init; } = "";
    public string StoreKey { get; private init; } = "";
    public string StoreVersion { get; private init; } = "";

    /// <summary>What kind of file it is to the provider (Cloudinary: <c>image</c>).</summary>
    public string ResourceType { get; private init; } = "";
    public long? ClientId { get; private init; }

    /// <summary>The first product it was placed on.</summary>
    public long? ProductId { get; private init; }
    public string ProductSku { get; private init; } = "";

    public string Actor { get; private init; } = "";
    public string ActorName { get; private init; } = "";
    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>The trace in which it was asked for (W3C <c>traceparent</c>); empty for none.</summary>
    public string TraceParent { get; private init; } = "";

    /// <summary>Until then it can be undone; the store is not asked earlier.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>When the store is asked next.</summary>
    public DateTimeOffset DueAt { get; private set; }
    public DeletionState State { get; private set; }
    public int Attempts { get; private set; }
    public DeletionFault? Fault { get; private set; }

    /// <summary>The store's own words.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Whose hands it is in, and until when: a hand that is not heard of by then has died.</summary>
    public Guid? ClaimId { get; private set; }
    public DateTimeOffset? ClaimedUntil { get; private set; }

    /// <summary>When the store was last asked. From the first time on it cannot be undone: the file may be gone.</summary>
    public DateTimeOffset? TriedAt { get; private set; }
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>The word by which the store confirmed it; empty where it has none.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>When it was seen that the address is no longer served.</summary>
    public DateTimeOffset? UnservedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why a person gave it up, and who.</summary>
    public string EndReason { get; private set; } = "";

    /// <summary>A file that belongs to no asset any more: replaced, or an orphan.</summary>
    public static QueuedDeletion Of(DeletionOrigin origin, StoredFile file, Guid operation, string actor, string actorName, DateTimeOffset now, DateTimeOffset notBefore) => new()
    {
        OperationId = operation,
        Origin = origin,
        AssetId = file.AssetId,
        FileName = file.FileName,
        Bytes = file.Bytes,
        Store = file.Store,
        StoreKey = file.StoreKey,
        StoreVersion = file.StoreVersion,
        ResourceType = Image,
        ClientId = file.ClientId,
        Actor = actor,
        ActorName = actorName,
        RequestedAt = now,
        TraceParent = Tracing.Current,
        NotBefore = notBefore,
        DueAt = notBefore,
    };

    public const string Image = "image";
}

/// <summary>A file in a store, with what is known of whom it belonged to.</summary>
public sealed record StoredFile(long? AssetId, string FileName, long Bytes, string Store, string StoreKey, string StoreVersion, long? ClientId);
