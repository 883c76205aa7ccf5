using System.ComponentModel.DataAnnotations;

namespace MediaAdmin.Describing;

/// <summary>Section <c>Describing</c>.</summary>
public sealed class DescribingOptions
{
    /// <summary>Of how many pictures the store is told at a time.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 200;

    /// <summary>How often the store is told of one picture before a person must look. Times at which the store served nobody do not count.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The first wait before a picture is told of again, and the first pause when the store serves nobody; each further wait is twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0500000", "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one looks for what nobody woke the job for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromMinutes(1);
}
