namespace MediaAdmin.Uploads;

/// <summary>Section <c>Uploads</c>. The byte and pixel caps are the same in the browser, the tus endpoint, Kestrel and the image worker.</summary>
public sealed class UploadOptions
{
    public long MaxFileBytes { get; set; } = 100L << 20;
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Files that a browser sends at the same time.</summary>
    public int Parallel { get; set; } = 4;

    /// <summary>Keep GPS position and camera data in what is stored.</summary>
    public bool KeepMetadata { get; set; }

    /// <summary>How long an unfinished upload is kept after its last byte arrived.</summary>
    public TimeSpan KeepUnfinished { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often storing is tried again when the store is not available, and the first wait; each further wait is twice as long.</summary>
    public int MaxRetries { get; set; } = 8;
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the sweep looks for what a crash left behind.</summary>
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromMinutes(1);

    internal IEnumerable<string> Faults()
    {
        if (MaxFileBytes is < 1024 or > 1L << 40) yield return "Uploads:MaxFileBytes must be between 1024 and 1099511627776 (1 TiB).";
        if (MaxPixels is < 10_000 or > 10_000_000_000) yield return "Uploads:MaxPixels must be between 10000 and 10000000000.";
        if (Parallel is < 1 or > 16) yield return "Uploads:Parallel must be between 1 and 16.";
        if (KeepUnfinished < TimeSpan.FromMinutes(1)) yield return "Uploads:KeepUnfinished must be at least 00:01:00.";
        if (MaxRetries is < 1 or > 50) yield return "Uploads:MaxRetries must be between 1 and 50.";
        if (FirstRetry < TimeSpan.FromMilliseconds(50)) yield return "Uploads:FirstRetry must be at least 00:00:00.050.";
        if (SweepEvery < TimeSpan.FromSeconds(1)) yield return "Uploads:SweepEvery must be at least 00:00:01.";
    }
}
