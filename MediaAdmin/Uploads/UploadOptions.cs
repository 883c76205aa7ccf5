using System.ComponentModel.DataAnnotations;

namespace MediaAdmin.Uploads;

/// <summary>Section <c>Uploads</c>. The byte and pixel caps are the same in the browser, the tus endpoint, Kestrel and the image worker.</summary>
public sealed class UploadOptions
{
    [Range(1024, 1L << 40)]
    public long MaxFileBytes { get; set; } = 100L << 20;
    [Range(10_000, 10_000_000_000)]
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Files that a browser sends at the same time.</summary>
    [Range(1, 16)]
    public int Parallel { get; set; } = 4;

    /// <summary>Browsers send their files straight to Cloudinary, where that is the store; the portal signs for each of them and verifies it.</summary>
    public bool Direct { get; set; }

    /// <summary>Keep GPS position and camera data in what is stored.</summary>
    public bool KeepMetadata { get; set; }

    /// <summary>How long an unfinished upload is kept after its last byte arrived.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepUnfinished { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often storing is tried again when the store is not available, and the first wait; each further wait is twice as long.</summary>
    [Range(1, 50)]
    public int MaxRetries { get; set; } = 8;
    [Range(typeof(TimeSpan), "00:00:00.0500000", "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the store may take no byte before the attempt counts as failed and is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StoreStall { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the sweep looks for what a crash left behind.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromMinutes(1);
}
