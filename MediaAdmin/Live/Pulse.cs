namespace MediaAdmin.Live;

/// <summary>
/// Collects what happens and lets it through at most once per <see cref="Interval"/>: the first event goes at once, what follows
/// within the interval goes together at its end. One per circuit, so a page repaints at most five times a second however busy the shop is.
/// </summary>
public sealed class Pulse : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly HashSet<Action> _due = [];
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private DateTimeOffset _last;
    private bool _disposed;

    // A timer runs in the context of who made it: made here, that is the page's, with its language; made with the first news, it would be the publisher's.
    public Pulse(TimeProvider clock) => (_clock, _timer) = (clock, clock.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));

    /// <summary>Runs <paramref name="flush"/> with the next beat; asking again before it comes changes nothing.</summary>
    public void Request(Action flush)
    {
        lock (_lock)
        {
            if (_disposed || !_due.Add(flush) || _due.Count > 1) return;
            var wait = _last + Interval - _clock.GetUtcNow();
            if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Beat()
    {
        Action[] due;
        lock (_lock)
        {
            due = [.. _due];
            _due.Clear();
            _last = _clock.GetUtcNow();
        }
        foreach (var flush in due) flush();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _due.Clear();
            _timer.Dispose();
        }
    }
}
