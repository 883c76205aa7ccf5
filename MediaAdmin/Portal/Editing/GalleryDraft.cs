namespace MediaAdmin.Portal.Editing;

/// <summary>The order of one gallery while it is changed: a variant's, or without one the product's own.</summary>
public sealed class GalleryDraft(long? variant, IReadOnlyList<long> seen)
{
    private readonly HashSet<long> _touched = [];
    private List<long> _now = [.. seen];

    public long? Variant => variant;

    /// <summary>As it stands in the database.</summary>
    public IReadOnlyList<long> Before { get; private set; } = seen;

    /// <summary>As it is to stand, with what is to be removed in between.</summary>
    public IReadOnlyList<long> Now => _now;

    /// <summary>Somebody else arranged it anew while it was being arranged here.</summary>
    public bool IsOvertaken { get; private set; }

    public KeptGallery Kept => new(variant, Before, _now, [.. _touched], IsOvertaken);

    /// <summary>Goes on with an order that was kept, on top of how it stands in the database now.</summary>
    public void Resume(KeptGallery kept, IReadOnlySet<long> removed)
    {
        var theirs = Before;
        (Before, _now, IsOvertaken) = (kept.Before, [.. kept.Now], kept.IsOvertaken);
        _touched.UnionWith(kept.Touched);
        Read(theirs, removed);
    }

    /// <summary>Puts a picture at a place, counted from 1 over what stays.</summary>
    public void Move(long asset, int place, IReadOnlySet<long> removed)
    {
        if (!_now.Remove(asset)) return;
        var stays = _now.Where(a => !removed.Contains(a)).ToList();
        var at = stays.Count == 0 ? _now.Count : place > stays.Count ? _now.IndexOf(stays[^1]) + 1 : _now.IndexOf(stays[Math.Max(0, place - 1)]);
        _now.Insert(at, asset);
        _touched.Add(asset);
    }

    /// <summary>
    /// The fewest pictures that would have to be moved for this order, those that were moved here rather than their neighbours: what stays is the heaviest run of pictures
    /// that follow each other as before.
    /// </summary>
    public IReadOnlySet<long> Moved(IReadOnlySet<long> removed)
    {
        var (was, order) = (Before.Index().ToDictionary(p => p.Item, p => p.Index), _now.Where(a => !removed.Contains(a)).ToList());
        var (weights, links) = (new int[order.Count], new int[order.Count]);
        for (var i = 0; i < order.Count; i++)
        {
            links[i] = -1;
            for (var j = 0; j < i; j++)
                if (was[order[j]] < was[order[i]] && weights[j] > weights[i]) (weights[i], links[i]) = (weights[j], j);
            weights[i] += _touched.Contains(order[i]) ? order.Count : order.Count + 1;
        }
        var moved = order.ToHashSet();
        for (var i = Array.IndexOf(weights, weights.DefaultIfEmpty().Max()); i >= 0; i = links[i]) moved.Remove(order[i]);
        return moved;
    }

    /// <summary>What the database says now: what came stands at the end, what left is gone; an order that somebody else changed counts, unless it was changed here too.</summary>
    public void Read(IReadOnlyList<long> theirs, IReadOnlySet<long> removed)
    {
        if (theirs.SequenceEqual(Before)) return;
        var (mine, isArranged) = (Moved(removed).Count > 0, !Merged(Before, theirs).SequenceEqual(theirs));
        (Before, _now) = (theirs, mine ? Merged(_now, theirs) : [.. theirs]);
        IsOvertaken = mine && (IsOvertaken || isArranged) && !_now.SequenceEqual(theirs);
    }

    public void KeepMine() => IsOvertaken = false;

    public void TakeTheirs()
    {
        (_now, IsOvertaken) = ([.. Before], false);
        _touched.Clear();
    }

    /// <summary>What stands in the gallery now, in the order wished as far as it goes.</summary>
    private static List<long> Merged(IReadOnlyList<long> wished, IReadOnlyList<long> now) => [.. wished.Where(now.Contains), .. now.Except(wished)];
}
