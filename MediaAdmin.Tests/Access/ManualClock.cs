namespace MediaAdmin.Tests.Access;

/// <summary>Stands still until it is moved. Timers run by the real clock: nothing here waits for them longer than needed.</summary>
public sealed class ManualClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
