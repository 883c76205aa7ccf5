namespace MediaAdmin.Deletion;

/// <summary>
/// A merge gave a placement another picture. It is taken back when the picture that went by the merge comes back, and forgotten when that is gone for good.
/// Of several for one placement the later ones rest on the earlier.
/// </summary>
public sealed class Repointing
{
    public long Id { get; private init; }
    public long PlacementId { get; private init; }

    /// <summary>What the placement showed before.</summary>
    public long AssetId { get; private init; }

    /// <summary>The picture that went to the trash for it.</summary>
    public long GoneId { get; private init; }
}

/// <summary>A merge gave words to the picture that stayed: its words before and after, as JSON. Words that somebody changed since are not taken back.</summary>
public sealed class TakenWords
{
    public long AssetId { get; init; }

    /// <summary>The merge.</summary>
    public Guid OperationId { get; init; }
    public string Before { get; init; } = "";
    public string After { get; init; } = "";
}
