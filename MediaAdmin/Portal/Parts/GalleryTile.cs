using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Parts;

/// <summary>What is to happen to a picture once the changes of a page are saved.</summary>
[Flags]
public enum PendingChange { None = 0, Moved = 1, Described = 2, Removed = 4 }

/// <summary>A picture as its tile shows it: chosen or not; or deleted a moment ago and fading out; or with changes that are not saved yet.</summary>
public sealed record GalleryTile(GalleryPicture Picture, bool IsChosen = false, bool IsLeaving = false, PendingChange Pending = PendingChange.None)
{
    /// <summary>It is not to stay.</summary>
    public bool IsStruck => Pending.HasFlag(PendingChange.Removed);
}
