using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Parts;

/// <summary>Which pictures of a page are chosen, over all its galleries. One that stands in several of them is chosen in all: it is one picture.</summary>
public sealed class Selection
{
    private readonly HashSet<long> _assets = [];
    private (long Asset, long? Variant) _last;
    private bool _chose;

    public int Count => _assets.Count;
    public IReadOnlyCollection<long> Assets => _assets;

    public bool Has(long asset) => _assets.Contains(asset);

    /// <summary>
    /// Chooses a picture, or takes it back. As a <paramref name="range"/> everything from the last one to this, in the order <paramref name="shown"/>, becomes what the last one became.
    /// </summary>
    public void Press(GalleryPicture picture, bool range, IReadOnlyList<GalleryPicture> shown)
    {
        var (from, to) = (range ? Place(_last, shown) : -1, Place((picture.AssetId, picture.VariantId), shown));
        if (from < 0) Set([picture], _chose = !Has(picture.AssetId));
        else Set(shown.Skip(Math.Min(from, to)).Take(Math.Abs(from - to) + 1), _chose);
        _last = (picture.AssetId, picture.VariantId);
    }

    public void All(IReadOnlyList<GalleryPicture> shown) => Set(shown, true);

    public void Clear() => _assets.Clear();

    /// <summary>What is no longer shown is no longer chosen.</summary>
    public void Keep(IReadOnlyList<GalleryPicture> shown) => _assets.IntersectWith(shown.Select(p => p.AssetId));

    private void Set(IEnumerable<GalleryPicture> pictures, bool chosen)
    {
        if (chosen) _assets.UnionWith(pictures.Select(p => p.AssetId));
        else _assets.ExceptWith(pictures.Select(p => p.AssetId));
    }

    private static int Place((long Asset, long? Variant) tile, IReadOnlyList<GalleryPicture> shown) =>
        shown.Index().Where(p => (p.Item.AssetId, p.Item.VariantId) == tile).Select(p => p.Index).DefaultIfEmpty(-1).First();
}
