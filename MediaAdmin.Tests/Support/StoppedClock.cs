namespace MediaAdmin.Tests.Support;

/// <summary>Stands still until it is moved; timers go off, once, when it is moved past them.</summary>
public sealed class StoppedClock : TimeProvider
{
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>So much too early the next timers that are set go off, as timers of a coarser clock do.</summary>
    public TimeSpan Early { get; set; }

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Advance(TimeSpan by)
    {
        var until = _now + by;
        while (Next(until) is { } alarm)
        {
            if (alarm.At > _now) _now = alarm.At.Value;
            alarm.GoOff();
        }
        _now = until;
    }

    private Alarm? Next(DateTimeOffset until)
    {
        lock (_alarms) return _alarms.Where(a => a.At <= until).MinBy(a => a.At);
    }

    private sealed class Alarm(StoppedClock clock, Action ring) : ITimer
    {
        public DateTimeOffset? At { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._alarms)
            {
                At = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime - (dueTime > clock.Early ? clock.Early : TimeSpan.Zero);
                clock._alarms.Remove(this);
                if (At is not null) clock._alarms.Add(this);
            }
            return true;
        }

        public void GoOff()
        {
            Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            ring();
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
