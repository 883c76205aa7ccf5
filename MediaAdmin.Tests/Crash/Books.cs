using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Data.Sqlite;

namespace MediaAdmin.Tests.Crash;

/// <summary>
/// What database, staging and store of a portal hold, looked at from outside: the invariants of "nothing lost, nothing twice, nothing left behind".
/// Also the hand that puts them, while the portal is down, into the state a crash would leave.
/// </summary>
public sealed class Books(string data)
{
    public string Staging => Path.Combine(data, "staging");
    public string Store => Path.Combine(data, "store");

    public IReadOnlyList<string> StagedFiles => [.. Directory.EnumerateFiles(Staging).Select(f => Path.GetFileName(f)!).Order()];

    public IReadOnlyList<string> StoredFiles => Directory.Exists(Store) ? [.. Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).Order()] : [];

    public void Stage(Guid upload, byte[] bytes, string part = "") => File.WriteAllBytes(Path.Combine(Staging, upload.ToString("N") + part), bytes);

    public T Read<T>(string sql, string database = "media.db")
    {
        using var connection = Open(database);
        using var command = new SqliteCommand(sql, connection);
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T));
    }

    public void Write(string sql)
    {
        using var connection = Open("media.db");
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public long Count(string table, string where = "1") => Read<long>($"select count(*) from {table} where {where}");

    public UploadState State(Guid upload) => Enum.Parse<UploadState>(Read<string>($"select State from Uploads where Id = {Sql(upload)}"));

    public static string Sql(Guid id) => $"'{id.ToString("D").ToUpperInvariant()}'";

    /// <summary>Every picture is in the library once: one row stored, one asset, one place, one object with exactly its bytes; and beside them there is nothing.</summary>
    public void MustHoldExactly(IReadOnlyCollection<SentPicture> pictures)
    {
        foreach (var database in (string[])["media.db", "jobs.db"]) Assert.Equal("ok", Read<string>("pragma integrity_check", database));
        Assert.Equal(pictures.Count, Count("Assets"));
        Assert.Equal(pictures.Count, Count("Placements"));
        Assert.Equal(pictures.Count, Read<long>("select count(distinct Position) from Placements"));
        Assert.Equal(pictures.Count, Read<long>("select max(Position) from Placements"));
        foreach (var picture in pictures) MustHold(picture);
        Assert.Equal(pictures.Count * 3, StoredFiles.Count); // original, preview, thumbnail
        Assert.Equal(pictures.Count, Count("Uploads", "State = 'Stored'"));
        Assert.Equal(0, Count("Uploads", "State not in ('Stored', 'Receiving')")); // Receiving: created, but the answer was lost
        Assert.Equal([], StagedFiles);
    }

    /// <summary>Until the engine has the store-upload job of this picture in its hands.</summary>
    public Task UntilJobRunsAsync(SentPicture picture) => Eventually.HoldsAsync(
        () => Task.FromResult(Read<long>($"select count(*) from Job where StateName = 'Processing' and Arguments like '%{Journey.Id(picture.Url):D}%'", "jobs.db") > 0), "the job to run");

    /// <summary>One row stored, one asset, one place, one object of three files, the original with exactly these bytes.</summary>
    public void MustHold(SentPicture picture)
    {
        var upload = Journey.Id(picture.Url);
        Assert.Equal(UploadState.Stored, State(upload));
        var asset = Read<long>($"select AssetId from Uploads where Id = {Sql(upload)}");
        Assert.Equal(picture.Sha256, Read<string>($"select Sha256 from Assets where Id = {asset}"));
        Assert.Equal(1, Count("Assets", $"StoreKey like '%{upload:N}'"));
        Assert.Equal(1, Count("Placements", $"AssetId = {asset}"));
        var files = StoredFiles.Where(f => f.Contains(upload.ToString("N"), StringComparison.Ordinal)).ToList();
        Assert.Equal(["original.png", "preview.webp", "thumbnail.webp"], files.Select(f => Path.GetFileName(f)!).Order());
        var original = files.Single(f => f.EndsWith("original.png", StringComparison.Ordinal));
        Assert.Equal(picture.Sha256, Journey.Sha256(File.ReadAllBytes(original)));
    }

    private SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(data, database)};Pooling=false;Default Timeout=30");
        connection.Open();
        return connection;
    }
}
