namespace MediaAdmin.Data;

/// <summary>
/// SQLite and its job store serve one process: a second portal on the same data directory is refused at start, not discovered later.
/// The lock is the operating system's, so it ends with the process however that dies. PostgreSQL serves many portals and needs none.
/// </summary>
public sealed class InstanceLock(IConfiguration configuration, DatabaseOptions database) : IDisposable
{
    private FileStream? _held;

    /// <exception cref="StartFaultException">Another portal holds the data directory.</exception>
    public void Take()
    {
        if (!database.IsSqlite) return;
        var path = Path.Combine(DataDirectory.Read(configuration), "portal.lock");
        try
        {
            _held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartFaultException($"DataDirectory: another MediaAdmin is running on {Path.GetDirectoryName(path)}. Stop it first, or use PostgreSQL (Database:Provider) to run several.");
        }
    }

    public void Dispose() => _held?.Dispose();
}

/// <summary>The portal cannot start; the message says why and what to do, in plain words.</summary>
public sealed class StartFaultException(string message, Exception? inner = null) : Exception(message, inner);
