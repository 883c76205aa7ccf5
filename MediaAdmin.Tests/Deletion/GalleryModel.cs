using GalleryKey = (long Product, long? Variant);

namespace MediaAdmin.Tests.Deletion;

/// <summary>
/// What galleries must look like, in the plainest way: each is a list of pictures in order, and beside the lists it is noted which pictures and products
/// are in the trash, by which act. Nothing is ever taken out of a list before it is gone for good, so that an undo is exact by nature.
/// </summary>
sealed class GalleryModel
{
    private readonly Dictionary<GalleryKey, List<long>> _lists = [];
    private readonly Dictionary<long, Guid> _trashedPictures = [], _trashedProducts = [];
    private readonly HashSet<long> _pictures = [];

    public IEnumerable<GalleryKey> Galleries => _lists.Keys;
    public IEnumerable<long> Products => _lists.Keys.Select(g => g.Product).Distinct();
    public IEnumerable<long> Pictures => _pictures;
    public IEnumerable<long> LivePictures => _pictures.Where(p => !_trashedPictures.ContainsKey(p));

    public bool IsTrashed(long product) => _trashedProducts.ContainsKey(product);

    public long[] Shown(GalleryKey gallery) => IsTrashed(gallery.Product) ? [] : [.. _lists[gallery].Where(p => !_trashedPictures.ContainsKey(p))];

    public void Open(GalleryKey gallery) => _lists[gallery] = [];

    /// <summary>At a place from 1 among what is shown, or at the end.</summary>
    public void Place(GalleryKey gallery, long picture, int? place = null)
    {
        _pictures.Add(picture);
        var (list, shown) = (_lists[gallery], Shown(gallery));
        if (list.Contains(picture)) return;
        if (place is { } number && number <= shown.Length) list.Insert(list.IndexOf(shown[number - 1]), picture);
        else list.Add(picture);
    }

    public int Delete(IEnumerable<long> pictures, Guid act) => pictures.Distinct().Count(p => _pictures.Contains(p) && _trashedPictures.TryAdd(p, act));

    /// <summary>Its pictures go with it, but for those that are shown elsewhere.</summary>
    public int DeleteProduct(long product, Guid act)
    {
        var elsewhere = Galleries.Where(g => g.Product != product).SelectMany(Shown).ToHashSet();
        var gone = Delete(Galleries.Where(g => g.Product == product).SelectMany(Shown).Where(p => !elsewhere.Contains(p)).ToList(), act);
        _trashedProducts.Add(product, act);
        return gone;
    }

    public (int Pictures, int Products) Undo(Guid act) => (Take(_trashedPictures, t => t.Value == act), Take(_trashedProducts, t => t.Value == act));

    public int Undo(IReadOnlyCollection<long> pictures) => Take(_trashedPictures, t => pictures.Contains(t.Key));

    public void Reorder(GalleryKey gallery, IReadOnlyList<long> order)
    {
        var (list, next) = (_lists[gallery], 0);
        var shown = Shown(gallery).ToHashSet();
        for (var i = 0; i < list.Count; i++)
            if (shown.Contains(list[i])) list[i] = order[next++];
    }

    /// <summary>What is in the trash is gone for good.</summary>
    public void Purge()
    {
        foreach (var list in _lists.Values) list.RemoveAll(_trashedPictures.ContainsKey);
        foreach (var gallery in Galleries.Where(g => IsTrashed(g.Product)).ToList()) _lists.Remove(gallery);
        _pictures.ExceptWith(_trashedPictures.Keys);
        _trashedPictures.Clear();
        _trashedProducts.Clear();
    }

    private static int Take(Dictionary<long, Guid> trash, Func<KeyValuePair<long, Guid>, bool> which)
    {
        var taken = trash.Where(which).Select(t => t.Key).ToList();
        foreach (var id in taken) trash.Remove(id);
        return taken.Count;
    }
}
