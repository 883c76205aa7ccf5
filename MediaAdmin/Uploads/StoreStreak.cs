namespace MediaAdmin.Uploads;

/// <summary>
/// Tells a store that serves nobody from one file that it cannot digest: different uploads that failed with none stored in between. One upload that fails again and again is its own
/// affair; three are the store's.
/// </summary>
public sealed class StoreStreak
{
    /// <summary>So many different uploads in a row.</summary>
    public const int Outage = 3;

    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _failed = [];

    /// <summary>The store did not serve this upload. True: nor any other of late.</summary>
    public bool Failed(Guid upload)
    {
        lock (_lock)
        {
            _failed.Add(upload);
            return _failed.Count >= Outage;
        }
    }

    /// <summary>The store served.</summary>
    public void End()
    {
        lock (_lock) _failed.Clear();
    }
}
