namespace MediaAdmin.Portal.Parts;

/// <summary>Bytes a second and time left from how far it is by when, smoothed so that the figures can be read.</summary>
public sealed class Speedometer(TimeProvider clock)
{
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(800), Settle = TimeSpan.FromSeconds(2);
    private const double Weight = 0.25;

    private DateTimeOffset _began, _at;
    private long _done;
    private double? _speed;

    public long? BytesPerSecond => _speed is { } speed && _at - _began >= Settle ? (long)speed : null;

    public void Read(long done)
    {
        var now = clock.GetUtcNow();
        if (_at == default || done < _done) // the first reading, or something was taken back
        {
            (_began, _at, _done, _speed) = (now, now, done, null);
            return;
        }
        if (now - _at < Sample) return;
        var current = (done - _done) / (now - _at).TotalSeconds;
        _speed = _speed is { } before ? before + Weight * (current - before) : current;
        (_at, _done) = (now, done);
    }

    public TimeSpan? Left(long all) => BytesPerSecond is > 0 and var speed ? TimeSpan.FromSeconds((double)Math.Max(0, all - _done) / speed) : null;
}
