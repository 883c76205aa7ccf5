using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Variants;

/// <summary>Which variants the board shows.</summary>
public enum BoardFilter { All, Inheriting, Asking }

/// <summary>
/// What the board shows and what somebody has chosen on it: pictures in the tray, variants in the list, one picture picked up. Edits of the list wait in
/// <see cref="Draft"/> for the save; what happens to pictures is saved at once.
/// </summary>
public sealed class BoardState
{
    private readonly HashSet<long> _selected = [], _chosen = [], _asked = [];
    private long? _lastSelected;
    private bool _lastWas;
    private int _acts;

    public ProductView? Product { get; private set; }
    public VariantDraft Draft { get; } = new();
    public IReadOnlyList<BoardRow> Rows { get; private set; } = [];
    public string Search { get; private set; } = "";
    public BoardFilter Filter { get; private set; }

    /// <summary>A save was tried: from then on also what is merely missing counts as a fault.</summary>
    public bool IsStrict { get; private set; }
    public (long Variant, long Asset)? Held { get; private set; }

    public IReadOnlyList<GalleryPicture> Tray => Product is null ? [] : [.. Product.Pictures.Where(p => p.VariantId is null)];

    /// <summary>In the order of the tray.</summary>
    public IReadOnlyList<long> Chosen => [.. Tray.Select(p => p.AssetId).Where(_chosen.Contains)];

    /// <summary>In the order of the list.</summary>
    public IReadOnlyList<long> Selected => [.. Draft.Rows.Where(r => !r.IsRemoved && r.Id is { } id && _selected.Contains(id)).Select(r => r.Id!.Value)];
    public bool AllSelected => Rows.Any(IsSelectable) && Rows.Where(IsSelectable).All(r => r.IsSelected);
    public int Faulty => Draft.Faults().Count(g => Shown(g).Any());
    public bool IsBusy => _acts > 0;

    /// <summary>How many pictures lose a place when the removed rows go.</summary>
    public int PlacesLost => Draft.Rows.Where(r => r.IsRemoved).Sum(r => OwnOf(r.Id!.Value).Count);
    public int Asking => Draft.Rows.Count(r => r.AsksForChoice);

    /// <param name="product">What the database says now; null when the product is gone.</param>
    public void Show(ProductView? product)
    {
        Product = product;
        if (product is null) return;
        Draft.Load(product.Sku, product.Variants);
        _selected.IntersectWith(product.Variants.Select(v => v.Id));
        _chosen.IntersectWith(Tray.Select(p => p.AssetId));
        if (Held is { } held && !OwnOf(held.Variant).Any(p => p.AssetId == held.Asset)) Held = null;
        Arrange();
    }

    public void Find(string search) => Arrange(() => Search = search);

    /// <summary>Rows that ask for something stay shown while they are mended.</summary>
    public void Only(BoardFilter filter) => Arrange(() =>
    {
        Filter = filter;
        _asked.Clear();
    });

    public void Edit(Action<VariantDraft> edit) => Arrange(() => edit(Draft));

    public void BeStrict(bool strict) => Arrange(() => IsStrict = strict);

    public void Discard() => Arrange(() =>
    {
        (IsStrict, Filter) = (false, BoardFilter.All);
        Draft.Discard();
    });

    /// <summary>The rows sent are saved, as <paramref name="saved"/>.</summary>
    public void Accept(IReadOnlyList<DraftRow> sent, IReadOnlyList<VariantView> saved) => Arrange(() =>
    {
        (IsStrict, Filter) = (false, Filter == BoardFilter.Asking ? BoardFilter.All : Filter);
        Draft.Accept(sent, saved);
        Product = Product! with { Variants = saved };
    });

    /// <summary>While one's own act runs, what the database says is not looked at.</summary>
    public IDisposable Busy() => new Act(this);

    public void Choose(long asset) => Arrange(() =>
    {
        if (!_chosen.Remove(asset)) _chosen.Add(asset);
        Held = null;
    });

    public void ChooseAll(bool all) => Arrange(() =>
    {
        _chosen.Clear();
        if (all) _chosen.UnionWith(Tray.Select(p => p.AssetId));
        Held = null;
    });

    /// <summary>Selects a variant, or no longer; as a range everything from the last one on becomes what that one became.</summary>
    public void Select(long variant, bool range) => Arrange(() =>
    {
        var shown = Rows.Where(IsSelectable).Select(r => r.Draft.Id!.Value).ToList();
        var (from, to) = (range && _lastSelected is { } last ? shown.IndexOf(last) : -1, shown.IndexOf(variant));
        if (from < 0) Select([variant], _lastWas = !_selected.Contains(variant));
        else Select(shown.Skip(Math.Min(from, to)).Take(Math.Abs(from - to) + 1), _lastWas);
        _lastSelected = variant;
    });

