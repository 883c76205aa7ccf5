using System.Globalization;

namespace MediaAdmin.Data;

/// <summary>
/// SQLite and its job store serve one process: a second portal on the same data directory is refused at start, not discovered later.
/// The lock is the operating system's, so it ends with the process however that dies. PostgreSQL serves many portals and needs none.
/// </summary>
public sealed class InstanceLock(IConfiguration configuration, DatabaseOptions database) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private FileStream? _held;

    public bool IsHeld => _held is not null;

    /// <summary>How long to wait for a portal that is about to end, such as the one that this one replaces.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="StartFaultException">Another portal holds the data directory; the message names its process.</exception>
    public async Task TakeAsync(CancellationToken ct)
    {
        if (!database.IsSqlite || IsHeld) return;
        var data = DataDirectory.Read(configuration);
        for (var waited = TimeSpan.Zero; !TryTake(Path.Combine(data, "portal.lock")); waited += LookAgain)
        {
            if (waited >= Patience) throw new StartFaultException(
                $"DataDirectory: another MediaAdmin{Holder(data)} is running on {data}. Stop it first, or use PostgreSQL (Database:Provider) to run several.");
            await Task.Delay(LookAgain, ct);
        }
        // A file of its own: the locked one cannot be read.
        await File.WriteAllTextAsync(ProcessFile(data), Environment.ProcessId.ToString(CultureInfo.InvariantCulture), ct);
    }

    public void Release()
    {
        _held?.Dispose();
        _held = null;
    }

    public void Dispose() => Release();

    private bool TryTake(string path)
    {
        try
        {
            _held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Holder(string data) => File.Exists(ProcessFile(data)) ? $" (process {File.ReadAllText(ProcessFile(data))})" : "";

    private static string ProcessFile(string data) => Path.Combine(data, "portal.pid");
}

/// <summary>The portal cannot start; the message says why and what to do, in plain words.</summary>
public sealed class StartFaultException(string message, Exception? inner = null) : Exception(message, inner);
