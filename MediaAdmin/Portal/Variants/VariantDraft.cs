using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Variants;

/// <summary>The list of variants with its edits, kept while the page's circuit is gone.</summary>
public sealed record KeptVariants(long ProductId, IReadOnlyList<VariantView> Saved, IReadOnlyList<DraftRow> Rows);

/// <summary>
/// The list of variants as somebody edits it, on top of the list as it is saved. When others save, their changes come in and one's own stay;
/// where both changed the same, the row asks for a choice.
/// </summary>
public sealed class VariantDraft
{
    private IReadOnlyList<VariantView> _saved = [];
    private List<DraftRow> _rows = [];
    private string _productSku = "";
    private long _lastNew;

    public IReadOnlyList<DraftRow> Rows => _rows;

    /// <summary>Of the list that the edits are made on.</summary>
    public string Version => VariantVersion.Of(_saved);
    public int Added => _rows.Count(r => r.IsNew);
    public int Renamed => _rows.Count(r => r.IsChanged);
    public int Removed => _rows.Count(r => r.IsRemoved);

    /// <summary>The saved ones stand in another order.</summary>
    public bool IsMoved => !_rows.Where(r => r.Id is not null).Select(r => r.Id!.Value).SequenceEqual(_saved.Select(v => v.Id));
    public int Changes => Added + Renamed + Removed + (IsMoved ? 1 : 0);

    /// <summary>What is saved now, under the edits made so far.</summary>
    public void Load(string productSku, IReadOnlyList<VariantView> latest)
    {
        _productSku = productSku;
        var (theirs, keepsOrder) = (latest.ToDictionary(v => v.Id), IsMoved);
        var mine = _rows.Select(r => r.Onto(r.Id is { } id ? theirs.GetValueOrDefault(id) : null)).OfType<DraftRow>().ToList();
        var known = mine.Where(r => r.Id is not null).ToDictionary(r => r.Id!.Value);
        var saved = latest.Select(v => known.GetValueOrDefault(v.Id) ?? DraftRow.Of(v)).ToList();
        _rows = keepsOrder ? Weave(mine, saved.Where(r => !known.ContainsKey(r.Key)), saved) : Weave(saved, mine.Where(r => r.Id is null), mine);
        _saved = latest;
    }

    public KeptVariants ToKept(long productId) => new(productId, _saved, _rows);

    /// <summary>Goes on with edits that were kept; what is saved now comes in by the next <see cref="Load"/>.</summary>
    public void Resume(KeptVariants kept) =>
        (_saved, _rows, _lastNew) = (kept.Saved, [.. kept.Rows], Math.Min(0, kept.Rows.Select(r => r.Key).DefaultIfEmpty().Min()));

    public void Discard() => _rows = [.. _saved.Select(DraftRow.Of)];

    public void Write(long key, string? sku = null, string? name = null) => Change(key, row =>
    {
        var written = row with { Sku = sku ?? row.Sku, Name = name ?? row.Name, HasOwnSku = sku is null ? row.HasOwnSku : sku.Length > 0 };
        return written.Saved is null && !written.HasOwnSku && sku is null ? written with { Sku = SuggestedSku.For(_productSku, written.Name, Taken(key)) } : written;
    });

    /// <summary>A row that is saved goes with the next save and can be kept until then; a new one goes at once.</summary>
    public void Remove(long key)
    {
        if (_rows.RemoveAll(r => r.Key == key && r.Saved is null) == 0) Change(key, r => r with { IsRemoved = true });
    }

    public void Keep(long key) => Change(key, r => r with { IsRemoved = false, Theirs = r.IsChanged ? r.Theirs : null });

    public void TakeTheirs(long key)
    {
        if (_rows.RemoveAll(r => r.Key == key && r.WasRemoved) == 0) Change(key, r => r.Theirs is { } theirs ? DraftRow.Of(theirs) : r);
    }

    public void KeepMine(long key) => Change(key, r => r with { Theirs = null, WasRemoved = false });

    public void Move(long key, int by)
    {
        var from = _rows.FindIndex(r => r.Key == key);
        var to = from + by;
        if (from < 0 || to < 0 || to >= _rows.Count) return;
        var row = _rows[from];
        _rows.RemoveAt(from);
        _rows.Insert(to, row);
    }

    /// <summary>A new, empty row at the end; there is never more than one.</summary>
    public long Add()
    {
        if (_rows.Find(r => r.IsBlank) is { } blank) return blank.Key;
        _rows.Add(new(--_lastNew, null, "", ""));
        return _lastNew;
    }

    /// <summary>Takes over pasted lines: a SKU that is there gets the name, another one is added.</summary>
    public void Paste(IReadOnlyList<PastedVariant> lines)
    {
        _rows.RemoveAll(r => r.IsBlank);
        foreach (var line in lines)
        {
            if (_rows.Find(r => r.Sku.Trim() == line.Sku) is { } there) Change(there.Key, r => r with { Name = line.Name, IsRemoved = false });
            else _rows.Add(new(--_lastNew, null, line.Sku, line.Name) { HasOwnSku = true });
        }
    }

    /// <summary>The rows that a save sends, in order.</summary>
    public IReadOnlyList<DraftRow> Sending() => [.. _rows.Where(r => !r.IsRemoved && !r.IsBlank)];

    public static IReadOnlyList<WishedVariant> Wish(IEnumerable<DraftRow> rows) => [.. rows.Select(r => new WishedVariant(r.Id, r.Sku.Trim(), r.Name.Trim()))];

    /// <summary>What was sent is saved; what was typed since then is kept as an edit.</summary>
    public void Accept(IReadOnlyList<DraftRow> sent, IReadOnlyList<VariantView> saved)
    {
        var views = sent.Zip(saved).ToDictionary(p => p.First.Key, p => p.Second);
        _rows = [.. _rows.Where(r => views.ContainsKey(r.Key) || r.Saved is null)
            .Select(r => views.TryGetValue(r.Key, out var view) ? r with { Key = view.Id, Saved = view, HasOwnSku = true, Theirs = null, WasRemoved = false } : r)];
        _saved = saved;
    }

    /// <summary>What keeps the list from being saved, by the key of the row.</summary>
    public ILookup<long, VariantFault> Faults()
    {
        var rows = Sending();
        return VariantCheck.Faults(Wish(rows), _saved.Select(v => v.Id).ToHashSet()).ToLookup(f => rows[f.Row].Key);
    }

    private HashSet<string> Taken(long except) => [.. _rows.Where(r => r.Key != except && !r.IsRemoved).Select(r => r.Sku.Trim())];

    private void Change(long key, Func<DraftRow, DraftRow> change)
    {
        if (_rows.FindIndex(r => r.Key == key) is >= 0 and var index) _rows[index] = change(_rows[index]);
    }

    /// <summary>The <paramref name="others"/> come into the <paramref name="spine"/>, each behind the nearest row that it follows where it comes from; new ones at the end stay there.</summary>
    private static List<DraftRow> Weave(IEnumerable<DraftRow> spine, IEnumerable<DraftRow> others, List<DraftRow> origin)
    {
        var (woven, tail) = (spine.ToList(), origin.FindLastIndex(r => r.Id is not null));
        foreach (var other in others)
        {
            var place = origin.IndexOf(other);
            var before = origin.Take(place).Reverse().Select(r => woven.FindIndex(w => w.Key == r.Key)).FirstOrDefault(i => i >= 0, -1);
            woven.Insert(place > tail ? woven.Count : before + 1, other);
        }
        return woven;
    }
}
