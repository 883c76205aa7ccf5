using Npgsql;

namespace MediaAdmin.Tests.Support;

/// <summary>On which database an app runs.</summary>
public enum TestDatabase { Sqlite, PostgreSql }

/// <summary>
/// Rows for theories about data: SQLite always, PostgreSQL when <see cref="TestPostgres.Variable"/> names a server. On a build machine
/// (CI=true) the PostgreSQL row is always there and fails without a server, so that it is never skipped unseen.
/// </summary>
public sealed class TestDatabases : TheoryData<TestDatabase>
{
    public TestDatabases()
    {
        foreach (var database in All) Add(database);
    }

    /// <summary>The same for loops.</summary>
    public static IEnumerable<TestDatabase> All =>
        TestPostgres.Server is not null || Environment.GetEnvironmentVariable("CI") == "true" ? [TestDatabase.Sqlite, TestDatabase.PostgreSql] : [TestDatabase.Sqlite];
}

/// <summary>Apps on each database, started when first asked for and shared by the tests of a class.</summary>
public sealed class AppOnEachDatabase : IAsyncLifetime
{
    private readonly Dictionary<TestDatabase, MediaApp> _apps = [];

    public MediaApp On(TestDatabase database) => _apps.TryGetValue(database, out var app) ? app : _apps[database] = new(database: database);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var app in _apps.Values) await app.DisposeAsync();
    }
}

/// <summary>A database of its own on the server that <see cref="Variable"/> names; it goes with the app.</summary>
sealed class TestPostgres
{
    public const string Variable = "MEDIAADMIN_TEST_POSTGRES";

    private readonly string _name = "mediaadmin_test_" + Guid.NewGuid().ToString("N");

    public TestPostgres()
    {
        Execute($"create database {_name}");
        ConnectionString = new NpgsqlConnectionStringBuilder(ServerOrThrow()) { Database = _name, MaxPoolSize = 30 }.ToString();
    }

    public static string? Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    public string ConnectionString { get; }

    public void Drop()
    {
        using (var pool = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(pool);
        Execute($"drop database {_name} with (force)");
    }

    private static string ServerOrThrow() => Server
        ?? throw new InvalidOperationException($"The environment variable {Variable} is missing. Give it the connection string of a PostgreSQL server on which databases may be created.");

    private static void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ServerOrThrow());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
