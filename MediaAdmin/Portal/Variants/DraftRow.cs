using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Variants;

/// <summary>A row of the board as somebody edits it: what is saved (nothing for a new one), and what it shall be.</summary>
public sealed record DraftRow(long Key, VariantView? Saved, string Sku, string Name)
{
    /// <summary>It goes with the next save.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>The SKU of a new row is made from its name until somebody types one.</summary>
    public bool HasOwnSku { get; init; }

    /// <summary>What somebody else saved for it while it was being edited here, as long as the reader has not chosen.</summary>
    public VariantView? Theirs { get; init; }

    /// <summary>Somebody else removed it while it was being edited here: saved, it is a new one.</summary>
    public bool WasRemoved { get; init; }

    public long? Id => Saved?.Id;

    /// <summary>A new row that nobody has filled: it counts nowhere.</summary>
    public bool IsBlank => Saved is null && Sku.Trim().Length == 0 && Name.Trim().Length == 0;
    public bool IsNew => Saved is null && !IsBlank;
    public bool IsChanged => Saved is { } saved && !IsRemoved && (saved.Sku != Sku.Trim() || saved.Name != Name.Trim());
    public bool AsksForChoice => Theirs is not null || WasRemoved;

    public static DraftRow Of(VariantView saved) => new(saved.Id, saved, saved.Sku, saved.Name) { HasOwnSku = true };

    /// <summary>The same edits on top of what is saved now; null when the row is gone and nothing of it was edited.</summary>
    public DraftRow? Onto(VariantView? latest)
    {
        if (Saved is not { } was || latest == was) return this;
        if (latest is null) return IsRemoved || !IsChanged ? null : this with { Saved = null, Theirs = null, WasRemoved = true };
        var (sku, skuClash) = Pick(Sku, was.Sku, latest.Sku);
        var (name, nameClash) = Pick(Name, was.Name, latest.Name);
        var row = this with { Saved = latest, Sku = sku, Name = name, Theirs = null };
        return skuClash || nameClash || IsRemoved || (Theirs is not null && row.IsChanged) ? row with { Theirs = latest } : row;
    }

    private static (string Text, bool Clash) Pick(string mine, string was, string latest) =>
        mine.Trim() == was ? (latest, false) : (mine, latest != was && latest != mine.Trim());
}
