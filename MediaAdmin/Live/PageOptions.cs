using System.ComponentModel.DataAnnotations;

namespace MediaAdmin.Live;

/// <summary>Section <c>Pages</c>: how long the server keeps what belongs to a page that nobody looks at.</summary>
public sealed class PageOptions
{
    /// <summary>After how long out of sight a page hands its state to the browser and frees the server's memory; 0 for never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PauseAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a page whose connection was lost is kept whole.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan KeepDisconnected { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long its unsaved changes are kept after that, in memory.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan KeepState { get; set; } = TimeSpan.FromDays(1);
}
