namespace MediaAdmin.Uploads;

/// <summary>
/// One upload as pages and programs see it at a moment: bytes received of <paramref name="Length"/>, bytes stored of <paramref name="StoredLength"/>
/// (which differs when metadata was taken out), and the state in between. Published whole with every change, so that a page needs no query.
/// </summary>
public sealed record UploadView(
    Guid Id, Guid BatchId, int Ordinal, string Owner, string FileName, long Length, long Received, long Stored, long StoredLength,
    UploadState State, UploadFault? Fault, DateTimeOffset? NextAttemptAt, int Attempts,
    long? ProductId, long? VariantId, int? Position, long? AssetId, long? ReplacesAssetId, string? Thumbnail, DateTimeOffset CreatedAt)
{
    /// <summary>Between 0 and 1: half for the bytes received, half for the bytes stored.</summary>
    public double Progress => State == UploadState.Stored ? 1 : (Part(Received, Length) + Part(Stored, StoredLength)) / 2;

    /// <summary>Trying again can help: the bytes are still here and nothing is wrong with them.</summary>
    public bool CanRetry => State == UploadState.Failed && Fault > UploadFault.BytesLost;

    public bool IsOver => State is UploadState.Stored or UploadState.Failed or UploadState.Cancelled;

    private static double Part(long done, long all) => all == 0 ? 0 : Math.Min(1, (double)done / all);
}

/// <summary>News of one upload, published under the topics of its batch, its product and its owner.</summary>
public sealed record UploadChanged(UploadView Upload)
{
    public static string BatchTopic(Guid batch) => $"uploads/batch/{batch:N}";
    public static string ProductTopic(long product) => FormattableString.Invariant($"uploads/product/{product}");
    public static string OwnerTopic(string owner) => $"uploads/owner/{owner}";
}
