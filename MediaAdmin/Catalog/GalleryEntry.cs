namespace MediaAdmin.Catalog;

/// <summary>What happened to a gallery.</summary>
public enum GalleryChange { Added, Removed, Restored, Reordered, Replaced }

/// <summary>One line of a gallery's diary: who changed it how, and the pictures in their order afterwards.</summary>
public sealed class GalleryEntry
{
    public long Id { get; private init; }
    public long ProductId { get; init; }
    public long? VariantId { get; init; }
    public DateTimeOffset At { get; set; }
    public string Actor { get; init; } = "";
    public string ActorName { get; init; } = "";
    public GalleryChange Change { get; init; }

    /// <summary>How many pictures were added, removed, brought back or replaced; of a new order, how many moved.</summary>
    public int Pictures { get; set; }

    /// <summary>The assets' ids in order.</summary>
    public List<long> Order { get; set; } = [];
}

/// <summary>Somebody decided that two pictures that look alike are two; the smaller id comes first.</summary>
public sealed class Distinction
{
    public long AssetId { get; init; }
    public long OtherId { get; init; }
    public string Actor { get; init; } = "";
    public DateTimeOffset At { get; init; }
}
