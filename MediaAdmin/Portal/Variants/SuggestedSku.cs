using System.Globalization;
using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Variants;

/// <summary>A SKU for a new variant, made of the product's SKU and the variant's name: CUP and "Koyu Mavi" give CUP-KOYU-MAVI.</summary>
public static class SuggestedSku
{
    /// <summary>With a number behind it when it is taken; empty for a name without letters and digits.</summary>
    public static string For(string productSku, string name, IReadOnlySet<string> taken)
    {
        var letters = Folding.Fold(name).ToUpperInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-');
        var words = string.Concat(letters).Split('-', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return "";
        var (sku, number) = (Fit([productSku, .. words], ""), 2);
        while (taken.Contains(sku)) sku = Fit([productSku, .. words], string.Create(CultureInfo.InvariantCulture, $"-{number++}"));
        return sku;
    }

    private static string Fit(string[] words, string ending) => string.Join('-', words) is var sku && sku.Length + ending.Length > Product.MaxSku ? sku[..(Product.MaxSku - ending.Length)] + ending : sku + ending;
}
