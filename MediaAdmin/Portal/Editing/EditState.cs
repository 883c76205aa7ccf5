using MediaAdmin.Catalog;
using MediaAdmin.Editing;
using MediaAdmin.Portal.Describing;
using MediaAdmin.Portal.Parts;

namespace MediaAdmin.Portal.Editing;

/// <summary>What somebody else did to the galleries since the page was opened: pictures that came and left, and whether the order is another one.</summary>
public sealed record Meanwhile(int Added, int Left, bool IsArranged);

/// <summary>How many pictures are to be removed, moved and described, and which of the product's texts are to change.</summary>
public sealed record EditSum(int Removed, int Moved, int Described, bool IsMainNew, bool Name, bool Sku)
{
    public int Changes => Removed + Moved + Described + (Name ? 1 : 0) + (Sku ? 1 : 0);
}

/// <summary>All that is to change about one product and is not saved yet. What others do meanwhile comes in where nothing was changed here; where both changed the same it waits for a choice.</summary>
public sealed class EditState(ProductView product)
{
    private readonly HashSet<long> _removed = [];
    private readonly Dictionary<long, WordsDraft> _words = [];
    private List<GalleryDraft> _galleries = [.. Orders(product).Select(o => new GalleryDraft(o.Variant, o.Order))];
    private Dictionary<long, GalleryPicture> _pictures = ByAsset(product);

    public ProductView Product { get; private set; } = product;
    public TextDraft Name { get; } = new(product.Name);
    public TextDraft Sku { get; } = new(product.Sku);
    public Meanwhile Meanwhile { get; private set; } = new(0, 0, false);

    /// <summary>Somebody deleted the product meanwhile.</summary>
    public bool IsGone { get; private set; }

    public IReadOnlyList<GalleryDraft> Galleries => _galleries;
    public IReadOnlyCollection<long> Removed => _removed;
    public IReadOnlyCollection<WordsDraft> Words => _words.Values;

    public EditSum Sum
    {
        get
        {
            var main = _galleries[0].Now.FirstOrDefault(Stays);
            return new(_removed.Count, _galleries.Sum(g => g.Moved(_removed).Count), _words.Values.Count(w => w.IsChanged && Stays(w.Asset.Id)),
                main != 0 && main != _galleries[0].Before[0], Name.IsChanged, Sku.IsChanged);
        }
    }

    public bool IsChanged => Sum.Changes > 0;

    /// <summary>Where both changed the same, so that somebody must choose before it can be saved.</summary>
    public bool IsOvertaken => Name.IsOvertaken || Sku.IsOvertaken || _galleries.Any(g => g.IsOvertaken) || _words.Values.Any(w => w.IsOvertaken && Stays(w.Asset.Id));

    /// <summary>The pictures of a gallery as they are to stand, each with what is to happen to it; places count over what stays.</summary>
    public IReadOnlyList<GalleryTile> Tiles(GalleryDraft gallery)
    {
        var (moved, place) = (gallery.Moved(_removed), 1);
        return [.. gallery.Now.Select(asset => new GalleryTile(_pictures[asset] with { VariantId = gallery.Variant, Position = Stays(asset) ? place++ : place }, Pending: Pending(asset, moved)))];
    }

    public int StaysIn(GalleryDraft gallery) => gallery.Now.Count(Stays);

    public IReadOnlyList<GalleryPicture> PicturesOf(IEnumerable<long> order) => [.. order.Where(Stays).Select(a => _pictures[a])];

    /// <summary>To be removed from everywhere, or to stay after all.</summary>
    public void Toggle(long asset)
    {
        if (!_removed.Remove(asset)) _removed.Add(asset);
    }

    /// <summary>Where the picture is then, counted from 1; null when it is not there any more.</summary>
    public int? Move(long? variant, long asset, int place)
    {
        if (_galleries.FirstOrDefault(g => g.Variant == variant) is not { } gallery || !gallery.Now.Contains(asset) || !Stays(asset)) return null;
        gallery.Move(asset, Math.Clamp(place, 1, StaysIn(gallery)), _removed);
        return gallery.Now.Where(Stays).TakeWhile(a => a != asset).Count() + 1;
    }

    public WordsDraft? WordsOf(long asset) => _words.GetValueOrDefault(asset);

    public WordsDraft Describe(AssetView asset) => _words[asset.Id] = new(asset);

    /// <summary>The product is gone; everything waits for its return.</summary>
    public void Lose() => IsGone = true;

    /// <summary>What the database says now.</summary>
    public void Read(ProductView now)
    {
        IsGone = false;
        if (now.GalleryVersion < Product.GalleryVersion) return; // two readings at once: this one began earlier
        var others = Compare(Places(Product), Places(now));
        Meanwhile = new(Meanwhile.Added + others.Added, Meanwhile.Left + others.Left, Meanwhile.IsArranged || others.IsArranged);
        (Product, _pictures) = (now, ByAsset(now));
        Name.Read(now.Name);
        Sku.Read(now.Sku);
        var drafts = _galleries.ToDictionary(g => g.Variant ?? 0);
        foreach (var (variant, order) in Orders(now))
            if (drafts.TryGetValue(variant ?? 0, out var draft)) draft.Read(order, _removed);
        _galleries = [.. Orders(now).Select(o => drafts.GetValueOrDefault(o.Variant ?? 0) ?? new(o.Variant, o.Order))];
        _removed.IntersectWith(_pictures.Keys);
        foreach (var gone in _words.Keys.Except(_pictures.Keys).ToList()) _words.Remove(gone);
    }

