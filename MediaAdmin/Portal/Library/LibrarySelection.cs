using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Library;

/// <summary>
/// Which pictures are chosen: some by their ids, or all that match a filter but for some. So choosing a hundred thousand costs no more than choosing one.
/// What arrives after everything was chosen is not chosen with it.
/// </summary>
public sealed class LibrarySelection
{
    private readonly HashSet<long> _named = [];
    private AssetQuery? _all;
    private int _matching, _last = -1;
    private bool _chose;

    public int Count => _all is null ? _named.Count : Math.Max(0, _matching - _named.Count);

    public AssetChoice Choice => new(_all, [.. _named]);

    public bool Has(AssetView asset) => _all is null ? _named.Contains(asset.Id) : asset.CreatedAt < _all.To && !_named.Contains(asset.Id);

    /// <summary>Chooses a picture, or takes it back.</summary>
    public void Press(AssetView asset, int index)
    {
        (_chose, _last) = (!Has(asset), index);
        Set([asset.Id]);
    }

    /// <summary>Everything from the last one pressed to this place becomes what the last one became.</summary>
    public async Task PressToAsync(AssetView asset, int index, Func<int, int, Task<IReadOnlyList<long>>> between)
    {
        if (_last < 0)
        {
            Press(asset, index);
            return;
        }
        var (from, to) = (Math.Min(_last, index), Math.Max(_last, index));
        Set(await between(from, to - from + 1));
        _last = index;
    }

    /// <summary>All that match at this moment.</summary>
    public void All(AssetQuery query, int matching, DateTimeOffset now)
    {
        Clear();
        (_all, _matching) = (query with { To = query.To < now ? query.To : now }, matching);
    }

    /// <summary>Places are not what they were: the next range begins anew.</summary>
    public void Unanchor() => _last = -1;

    public void Clear()
    {
        _named.Clear();
        (_all, _last, _chose) = (null, -1, false);
    }

    private void Set(IReadOnlyCollection<long> ids)
    {
        if (_chose == (_all is null)) _named.UnionWith(ids);
        else _named.ExceptWith(ids);
    }
}
