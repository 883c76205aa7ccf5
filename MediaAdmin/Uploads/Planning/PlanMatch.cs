using MediaAdmin.Catalog;

namespace MediaAdmin.Uploads.Planning;

/// <summary>Finds among the readings of a name the one that the catalogue knows.</summary>
static class PlanMatch
{
    /// <summary>The plan for these paths. A pattern of the person's own goes before the built-in ones; a product whose client is named by a folder goes before its namesakes.</summary>
    public static UploadPlan Plan(IReadOnlyList<(string Path, IReadOnlyList<FileReading> Readings)> files, IEnumerable<PlanProduct> catalogue)
    {
        var products = catalogue.ToLookup(p => Key(p.Sku));
        return new(files.Select((f, n) => Row(n, f.Path, f.Readings, products)));
    }

    /// <summary>The person's own first; then by the file's name alone and last by folders, longer SKUs first: of LAMP and LAMP-100 the file LAMP-100.jpg means the second.</summary>
    public static IReadOnlyList<FileReading> Readings(string path, PlanPattern? own) =>
        [.. (own?.Read(path) ?? []).Concat(PlanPattern.BuiltIn.GroupBy(p => p.HasFolders).SelectMany(g => g.SelectMany(p => p.Read(path)).OrderByDescending(r => r.Sku.Length))).Distinct()];

    /// <summary>By its SKU, by its SKU without the product's before it, or by its name.</summary>
    public static VariantView? Variant(PlanProduct product, FileReading reading)
    {
        var (word, whole) = (Key(reading.Variant), Key($"{product.Sku}-{reading.Variant}"));
        return product.Variants.FirstOrDefault(v => Key(v.Sku) == word || Key(v.Sku) == whole) ?? product.Variants.FirstOrDefault(v => Key(v.Name) == word);
    }

    private static PlanRow Row(int file, string path, IReadOnlyList<FileReading> readings, ILookup<string, PlanProduct> products)
    {
        PlanRow? halfKnown = null;
        foreach (var reading in readings)
        {
            var found = OfClient([.. products[Key(reading.Sku)]], path, reading.Client);
            if (found.Count > 1) halfKnown ??= new(file, path, reading, null, null, reading.Place, PlanState.SeveralProducts);
            if (found is not [var product]) continue;
            var variant = reading.Variant.Length > 0 ? Variant(product, reading) : null;
            if (reading.Variant.Length == 0 || variant is not null) return new(file, path, reading, product, variant?.Id, reading.Place, PlanState.Ready);
            halfKnown ??= new(file, path, reading, product, null, reading.Place, PlanState.NoVariant);
        }
        return halfKnown ?? new(file, path, Guess(readings), null, null, null, PlanState.NoProduct);
    }

    /// <summary>A name that nothing in the catalogue fits most probably has a place at its end and no variant.</summary>
    private static FileReading? Guess(IReadOnlyList<FileReading> readings) => readings.FirstOrDefault(r => r is { Variant: "", Place: not null }) ?? readings.FirstOrDefault(r => r.Variant.Length == 0);

    private static List<PlanProduct> OfClient(List<PlanProduct> namesakes, string path, string client)
    {
        if (client.Length > 0) return namesakes.FindAll(p => Key(p.Client) == Key(client));
        if (namesakes.Count < 2) return namesakes;
        var folders = path.Split('/').SkipLast(1).Select(Key).ToHashSet();
        var named = namesakes.FindAll(p => folders.Contains(Key(p.Client)));
        return named.Count > 0 ? named : namesakes;
    }

    /// <summary>One spelling whatever stands between the words.</summary>
    public static string Key(string text) => string.Join('-', Folding.Fold(text).Split(['-', '_', '.', ' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries));
}