    public void Read(IEnumerable<AssetView> assets)
    {
        foreach (var asset in assets)
        {
            if (!_words.TryGetValue(asset.Id, out var draft) || draft.IsHeld) continue;
            draft.Read(asset);
            draft.Look();
        }
    }

    public void Acknowledge() => Meanwhile = new(0, 0, false);

    /// <summary>Where both changed the same, what stands here counts.</summary>
    public void KeepMine()
    {
        Name.KeepMine();
        Sku.KeepMine();
        foreach (var gallery in _galleries) gallery.KeepMine();
        foreach (var draft in _words.Values.Where(d => d.IsOvertaken)) draft.KeepMine();
    }

    /// <summary>Where both changed the same, what they made of it counts; everything else that is to change stays.</summary>
    public void TakeTheirs()
    {
        foreach (var text in ((TextDraft[])[Name, Sku]).Where(t => t.IsOvertaken)) text.TakeTheirs();
        foreach (var gallery in _galleries.Where(g => g.IsOvertaken)) gallery.TakeTheirs();
        foreach (var draft in _words.Values.Where(d => d.IsOvertaken)) draft.TakeTheirs();
    }

    /// <summary>Everything is as it stands in the database.</summary>
    public void Discard()
    {
        Name.TakeTheirs();
        Sku.TakeTheirs();
        _removed.Clear();
        _words.Clear();
        foreach (var gallery in _galleries) gallery.TakeTheirs();
    }

    public ProductEdit ToEdit() => new(Product.Id, Product.GalleryVersion)
    {
        Name = Name.Edit,
        Sku = Sku.Edit,
        Removals = [.. _removed],
        Orders = [.. _galleries.Where(g => g.Moved(_removed).Count > 0).Select(g => new GalleryWish(g.Variant, [.. g.Now.Where(Stays)]))],
        Words = _words.Where(w => w.Value.IsChanged && Stays(w.Key)).ToDictionary(w => w.Key, w => w.Value.Edit!),
    };

    public KeptEdit ToKept() => new(Product.Id, Name.Kept, Sku.Kept, [.. _removed], [.. _galleries.Select(g => g.Kept)],
        [.. _words.Values.Where(w => w.IsChanged).Select(w => w.Kept)]);

    /// <summary>Goes on with kept changes, on top of what the database says now; what others did meanwhile counts as news.</summary>
    public void Resume(KeptEdit kept, IEnumerable<AssetView> described)
    {
        var galleries = kept.Galleries.ToDictionary(g => g.Variant ?? 0);
        Meanwhile = Compare(
            [.. kept.Galleries.SelectMany(g => g.Before.Select(asset => (g.Variant, asset)))],
            [.. _galleries.SelectMany(g => g.Before.Select(asset => (g.Variant, asset)))]);
        Name.Resume(kept.Name);
        Sku.Resume(kept.Sku);
        _removed.UnionWith(kept.Removed.Intersect(_pictures.Keys));
        foreach (var gallery in _galleries)
            if (galleries.TryGetValue(gallery.Variant ?? 0, out var draft)) gallery.Resume(draft, _removed);
        var words = kept.Words.ToDictionary(w => w.AssetId);
        foreach (var asset in described.Where(a => _pictures.ContainsKey(a.Id))) _words[asset.Id] = new(asset, words[asset.Id]);
    }

    private bool Stays(long asset) => !_removed.Contains(asset);

    private PendingChange Pending(long asset, IReadOnlySet<long> moved) => !Stays(asset) ? PendingChange.Removed
        : (moved.Contains(asset) ? PendingChange.Moved : 0) | (_words.GetValueOrDefault(asset)?.IsChanged == true ? PendingChange.Described : 0);

    /// <summary>The product's own gallery first, also when it is empty; of its variants those that have pictures.</summary>
    private static IEnumerable<(long? Variant, IReadOnlyList<long> Order)> Orders(ProductView product)
    {
        var orders = product.Pictures.ToLookup(p => p.VariantId, p => p.AssetId);
        return product.Variants.Select(v => (long?)v.Id).Where(orders.Contains).Prepend(null).Select(v => (v, (IReadOnlyList<long>)[.. orders[v]]));
    }

    private static Dictionary<long, GalleryPicture> ByAsset(ProductView product) => product.Pictures.GroupBy(p => p.AssetId).ToDictionary(g => g.Key, g => g.First());

    private static List<(long? Variant, long Asset)> Places(ProductView product) =>
        [.. product.Pictures.Select(p => (p.VariantId, p.AssetId))];

    private static Meanwhile Compare(List<(long? Variant, long Asset)> was, List<(long? Variant, long Asset)> @is)
    {
        return new(@is.Except(was).Count(), was.Except(@is).Count(), !was.Intersect(@is).SequenceEqual(@is.Intersect(was)));
    }
}
