using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Data;

/// <summary>Any number of rows written by one hand-written statement: they travel as one JSON parameter, which the database reads as a table.</summary>
public static class JsonRows
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Runs a statement in which <c>$rows</c> is a table <c>r</c> of these columns, declared as in <c>id bigint, name text, tags json</c>; a column of texts is <c>texts(r.tags)</c>.
    /// Further parameters are <c>{1}</c> and on. Without rows nothing runs. Returns how many rows it wrote.
    /// </summary>
    public static async Task<int> WriteAsync<T>(this MediaDb db, string columns, IReadOnlyCollection<T> rows, string sql, CancellationToken ct, params object[] parameters)
    {
        if (rows.Count == 0) return 0;
        var (table, texts) = db is PostgresMediaDb ? (Postgres(columns), "ARRAY(SELECT jsonb_array_elements_text($1))") : (Sqlite(columns), "$1");
        var whole = System.Text.RegularExpressions.Regex.Replace(sql.Replace("$rows", table, StringComparison.Ordinal), @"\btexts\(([\w.]+)\)", texts);
        return await db.Database.ExecuteSqlRawAsync(whole, [JsonSerializer.Serialize(rows, Plain), .. parameters], ct);
    }

    private static string Postgres(string columns) => $"jsonb_to_recordset({{0}}::jsonb) AS r({columns.Replace(" json", " jsonb", StringComparison.Ordinal)})";

    private static string Sqlite(string columns)
    {
        var parts = columns.Split(", ").Select(c => c.Split(' ')).Select(c => $"value {(c[1] == "json" ? "->" : "->>")} '{c[0]}' AS {c[0]}");
        return $"(SELECT {string.Join(", ", parts)} FROM json_each({{0}})) AS r";
    }
}
