using System.Diagnostics;

namespace MediaAdmin.Tests.Access;

/// <summary>
/// Its time of day stands still until it is moved. Timers run by the real clock: nothing here waits for them longer than needed.
/// </summary>
public sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _passed;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => Stopwatch.GetTimestamp() + (long)(_passed.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan by)
    {
        _passed += by;
        Jump(by);
    }

    /// <summary>Somebody sets the clock: no time passes.</summary>
    public void Jump(TimeSpan by) => _now += by;
}
