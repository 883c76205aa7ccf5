namespace MediaAdmin.Portal.Arranging;

/// <summary>An order that is to be saved, and the one it takes the place of.</summary>
public sealed record ArrangeWish(long Product, long? Variant, IReadOnlyList<long> Before, IReadOnlyList<long> Order);

/// <summary>
/// What came of a new order. With <paramref name="Before"/> it stands, and this is the way back; with <paramref name="Mine"/> somebody else was faster, and this
/// is what was wished; with neither it failed, or was taken back. Told until a moment, or until it is closed.
/// </summary>
public sealed record ArrangeNote(long? Variant, string Text, DateTimeOffset? Until, IReadOnlyList<long>? Before = null, IReadOnlyList<long>? Mine = null)
{
    public bool IsBad => Until is null;
}
