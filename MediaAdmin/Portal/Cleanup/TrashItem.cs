using MediaAdmin.Deletion;

namespace MediaAdmin.Portal.Cleanup;

/// <summary>A row of the trash: the picture, whether its time is up, whether the product it was on still stands in the shop, whether it is selected.</summary>
public sealed record TrashItem(TrashedPicture Picture, bool IsDue, bool HasProduct, bool IsSelected);
