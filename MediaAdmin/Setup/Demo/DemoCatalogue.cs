using System.Globalization;

namespace MediaAdmin.Setup.Demo;

/// <summary>A client of the demo: an invented brand with its products.</summary>
public sealed record DemoClient(string Code, string Name, IReadOnlyList<DemoProduct> Products);

/// <summary>A demo product; it may have no variants and no pictures.</summary>
public sealed record DemoProduct(string Sku, string Name, IReadOnlyList<DemoVariant> Variants, IReadOnlyList<DemoPicture> Pictures);

/// <summary>A colour, or a colour in a size, in which a demo product comes.</summary>
public sealed record DemoVariant(string Sku, string Name, DemoPalette Palette);

/// <summary>A demo picture; <paramref name="Svg"/> draws it anew on each call, always the same.</summary>
public sealed record DemoPicture(string FileName, string AltEn, string AltTr, string? VariantSku, Func<string> Svg);

/// <summary>The catalogue that a new portal can be filled with: the same for the same number of products, on any machine.</summary>
public static class DemoCatalogue
{
    public const int FewestProducts = 1;
    public const int MostProducts = 500;
    public const int UsualProducts = 50;

    // Read in turn, so that products differ in how much they have; a zero gives a product without pictures.
    private static readonly int[] PictureCounts = [4, 5, 3, 6, 2, 0, 4, 3, 5, 1, 4, 3, 0];
    private static readonly int[] ColourCounts = [3, 4, 2, 3, 0, 6, 3, 1, 5, 3, 2];

    private static readonly string[] Series =
    [
        "Çınar", "Defne", "Pera", "Ilgın", "Kekova", "Göreme", "Moda", "Ayvalık", "Şile", "Likya", "İznik", "Assos", "Foça", "Meltem",
            "Ürgüp",
        "Bergama", "Poyraz", "Datça", "Safran", "Truva", "Lodos", "Hisar", "Efes", "Sarnıç", "Bodrum", "Zeytin", "Kuzguncuk", "Alaçatı",
            "Yakamoz",
        "Söğüt", "Galata", "Erguvan", "Mavi", "Akasya", "Kıyı",
    ];

    private static readonly (string Code, string Name, IReadOnlyList<DemoSubject> Range)[] Brands =
    [
        ("LUM", "Lumen & Çınar", DemoSubject.Lighting),
        ("TPR", "Toprak Atölye", DemoSubject.Ceramics),
        ("YLK", "Yelken & Co.", DemoSubject.Wear),
    ];

    /// <summary>Three clients that together have the given number of products, 1 to 500.</summary>
    public static IReadOnlyList<DemoClient> Clients(int products = UsualProducts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(products, FewestProducts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(products, MostProducts);
        return [.. Brands.Select((brand, b) => new DemoClient(brand.Code, brand.Name,
            [.. Enumerable.Range(0, (products + Brands.Length - 1 - b) / Brands.Length).Select(i => Product(b, i))]))];
    }

    private static DemoProduct Product(int brand, int index)
    {
        var (code, _, range) = Brands[brand];
        var (subject, round) = (range[index % range.Count], index / range.Count);
        var series = Series[(round + brand * 11 + index % range.Count * 5) % Series.Length];
        var sku = string.Create(CultureInfo.InvariantCulture, $"{code}-{index + 1:0000}");
        var colours = Colours(brand, index);
        var variants = Variants(sku, subject, colours, ColourCounts[(index + brand * 4) % ColourCounts.Length]);
        var pictures = DemoPictures.Of(sku, series, subject, round + index, colours, variants,
            PictureCounts[(index + brand * 5) % PictureCounts.Length]);
        return new DemoProduct(sku, $"{series} {subject.Name}", variants, pictures);
    }

    private static DemoPalette[] Colours(int brand, int index) =>
        [.. Enumerable.Range(0, 6).Select(i => DemoPalette.All[(index * 5 + brand * 4 + i * 7) % DemoPalette.All.Count])];

    private static DemoVariant[] Variants(string sku, DemoSubject subject, DemoPalette[] colours, int count)
    {
        if (subject.Sizes.Count == 0)
            return [.. colours.Take(count).Select(c => new DemoVariant($"{sku}-{c.Code}", c.Name, c))];
        return [.. colours.Take(Math.Max(1, count / subject.Sizes.Count)).SelectMany(c => subject.Sizes,
            (c, size) => new DemoVariant($"{sku}-{c.Code}-{size.Split(' ')[0]}", $"{c.Name}, {size}", c)).Take(6)];
    }
}
