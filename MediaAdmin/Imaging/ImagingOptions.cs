using System.ComponentModel.DataAnnotations;

namespace MediaAdmin.Imaging;

/// <summary>What a picture may be and may cost (section "Imaging").</summary>
public sealed class ImagingOptions
{
    /// <summary>Largest width times height; an animation may have twice as many over all its frames.</summary>
    [Range(1, 1_000_000_000)]
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Largest width, and largest height.</summary>
    [Range(1, 1_000_000)]
    public int MaxSide { get; set; } = 30_000;

    /// <summary>Most frames of an animation.</summary>
    [Range(1, 100_000)]
    public int MaxFrames { get; set; } = 300;

    /// <summary>How many worker processes decode at the same time.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Seconds one picture may take by the clock: far more than of the processor, because workers give way to everything else on a busy machine.</summary>
    [Range(1, 3600)]
    public int WallSeconds { get; set; } = 120;

    /// <summary>Seconds of processor time one picture may take.</summary>
    [Range(1, 3600)]
    public int CpuSeconds { get; set; } = 20;

    /// <summary>Seconds after which a worker without work ends and gives its memory back.</summary>
    [Range(1, 86_400)]
    public int RestSeconds { get; set; } = 60;

    /// <summary>Memory a worker may take beyond what it needs to start.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MemoryBytes { get; set; } = 1L << 30;

    /// <summary>Store pictures with the place, camera and author that are written in them.</summary>
    public bool KeepMetadata { get; set; }
}
