namespace MediaAdmin.ImportExport;

/// <summary>What lines say of each other's matters must agree; each statement notes the lines that come later and say otherwise.</summary>
static class SheetComparisons
{
    public static IEnumerable<string> All(bool byFile)
    {
        // The same file means the same picture: by its bytes where they are named, else by its name, which without a folder means what the product already shows under it.
        var picture = $"CASE WHEN Sha256 <> '' THEN Client || '/' || Sha256 ELSE {(byFile ? "Client" : "P")} || '/' || File END";
        yield return Twice();
        yield return Contradiction("Client", CatalogueColumns.ClientName, "ClientName");
        yield return Contradiction("P", CatalogueColumns.Product, "Product");
        yield return Contradiction("P || '/' || Variant", CatalogueColumns.VariantName, "VariantName");
        foreach (var (field, column) in ((string, string)[])[(CatalogueColumns.Title, "Title"), (CatalogueColumns.Alt, "Alt"), (CatalogueColumns.AltTr, "AltTr"),
            (CatalogueColumns.Decorative, "Decorative"), (CatalogueColumns.Tags, "Tags")])
            yield return Contradiction(picture, field, column, "File <> ''");
    }

    private static string Twice() => $"""
        INSERT INTO Faults
        SELECT Line, '{CatalogueColumns.File}', {(int)ImportFaultKind.DoubleLine}, json_array(CAST(First AS TEXT)) FROM Lines
        JOIN (SELECT P AS P1, Variant AS V1, File AS F1, Sha256 AS S1, min(Line) AS First FROM Lines WHERE Client <> '' AND Sku <> '' AND File <> '' GROUP BY P, Variant, File, Sha256 HAVING count(*) > 1)
          ON P = P1 AND Variant = V1 AND File = F1 AND Sha256 = S1 AND Line <> First
        """;

    // A bare column beside min() is that of the row which has the minimum (sqlite.org/lang_select.html, "Bare columns in an aggregate query").
    private static string Contradiction(string of, string field, string column, string where = "1") => $"""
        INSERT INTO Faults
        SELECT Line, '{field}', {(int)ImportFaultKind.Contradiction}, json_array('{field}', CAST({column} AS TEXT), CAST(First AS TEXT), CAST(Said AS TEXT)) FROM Lines
        JOIN (SELECT {of} AS Of1, {column} AS Said, min(Line) AS First FROM Lines WHERE {where} AND {column} <> '' GROUP BY 1 HAVING count(DISTINCT {column}) > 1) ON {of} = Of1
        WHERE {where} AND {column} <> '' AND {column} <> Said
        """;
}
