using MediaAdmin.Deletion;

namespace MediaAdmin.Portal.Cleanup;

/// <summary>A row of the trash: the picture, whether its time is up, whether it is selected.</summary>
public sealed record TrashItem(TrashedPicture Picture, bool IsDue, bool IsSelected)
{
    /// <summary>The product it was on is still in the shop: it comes back there, otherwise only into the library.</summary>
    public bool ReturnsToProduct => Picture.Place is { IsGone: false };
}
