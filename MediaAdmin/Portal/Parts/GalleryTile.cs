using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Parts;

/// <summary>A picture as its tile shows it: chosen or not; or deleted a moment ago and fading out.</summary>
public sealed record GalleryTile(GalleryPicture Picture, bool IsChosen = false, bool IsLeaving = false);
