using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Variants;

/// <summary>A line of a pasted list, and whether it makes a new variant, renames one, or says what is there already.</summary>
public sealed record PastedVariant(string Sku, string Name, PasteKind Kind)
{
    /// <summary>
    /// One variant per line: SKU and name with a tab between them, as spreadsheets copy them, or a semicolon; or a name alone, whose SKU is made from it.
    /// Empty lines do not count; of lines with the same SKU the last counts.
    /// </summary>
    public static IReadOnlyList<PastedVariant> Read(string text, string productSku, IReadOnlyList<DraftRow> rows)
    {
        var there = rows.Where(r => !r.IsBlank).ToList();
        var (skus, names) = (there.DistinctBy(r => r.Sku.Trim()).ToDictionary(r => r.Sku.Trim(), r => r.Name.Trim()), there.ToLookup(r => Folding.Fold(r.Name.Trim()), r => r.Sku.Trim()));
        var (read, used) = (new Dictionary<string, PastedVariant>(), skus.Keys.ToHashSet());
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = line.Split(line.Contains('\t') ? '\t' : ';', 3, StringSplitOptions.TrimEntries);
            var name = cells is [{ Length: > 0 }, { Length: > 0 } second, ..] ? second : cells.FirstOrDefault(c => c.Length > 0) ?? "";
            if (name.Length == 0) continue;
            var sku = cells is [{ Length: > 0 } first, { Length: > 0 }, ..] ? first : names[Folding.Fold(name)].FirstOrDefault() ?? SuggestedSku.For(productSku, name, used);
            used.Add(sku);
            read[sku] = new(sku, name, !skus.TryGetValue(sku, out var old) ? PasteKind.New : old == name ? PasteKind.There : PasteKind.Renamed);
        }
        return [.. read.Values];
    }
}

public enum PasteKind { New, Renamed, There }
