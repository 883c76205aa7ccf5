using MediaAdmin.Catalog;
using MediaAdmin.Portal.Parts;
using MediaAdmin.Uploads;

namespace MediaAdmin.Portal.Products;

/// <summary>The pictures of a product, or of one of its variants, those on their way to it, and those that just left with the asset they stand behind.</summary>
public sealed record GallerySection(
    VariantView? Variant, IReadOnlyList<GalleryPicture> Pictures, IReadOnlyList<UploadView> Arriving, IReadOnlyList<(long? Behind, GalleryPicture Picture)>? Leaving = null)
{
    /// <summary>What stands in the gallery, and in between what fades out.</summary>
    public IReadOnlyList<GalleryTile> Tiles(Selection? chosen = null)
    {
        List<GalleryTile> tiles = [.. Pictures.Select(p => new GalleryTile(p, chosen?.Has(p.AssetId) is true))];
        foreach (var (behind, picture) in Leaving ?? []) tiles.Insert(tiles.FindIndex(t => t.Picture.AssetId == behind) + 1, new(picture, IsLeaving: true));
        return tiles;
    }
}

/// <summary>
/// What the product page shows: the galleries as last read, and the uploads as last heard. An upload's tile stays until the gallery
/// holds its picture, so nothing vanishes in between; then it is forgotten, so that it does not come back when the picture is removed.
/// </summary>
public sealed class GalleryState
{
    /// <summary>How long a picture that left fades out.</summary>
    public static readonly TimeSpan Fade = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<long, Guid> _cameBy = [];
    private readonly UploadWatch _watch = new();
    private readonly KnownUploads _uploads = new();
    private readonly HashSet<(long Asset, long? Variant)> _leaving = [];

    public ProductView? Product { get; private set; }
    public IReadOnlyList<GallerySection> Sections { get; private set; } = [];
    public Selection Chosen { get; } = new();

    /// <summary>The picture in the large view.</summary>
    public GalleryPicture? Open { get; set; }

    public void Show(ProductView? product)
    {
        _leaving.Clear();
        Sections = [];
        Product = product;
        Arrange();
    }

    public void Show(IReadOnlyList<UploadView> uploads)
    {
        _uploads.Load(uploads);
        Arrange();
    }

    /// <summary>
    /// Shows the galleries as they are now, and what left them for a moment more: until <see cref="Settle"/> is called with what this returns.
    /// In the large view the next one takes the place of a picture that left.
    /// </summary>
    public IReadOnlyList<(long Asset, long? Variant)> Change(ProductView? product)
    {
        if (product?.Id == Product?.Id && product?.GalleryVersion < Product?.GalleryVersion) return []; // two readings at once: this one began earlier
        var left = Product is null || product is null ? [] : Product.Pictures.Select(Tile).Except(product.Pictures.Select(Tile)).ToList();
        _leaving.UnionWith(left);
        if (product is not null) _leaving.ExceptWith(product.Pictures.Select(Tile));
        if (Open is not null) Open = OrNext(Open, Product?.Pictures ?? [], product?.Pictures ?? []);
        Chosen.Keep(product?.Pictures ?? []);
        Product = product;
        Arrange();
        return left;
    }

    /// <summary>One gallery in another order, as it is hoped to stand in a moment.</summary>
    public void Reorder(long? variant, IReadOnlyList<long> order)
    {
        if (Product is null) return;
        var shown = Product.Pictures.Where(p => p.VariantId == variant).ToDictionary(p => p.AssetId);
        var arranged = order.Where(shown.ContainsKey).Select((id, at) => shown[id] with { Position = at + 1 }).ToList();
        Product = Product with { Pictures = [.. Product.Pictures.Where(p => p.VariantId is null && variant is not null), .. variant is null ? arranged : [], .. Product.Variants.SelectMany(v => v.Id == variant ? arranged : Product.Pictures.Where(p => p.VariantId == v.Id))] };
        Arrange();
    }

    /// <summary>What was reordered stands so in the database, as this version.</summary>
    public void Stands(int version)
    {
        if (Product?.GalleryVersion < version) Product = Product with { GalleryVersion = version };
    }

    public void Settle(IReadOnlyList<(long Asset, long? Variant)> left)
    {
        _leaving.ExceptWith(left);
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

    /// <summary>The new file that is on its way to a picture in the gallery, or did not get there.</summary>
    public UploadView? Replacement(long asset) => _uploads.Views.LastOrDefault(v => v.ReplacesAssetId == asset);

    /// <summary>The upload by which a picture came while this page was open.</summary>
    public Guid? CameBy(long asset) => _cameBy.TryGetValue(asset, out var upload) ? upload : null;

    private void Arrange()
    {
        foreach (var view in _uploads.Views)
        {
            if (view.AssetId is { } asset) _cameBy[asset] = view.Id;
        }
        if (Product is null) return;
        var there = Product.Pictures.Select(Tile).ToHashSet();
        _uploads.Forget(v => v.State == UploadState.Cancelled || (v is { State: UploadState.Stored, AssetId: { } asset } && (v.ReplacesAssetId is null
            ? there.Contains((asset, v.VariantId))
            : Product.Pictures.All(p => p.AssetId != asset || p.Thumbnail == v.Thumbnail)))); // until the gallery shows the new file
        var before = Sections.ToDictionary(s => s.Variant?.Id ?? 0, s => s.Tiles());
        Sections = [.. new VariantView?[] { null }.Concat(Product.Variants).Select(variant => new GallerySection(variant,
            [.. Product.Pictures.Where(p => p.VariantId == variant?.Id)],
            [.. _uploads.Views.Where(v => v.VariantId == variant?.Id && v.ReplacesAssetId is null)],
            LeavingOf(before.GetValueOrDefault(variant?.Id ?? 0, []), there)))];
    }

    private List<(long? Behind, GalleryPicture Picture)> LeavingOf(IReadOnlyList<GalleryTile> before, HashSet<(long Asset, long? Variant)> there)
    {
        var (leaving, behind) = (new List<(long?, GalleryPicture)>(), (long?)null);
        foreach (var picture in before.Select(t => t.Picture))
        {
            var isLeaving = _leaving.Contains(Tile(picture));
            if (isLeaving) leaving.Add((behind, picture));
            if (isLeaving || there.Contains(Tile(picture))) behind = picture.AssetId;
        }
        return leaving;
    }

    private static GalleryPicture? OrNext(GalleryPicture open, IReadOnlyList<GalleryPicture> before, IReadOnlyList<GalleryPicture> now)
    {
        var there = now.ToDictionary(Tile);
        var at = before.Index().FirstOrDefault(p => Tile(p.Item) == Tile(open)).Index;
        return before.Skip(at).Concat(before.Take(at).Reverse()).Select(p => there.GetValueOrDefault(Tile(p))).FirstOrDefault(p => p is not null);
    }

    private static (long Asset, long? Variant) Tile(GalleryPicture picture) => (picture.AssetId, picture.VariantId);
}
