using MediaAdmin.Catalog;
using MediaAdmin.Deletion;

namespace MediaAdmin.Portal.Deleting;

/// <summary>What somebody is about to delete: pictures, shown by some of their thumbnails; or a product by its name.</summary>
public sealed record DeletionQuestion(DeletionTarget Target, IReadOnlyList<string> Thumbnails, string? Product = null)
{
    public static DeletionQuestion Of(IReadOnlyCollection<long> assets, IEnumerable<GalleryPicture> shown) =>
        new(new DeletionTarget.Assets([.. assets]), Some(shown.Where(p => assets.Contains(p.AssetId))));

    public static DeletionQuestion Of(AssetChoice choice, IEnumerable<AssetView> inSight) => new(
        choice.Filter is { } filter ? new DeletionTarget.Matching(filter, choice.AssetIds) : new DeletionTarget.Assets([.. choice.AssetIds ?? []]),
        [.. inSight.Select(a => a.Thumbnail).Take(6)]);

    public static DeletionQuestion Of(ProductView product) => new(new DeletionTarget.OfProduct(product.Id), Some(product.Pictures), product.Name);

    private static IReadOnlyList<string> Some(IEnumerable<GalleryPicture> pictures) => [.. pictures.DistinctBy(p => p.AssetId).Select(p => p.Thumbnail).Take(6)];
}