    /// <summary>Everything that is shown.</summary>
    public void SelectAll(bool all) => Arrange(() => Select([.. Rows.Where(IsSelectable).Select(r => r.Draft.Id!.Value)], all));

    /// <summary>Picks a picture of a variant up, so that it can be moved or taken out; once more puts it down.</summary>
    public void Hold(long variant, long asset) => Arrange(() => Held = Held == (variant, asset) ? null : (variant, asset));

    /// <summary>On which variants a drop on one lands: on all selected ones if it is among them.</summary>
    public IReadOnlyList<long> TargetsOf(long variant) => _selected.Contains(variant) ? Selected : [variant];

    /// <summary>Which pictures a drag of one carries: all chosen ones if it is among them.</summary>
    public IReadOnlyList<long> CarriedWith(long asset) => _chosen.Contains(asset) ? Chosen : [asset];

    public void PutDown() => Arrange(() => (Held, _lastSelected) = (null, null));

    public void Unchoose() => Arrange(_chosen.Clear);

    public IReadOnlyList<GalleryPicture> OwnOf(long variant) => Product is null ? [] : [.. Product.Pictures.Where(p => p.VariantId == variant)];

    /// <summary>Shows a picture at another place (from 1) of its variant before the database knows; the order to save, or null when nothing would move.</summary>
    public IReadOnlyList<long>? MovePicture(long variant, long asset, int place)
    {
        var own = OwnOf(variant).ToList();
        var from = own.FindIndex(p => p.AssetId == asset);
        var to = Math.Clamp(place, 1, Math.Max(1, own.Count)) - 1;
        if (from < 0 || from == to) return null;
        var picture = own[from];
        own.RemoveAt(from);
        own.Insert(to, picture);
        Arrange(() => Product = Product! with { Pictures = [.. Product.Pictures.Where(p => p.VariantId != variant), .. own.Select((p, n) => p with { Position = n + 1 })] });
        return [.. own.Select(p => p.AssetId)];
    }

    public void Arranged(int version) => Product = Product! with { GalleryVersion = version };

    private void Arrange(Action change)
    {
        change();
        Arrange();
    }

    private void Arrange()
    {
        var (own, tray, chosen, faults) = (Product?.Pictures.ToLookup(p => p.VariantId), Tray, Chosen.Count, Draft.Faults());
        var (words, movable) = (Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries), Search.Length == 0 && Filter == BoardFilter.All);
        Rows = [.. Draft.Rows.Index().Select(r =>
        {
            var (row, mine) = (r.Item, r.Item.Id is { } id ? own?[id].ToList() ?? [] : (List<GalleryPicture>)[]);
            return new BoardRow(row, r.Index + 1, mine, mine.Count == 0 && row.Id is not null ? tray : [], [.. Shown(faults[row.Key])], row is { Id: { } one, IsRemoved: false } && _selected.Contains(one),
                Held?.Variant == row.Id ? Held?.Asset : null, chosen, movable && r.Index > 0, movable && r.Index < Draft.Rows.Count - 1);
        }).Where(row => IsShown(row, words))];
    }

    private bool IsShown(BoardRow row, string[] words) => (Filter switch
    {
        BoardFilter.Inheriting => row.Own.Count == 0,
        BoardFilter.Asking => (row.Faults.Count > 0 || row.Draft.AsksForChoice) && _asked.Add(row.Draft.Key) || _asked.Contains(row.Draft.Key),
        _ => true,
    } && words.All(Folding.Fold($"{row.Draft.Sku} {row.Draft.Name} {row.Draft.Saved?.Sku} {row.Draft.Saved?.Name}").Contains)) || row.Draft.IsBlank;

    private static bool IsSelectable(BoardRow row) => row.Draft is { Id: not null, IsRemoved: false };

    /// <summary>Nobody is told off for what they have not come to yet.</summary>
    private IEnumerable<VariantFault> Shown(IEnumerable<VariantFault> faults) => IsStrict ? faults : faults.Where(f => f.Problem is not (VariantProblem.SkuMissing or VariantProblem.NameMissing));

    private void Select(IEnumerable<long> variants, bool selected)
    {
        if (selected) _selected.UnionWith(variants);
        else _selected.ExceptWith(variants);
    }

    private sealed class Act : IDisposable
    {
        private readonly BoardState _board;

        public Act(BoardState board) => (_board = board)._acts++;

        public void Dispose() => _board._acts--;
    }
}
