namespace MediaAdmin.Catalog;

/// <summary>A placement as it stands in the database; a new one has no id and no position yet. What is in the trash is not shown and keeps its position.</summary>
sealed record GallerySpot(long Id, long AssetId, int Position, bool IsShown);

/// <summary>A position to write: of a placement that is there, or (without id) of a new one.</summary>
sealed record GalleryMove(long Id, long AssetId, long Variant, int Position);

/// <summary>One gallery in memory, with what is hidden in it, so that pictures find their places by the same rule wherever they come from.</summary>
sealed class GalleryShelf(long variant, IEnumerable<GallerySpot> spots)
{
    private readonly List<GallerySpot> _spots = [.. spots];

    public GallerySpot? Find(long asset) => _spots.Find(s => s.IsShown && s.AssetId == asset);

    /// <summary>From 1, over what is shown.</summary>
    public int PlaceOf(long asset) => _spots.Where(s => s.IsShown).TakeWhile(s => s.AssetId != asset).Count() + 1;

    /// <summary>Puts a picture before the one that has its place now; false when it is there already.</summary>
    public bool Insert(GalleryPlace wish)
    {
        if (Find(wish.AssetId) is not null) return false;
        var follower = wish.Place is > 0 ? _spots.Where(s => s.IsShown).ElementAtOrDefault(wish.Place.Value - 1) : null;
        _spots.Insert(follower is null ? _spots.Count : _spots.IndexOf(follower), new(0, wish.AssetId, 0, IsShown: true));
        return true;
    }

    /// <summary>Positions for what was put in; what follows moves on no further than it must.</summary>
    public IEnumerable<GalleryMove> Renumber()
    {
        var last = 0;
        foreach (var spot in _spots)
        {
            last = Math.Max(spot.Position, last + 1);
            if (last != spot.Position) yield return new(spot.Id, spot.AssetId, variant, last);
        }
    }
}
