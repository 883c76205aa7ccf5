using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace MediaAdmin.ImportExport;

/// <summary>A product of the file with all its lines, wherever in the file they stand. <paramref name="Number"/> counts products in the order in which they first appear, from 1.</summary>
public sealed record SheetProduct(long Number, string Client, string Sku, bool IsFaulty, IReadOnlyList<CatalogueLine> Lines);

/// <summary>
/// The lines of a catalogue file on the disk of this machine, so that those of one product are found together and a file of any length takes no memory.
/// It is a working copy for one run and goes with it.
/// </summary>
public sealed class ImportSheet : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192; PRAGMA temp_store = FILE;
        CREATE TABLE Products (Number INTEGER PRIMARY KEY, Client TEXT NOT NULL, Sku TEXT NOT NULL, Faulty INTEGER NOT NULL DEFAULT 0, UNIQUE (Client, Sku));
        CREATE TABLE Lines (Line INTEGER PRIMARY KEY, P INTEGER NOT NULL, Client TEXT NOT NULL, ClientName TEXT NOT NULL, Sku TEXT NOT NULL, Product TEXT NOT NULL,
            Variant TEXT NOT NULL, VariantName TEXT NOT NULL, File TEXT NOT NULL, Position INTEGER, Title TEXT, Alt TEXT, AltTr TEXT, Decorative INTEGER, Tags TEXT, Sha256 TEXT NOT NULL);
        CREATE INDEX Lines_P ON Lines (P, Line);
        CREATE TABLE Faults (Line INTEGER NOT NULL, Field TEXT NOT NULL, Kind INTEGER NOT NULL, Details TEXT NOT NULL);
        CREATE INDEX Faults_Line ON Faults (Line);
        CREATE TABLE Counted (Client TEXT NOT NULL, Sha256 TEXT NOT NULL, PRIMARY KEY (Client, Sha256)) WITHOUT ROWID;
        """;

    private readonly string _path;
    private readonly SqliteConnection _db;

    /// <param name="path">A file that does not exist yet.</param>
    public ImportSheet(string path)
    {
        _path = path;
        File.Delete(path);
        _db = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _db.Open();
        Execute(Schema);
    }

    public int Lines { get; private set; }
    public int Products { get; private set; }
    public int FaultCount => (int)Number("SELECT count(*) FROM Faults");

    /// <summary>Takes in the whole file and compares its lines with each other. <paramref name="byFile"/>: a file name means one file of a folder, not whatever the library has of that name.</summary>
    /// <exception cref="UnreadableCatalogueException">The file cannot be read as a catalogue.</exception>
    public void Load(Stream csv, bool byFile, Action<int> tell, CancellationToken ct)
    {
        Execute("BEGIN");
        using (var insert = new SheetInsert(_db))
        using (var reader = new CatalogueReader(csv, Report))
            foreach (var line in reader.Read())
            {
                ct.ThrowIfCancellationRequested();
                insert.Add(line);
                if (++Lines % 1000 == 0) tell(Lines);
            }
        if (Lines == 0 && FaultCount == 0) throw new UnreadableCatalogueException(new(1, "", ImportFaultKind.NoLines));
        foreach (var comparison in SheetComparisons.All(byFile)) Execute(comparison);
        Execute("UPDATE Products SET Faulty = 1 WHERE Number IN (SELECT P FROM Lines JOIN Faults USING (Line))");
        Execute("COMMIT");
        Products = (int)Number("SELECT count(*) FROM Products");
    }

    /// <summary>The next whole products after one, of about so many lines.</summary>
    public IReadOnlyList<SheetProduct> Next(long after, int lines)
    {
        using var query = Command("SELECT P, Client, Sku, Faulty, Line, ClientName, Product, Variant, VariantName, File, Position, Title, Alt, AltTr, Decorative, Tags, Sha256 FROM Lines "
            + "JOIN (SELECT Number, Faulty FROM Products) ON Number = P WHERE P > $after ORDER BY P, Line", ("$after", after));
        using var row = query.ExecuteReader();
        var (found, current, taken) = (new List<SheetProduct>(), new List<CatalogueLine>(), 0);
        while (row.Read())
        {
            if (found.Count == 0 || found[^1].Number != row.GetInt64(0))
            {
                if (taken >= lines) break;
                found.Add(new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), current = []));
            }
            current.Add(Line(row));
            taken++;
        }
        return found;
    }

    public void Report(ImportFault fault)
    {
        using var insert = Command("INSERT INTO Faults VALUES ($line, $field, $kind, $details)",
            ("$line", fault.Line), ("$field", fault.Field), ("$kind", (int)fault.Kind), ("$details", JsonSerializer.Serialize(fault.Details)));
        insert.ExecuteNonQuery();
    }

    /// <summary>How many of these clients (without bytes) and pictures come for the first time: a dry run writes nothing that would tell.</summary>
    public int CountNew(IEnumerable<(string Client, string Sha256)> ones)
    {
        using var insert = Command("INSERT INTO Counted VALUES ($client, $sha) ON CONFLICT DO NOTHING", ("$client", ""), ("$sha", ""));
        var count = 0;
        foreach (var (client, sha256) in ones)
        {
            (insert.Parameters[0].Value, insert.Parameters[1].Value) = (client, sha256);
            count += insert.ExecuteNonQuery();
        }
        return count;
    }

    /// <summary>All faults by line, read as they are consumed.</summary>
    public IEnumerable<ImportFault> Faults()
    {
        using var query = Command("SELECT Line, Field, Kind, Details FROM Faults ORDER BY Line, rowid");
        using var row = query.ExecuteReader();
        while (row.Read()) yield return new(row.GetInt32(0), row.GetString(1), (ImportFaultKind)row.GetInt32(2), JsonSerializer.Deserialize<string[]>(row.GetString(3))!);
    }

    public void Dispose()
    {
        _db.Dispose();
        File.Delete(_path);
    }

    private static CatalogueLine Line(SqliteDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        return new(row.GetInt32(4), row.GetString(1), row.GetString(5), row.GetString(2), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9),
            row.IsDBNull(10) ? null : row.GetInt32(10), Text(11), Text(12), Text(13), row.IsDBNull(14) ? null : row.GetBoolean(14),
            Text(15) is { } tags ? JsonSerializer.Deserialize<string[]>(tags) : null, row.GetString(16));
    }

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private long Number(string sql)
    {
        using var command = Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = _db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
