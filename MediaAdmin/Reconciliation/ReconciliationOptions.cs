using System.ComponentModel.DataAnnotations;

namespace MediaAdmin.Reconciliation;

/// <summary>Section <c>Reconciliation</c>.</summary>
public sealed class ReconciliationOptions
{
    /// <summary>The time of day, in UTC, of the nightly check; empty for none.</summary>
    public TimeOnly? At { get; set; } = new(3, 30);

    /// <summary>What changed within this time may be on its way and is not reported.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the store may take for an answer before the check breaks off.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a picture whose file is lost can be brought back from the trash, if that is longer than the undo window: nobody deleted it,
    /// and its words and places are worth more than the row they take.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan KeepLost { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Nothing is put in order when more than this share of the store is unknown or of the library is lost, and more than <see cref="Few"/> of them.</summary>
    [Range(0.0, 1.0)]
    public double LargestShare { get; set; } = 0.5;

    /// <summary>So many are put in order whatever their share.</summary>
    public const int Few = 20;

    internal bool IsTooMuch(ReconciliationReport report) => IsTooMuch(report.Orphans.Found, report.Objects) || IsTooMuch(report.Lost.Found, report.Assets);

    private bool IsTooMuch(int found, int of) => found > Few && found > of * LargestShare;
}
