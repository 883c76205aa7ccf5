using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace MediaAdmin.ImportExport;

/// <summary>Two prepared statements that put a line and its product into the sheet.</summary>
sealed class SheetInsert : IDisposable
{
    private static readonly string[] Columns =
        ["$line", "$client", "$clientName", "$sku", "$product", "$variant", "$variantName", "$file", "$position", "$title", "$alt", "$altTr", "$decorative", "$tags", "$sha256"];

    private readonly SqliteCommand _product, _line;

    public SheetInsert(SqliteConnection db)
    {
        _product = Prepare(db, "INSERT INTO Products (Client, Sku) VALUES ($client, $sku) ON CONFLICT DO NOTHING", "$client", "$sku");
        _line = Prepare(db, $"""
            INSERT INTO Lines (Line, P, Client, ClientName, Sku, Product, Variant, VariantName, File, Position, Title, Alt, AltTr, Decorative, Tags, Sha256)
            VALUES ($line, (SELECT Number FROM Products WHERE Client = $client AND Sku = $sku), {string.Join(", ", Columns[1..])})
            """, Columns);
    }

    public void Add(CatalogueLine line)
    {
        Run(_product, line.Client, line.Sku);
        Run(_line, line.Number, line.Client, line.ClientName, line.Sku, line.Product, line.Variant, line.VariantName, line.File, line.Position,
            line.Title, line.Alt, line.AltTr, line.Decorative, line.Tags is null ? null : JsonSerializer.Serialize(line.Tags), line.Sha256);
    }

    public void Dispose()
    {
        _product.Dispose();
        _line.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection db, string sql, params string[] names)
    {
        var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name, Value = "" });
        command.Prepare();
        return command;
    }

    private static void Run(SqliteCommand command, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
