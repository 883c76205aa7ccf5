using Microsoft.Data.Sqlite;

namespace MediaAdmin.Data;

public enum DatabaseProvider { Sqlite, PostgreSql }

/// <summary>Which database keeps the facts: <c>Database:Provider</c> and <c>ConnectionStrings:MediaDb</c>, read once at start.</summary>
public sealed record DatabaseOptions(DatabaseProvider Provider, string ConnectionString)
{
    public bool IsSqlite => Provider == DatabaseProvider.Sqlite;

    public static DatabaseOptions Read(IConfiguration configuration)
    {
        var provider = configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite);
        var given = configuration.GetConnectionString("MediaDb");
        return provider == DatabaseProvider.PostgreSql
            ? new(provider, given ?? "")
            : new(provider, Sqlite(given ?? $"Data Source={Path.Combine(DataDirectory.Read(configuration), "media.db")}"));
    }

    /// <summary>Foreign keys are on whatever the given string says. A writer that finds the database busy waits up to 30 s.</summary>
    public static string Sqlite(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = 30 }.ToString();
}

/// <summary>The folder under which everything the portal keeps on this machine lives: <c>DataDirectory</c>, by default <c>data</c>.</summary>
public static class DataDirectory
{
    public static string Read(IConfiguration configuration) => Path.GetFullPath(configuration["DataDirectory"] is { Length: > 0 } given ? given : "data");
}
