using System.ComponentModel.DataAnnotations;

namespace MediaAdmin.Deletion;

/// <summary>Section <c>Deletion</c>.</summary>
public sealed class DeletionOptions
{
    /// <summary>How long a deletion can be undone before the file is taken out of the store; 0 for at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan UndoWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many files are taken out of the queue at a time.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>How often the store is asked for one file before a person must look at it. Times at which the store served nobody do not count.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The first wait before a file is tried again, and the first pause when the store serves nobody; each further wait is longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.0500000", "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the store may take for one call.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the queue is looked through for what nobody woke it for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the story of a deletion is kept after its end.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepHistory { get; set; } = TimeSpan.FromDays(90);
}
