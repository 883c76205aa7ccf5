using MediaAdmin.Catalog;
using MediaAdmin.Portal.Parts;
using MediaAdmin.Uploads;

namespace MediaAdmin.Portal.Products;

/// <summary>The pictures of a product, or of one of its variants, and those on their way to it.</summary>
public sealed record GallerySection(VariantView? Variant, IReadOnlyList<GalleryPicture> Pictures, IReadOnlyList<UploadView> Arriving);

/// <summary>
/// What the product page shows: the galleries as last read, and the uploads as last heard. An upload's tile stays until the gallery
/// holds its picture, so nothing vanishes in between; then it is forgotten, so that it does not come back when the picture is removed.
/// </summary>
public sealed class GalleryState
{
    private readonly Dictionary<long, Guid> _cameBy = [];
    private readonly UploadWatch _watch = new();
    private readonly KnownUploads _uploads = new();

    public ProductView? Product { get; private set; }
    public IReadOnlyList<GallerySection> Sections { get; private set; } = [];

    public void Show(ProductView? product)
    {
        Product = product;
        Arrange();
    }

    public void Show(IReadOnlyList<UploadView> uploads)
    {
        _uploads.Load(uploads);
        Arrange();
    }

    /// <summary>Returns how one's own run of uploads ended, at the moment it has.</summary>
    public UploadSummary? Hear(IReadOnlyList<UploadChanged> news, string me)
    {
        _uploads.Hear(news);
        var ended = _watch.Look(_uploads.Views, me);
        Arrange();
        return ended;
    }

    /// <summary>The upload by which a picture came while this page was open.</summary>
    public Guid? CameBy(long asset) => _cameBy.TryGetValue(asset, out var upload) ? upload : null;

    private void Arrange()
    {
        foreach (var view in _uploads.Views)
        {
            if (view.AssetId is { } asset) _cameBy[asset] = view.Id;
        }
        if (Product is null) return;
        var there = Product.Pictures.Select(p => (p.AssetId, p.VariantId)).ToHashSet();
        _uploads.Forget(v => v.State == UploadState.Cancelled || (v is { State: UploadState.Stored, AssetId: { } asset } && there.Contains((asset, v.VariantId))));
        Sections = [.. new VariantView?[] { null }.Concat(Product.Variants).Select(variant => new GallerySection(variant,
            [.. Product.Pictures.Where(p => p.VariantId == variant?.Id)],
            [.. _uploads.Views.Where(v => v.VariantId == variant?.Id)]))];
    }
}
