namespace MediaAdmin.Access;

/// <summary>
/// Slows down whoever tries again and again: after <see cref="FreeTries"/> each further try waits twice as long for its turn, until one is
/// right. A short wait is
/// spent here, a long one is refused without a look, so that a thousand tries at the same moment come no further than one after the other.
/// Whoever tries is named
/// by the caller, so that nobody waits because of somebody else. Kept in memory: a restart begins anew.
/// </summary>
public sealed class SlowDown(TimeProvider clock)
{
    public const int FreeTries = 5;
    private const int MostKept = 50_000;
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5), Forgotten = TimeSpan.FromHours(1);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), SpentHere = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Tries> _tries = [];

    /// <summary>Counts a try and returns when it may be made: null then, otherwise how long to wait before the next one.</summary>
    public async Task<TimeSpan?> WaitForTurnAsync(string who, CancellationToken ct)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_tries.Count >= MostKept) Forget();
            if (!_tries.TryGetValue(who, out var tries)
                || clock.GetElapsedTime(tries.LastAt, now) > Forgotten) _tries[who] = tries = new() { LastAt = now };
            wait = tries.Wait - clock.GetElapsedTime(tries.LastAt, now);
            if (wait > SpentHere) return wait;
            if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
            tries.Count++;
            (tries.LastAt, tries.Wait) = (now, wait + After(tries.Count));
        }
        if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, ct);
        return null;
    }

    /// <summary>It was right: the next wrong one is the first again.</summary>
    public void Forget(string who)
    {
        lock (_lock) _tries.Remove(who);
    }

    private static TimeSpan After(int tries) =>
        tries < FreeTries ? TimeSpan.Zero : First * Math.Min(Math.Pow(2, tries - FreeTries), Longest / First);

    private void Forget()
    {
        foreach (var (who, tries) in _tries)
            if (tries.Count < FreeTries || clock.GetElapsedTime(tries.LastAt) > Forgotten) _tries.Remove(who);
    }

    private sealed class Tries
    {
        public int Count { get; set; }
        public long LastAt { get; set; }

        /// <summary>From <see cref="LastAt"/> on.</summary>
        public TimeSpan Wait { get; set; }
    }
}
