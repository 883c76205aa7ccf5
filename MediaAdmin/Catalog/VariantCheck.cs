namespace MediaAdmin.Catalog;

/// <summary>A variant as wished: the id of one that is there, none for a new one; a SKU unique within the product, and a name.</summary>
public sealed record WishedVariant(long? Id, string Sku, string Name);

/// <summary>What can be wrong with a row of a wished list of variants.</summary>
public enum VariantProblem { IdUnknown, IdTwice, SkuMissing, SkuTooLong, SkuUnreadable, SkuTwice, NameMissing, NameTooLong, NameUnreadable }

/// <summary>What is wrong with one row (from 0) of a wished list; of what is there twice, the row that has it <paramref name="Already"/>.</summary>
public sealed record VariantFault(int Row, VariantProblem Problem, int? Already = null)
{
    /// <summary><c>id</c>, <c>sku</c> or <c>name</c>.</summary>
    public string Field => Problem switch
    {
        VariantProblem.IdUnknown or VariantProblem.IdTwice => "id",
        VariantProblem.NameMissing or VariantProblem.NameTooLong or VariantProblem.NameUnreadable => "name",
        _ => "sku",
    };

    /// <summary>The problem and the cure.</summary>
    public string Sentence => Problem switch
    {
        VariantProblem.IdUnknown => "This product has no variant with this id. Leave the id out to make a new one.",
        VariantProblem.IdTwice => $"Row {Already + 1} is this variant already. Name each once.",
        VariantProblem.SkuMissing => $"A SKU is missing. Give 1 to {Product.MaxSku} characters.",
        VariantProblem.SkuTooLong => $"This SKU is too long. Give at most {Product.MaxSku} characters.",
        VariantProblem.SkuUnreadable => "This SKU holds a control character; leave it out.",
        VariantProblem.SkuTwice => $"Row {Already + 1} has this SKU already. Give each variant its own.",
        VariantProblem.NameMissing => $"A name is missing. Give 1 to {Product.MaxName} characters.",
        VariantProblem.NameTooLong => $"This name is too long. Give at most {Product.MaxName} characters.",
        _ => "This name holds a control character; leave it out.",
    };
}

/// <summary>Looks through a wished list before anything is saved; pages look through it while somebody types.</summary>
public static class VariantCheck
{
    /// <summary>How many variants a product may have.</summary>
    public const int Most = 2000;

    /// <summary>Every fault of every row, by row; <paramref name="known"/> are the ids of the product's variants.</summary>
    public static IReadOnlyList<VariantFault> Faults(IReadOnlyList<WishedVariant> wished, IReadOnlySet<long> known)
    {
        var (faults, ids, skus) = (new List<VariantFault>(), new Dictionary<long, int>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (row, variant) in wished.Index())
        {
            if (variant.Id is { } id && !known.Contains(id)) faults.Add(new(row, VariantProblem.IdUnknown));
            else if (variant.Id is { } twice && !ids.TryAdd(twice, row)) faults.Add(new(row, VariantProblem.IdTwice, ids[twice]));
            if (OfSku(variant.Sku) is { } sku) faults.Add(new(row, sku));
            else if (!skus.TryAdd(variant.Sku, row)) faults.Add(new(row, VariantProblem.SkuTwice, skus[variant.Sku]));
            if (OfName(variant.Name) is { } name) faults.Add(new(row, name));
        }
        return faults;
    }

    private static VariantProblem? OfSku(string sku) => sku switch
    {
        "" => VariantProblem.SkuMissing,
        { Length: > Product.MaxSku } => VariantProblem.SkuTooLong,
        _ => sku.Any(char.IsControl) ? VariantProblem.SkuUnreadable : null,
    };

    private static VariantProblem? OfName(string name) => name switch
    {
        "" => VariantProblem.NameMissing,
        { Length: > Product.MaxName } => VariantProblem.NameTooLong,
        _ => name.Any(char.IsControl) ? VariantProblem.NameUnreadable : null,
    };
}
