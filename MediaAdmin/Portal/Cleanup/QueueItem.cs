using MediaAdmin.Deletion;

namespace MediaAdmin.Portal.Cleanup;

/// <summary>A row of the queue: the entry, when the store is asked next (null: not by itself), whether its story is open.</summary>
public sealed record QueueItem(DeletionView Entry, DateTimeOffset? NextTry, bool IsOpen)
{
    /// <summary>It failed, or is tried again in vain: a person may press on, or give it up.</summary>
    public bool IsStuck => Entry.State == DeletionState.Failed || Entry.IsRetrying;

    public static QueueItem Of(DeletionView entry, DeletionPause? pause, bool isOpen) =>
        new(entry, entry.State != DeletionState.Waiting ? null : pause is null ? entry.DueAt : pause.Until is { } until ? (until > entry.DueAt ? until : entry.DueAt) : null, isOpen);
}
