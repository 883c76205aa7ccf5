using Microsoft.Data.Sqlite;

namespace MediaAdmin.Jobs.Storage;

/// <summary>
/// <c>jobs.db</c> in the data directory. Jobs can be made again from the rows that they move, so a file that cannot be used is set aside and a new one begun:
/// one of the engine that the portal had before Hangfire, or one that is damaged.
/// </summary>
static partial class JobFile
{
    private const int Corrupt = 11, NotADatabase = 26;

    /// <summary>The path of a file that Hangfire can use.</summary>
    public static string Prepare(string dataDirectory, ILogger log)
    {
        Directory.CreateDirectory(dataDirectory);
        var path = Path.Combine(dataDirectory, "jobs.db");
        if (!File.Exists(path)) return path;
        try
        {
            if (IsOfQuartz(path)) SetAside(path, "quartz", log);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NotADatabase)
        {
            SetAside(path, "damaged", log);
        }
        return path;
    }

    private static bool IsOfQuartz(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var look = connection.CreateCommand();
        look.CommandText = "select count(*) from sqlite_master where name like 'qrtz_triggers'";
        return (long)look.ExecuteScalar()! > 0;
    }

    private static void SetAside(string path, string why, ILogger log)
    {
        var aside = Path.ChangeExtension(path, $".{why}.db");
        foreach (var end in (string[])["", "-wal", "-shm"])
            if (File.Exists(path + end)) File.Move(path + end, aside + end, overwrite: true);
        LogSetAside(log, path, aside);
    }

    [LoggerMessage(LogLevel.Warning, "The job file {Path} cannot be used and was set aside as {Aside}. A new one is begun; every job is queued again from the database.")]
    private static partial void LogSetAside(ILogger log, string path, string aside);
}
