using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Variants;

/// <summary>
/// A variant as the board shows it: the edits, its own pictures in order, those of the product when it has none of its own, what is wrong with it, whether it is selected,
/// which of its pictures is picked up, and how many pictures are chosen to be put on it. Equal when it looks the same.
/// </summary>
public sealed record BoardRow(
    DraftRow Draft, int Number, IReadOnlyList<GalleryPicture> Own, IReadOnlyList<GalleryPicture> Inherited, IReadOnlyList<VariantFault> Faults,
    bool IsSelected, long? Held, int Chosen, bool MayMoveUp, bool MayMoveDown)
{
    public bool Equals(BoardRow? other) =>
        other is not null && Draft == other.Draft && (Number, IsSelected, Held, Chosen, MayMoveUp, MayMoveDown) == (other.Number, other.IsSelected, other.Held, other.Chosen, other.MayMoveUp, other.MayMoveDown)
        && Own.SequenceEqual(other.Own) && Inherited.SequenceEqual(other.Inherited) && Faults.SequenceEqual(other.Faults);

    public override int GetHashCode() => HashCode.Combine(Draft.Key, Number);
}
