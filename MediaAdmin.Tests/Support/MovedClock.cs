namespace MediaAdmin.Tests.Support;

/// <summary>The real clock, put forward by as much as a test wants.</summary>
public sealed class MovedClock : TimeProvider
{
    private long _ticks;

    public void PutForward(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
}
