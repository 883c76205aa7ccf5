using Hangfire.Storage;

namespace MediaAdmin.Jobs.Storage;

/// <summary>Hangfire's named locks, for the one process that owns the file: they end with it.</summary>
sealed class ProcessLocks
{
    private readonly Dictionary<string, Entry> _entries = [];

    /// <exception cref="DistributedLockTimeoutException">Somebody else held it all the time.</exception>
    public IDisposable Take(string name, TimeSpan timeout)
    {
        Entry entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue(name, out entry!)) _entries[name] = entry = new();
            entry.Users++;
        }
        if (entry.Free.Wait(timeout)) return new Held(this, name, entry);
        Leave(name, entry);
        throw new DistributedLockTimeoutException(name);
    }

    private void Leave(string name, Entry entry)
    {
        lock (_entries)
        {
            if (--entry.Users > 0) return;
            _entries.Remove(name);
            entry.Dispose();
        }
    }

    private sealed class Entry : IDisposable
    {
        public readonly SemaphoreSlim Free = new(1, 1);
        public int Users;

        public void Dispose() => Free.Dispose();
    }

    private sealed class Held(ProcessLocks locks, string name, Entry entry) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
            entry.Free.Release();
            locks.Leave(name, entry);
        }
    }
}
