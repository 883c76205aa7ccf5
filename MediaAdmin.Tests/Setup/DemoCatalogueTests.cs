using System.Globalization;
using System.Xml.Linq;
using MediaAdmin.Setup.Demo;

namespace MediaAdmin.Tests.Setup;

public sealed class DemoCatalogueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    [InlineData(500)]
    public void There_are_three_clients_and_as_many_products_as_asked(int products)
    {
        var clients = DemoCatalogue.Clients(products);

        Assert.Equal(3, clients.Count);
        Assert.Equal(products, clients.Sum(c => c.Products.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public void Too_few_or_too_many_products_are_refused(int products) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DemoCatalogue.Clients(products));

    [Fact]
    public void No_two_products_or_variants_share_a_sku_and_no_two_products_of_a_client_share_a_name()
    {
        var clients = DemoCatalogue.Clients(500);
        var products = clients.SelectMany(c => c.Products).ToList();
        var skus = products.Select(p => p.Sku).Concat(products.SelectMany(p => p.Variants).Select(v => v.Sku)).ToList();

        Assert.Equal(skus.Count, skus.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(clients, c => Assert.Equal(c.Products.Count, c.Products.Select(p => p.Name).Distinct().Count()));
    }

    [Fact]
    public void A_product_has_at_most_six_variants_and_six_pictures_and_some_have_no_picture()
    {
        var products = Products(50);

        Assert.All(products, p => Assert.InRange(p.Variants.Count, 0, 6));
        Assert.All(products, p => Assert.InRange(p.Pictures.Count, 0, 6));
        Assert.InRange(products.Count(p => p.Pictures.Count == 0), 3, 12);
        Assert.Contains(products, p => p.Variants.Count == 0);
    }

    [Fact]
    public void A_picture_is_named_after_its_product_and_belongs_to_one_of_its_variants_or_to_none()
    {
        Assert.All(Products(500), product => Assert.All(product.Pictures.Index(), picture =>
        {
            Assert.Equal($"{product.Sku}_{picture.Index + 1}.jpg", picture.Item.FileName);
            Assert.True(picture.Item.VariantSku is null || product.Variants.Any(v => v.Sku == picture.Item.VariantSku));
            Assert.NotEqual(picture.Item.AltEn, picture.Item.AltTr);
        }));
    }

    [Fact]
    public void The_same_count_gives_the_same_catalogue_and_the_same_drawings_under_any_culture()
    {
        var (english, turkish) = (Under("en-GB", () => Told(Products(20))), Under("tr-TR", () => Told(Products(20))));

        Assert.Equal(english, turkish);
        var picture = Products(20)[0].Pictures[0];
        Assert.Equal(Under("en-GB", picture.Svg), Under("tr-TR", picture.Svg));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Every_kind_of_product_is_drawn_as_well_formed_SVG_under_a_Turkish_culture(int subject) => Under("tr-TR", () =>
    {
        var drawn = DemoDrawing.Draw(All[subject], 0, (DemoView)(subject % 6), [.. DemoPalette.All.Take(2)], square: false);
        var root = XDocument.Parse(drawn).Root!;

        Assert.Equal("svg", root.Name.LocalName);
        Assert.DoesNotContain("NaN", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "text" or "image");
        Assert.InRange(drawn.Length, 50_000, 5_000_000);
        return root;
    });

    public static TheoryData<int> Subjects() => [.. Enumerable.Range(0, All.Count)];

    private static IReadOnlyList<DemoSubject> All => [.. DemoSubject.Lighting, .. DemoSubject.Ceramics, .. DemoSubject.Wear];

    private static T Under<T>(string culture, Func<T> work)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static List<DemoProduct> Products(int count) => [.. DemoCatalogue.Clients(count).SelectMany(c => c.Products)];

    private static string Told(IEnumerable<DemoProduct> products) => string.Join('\n', products.SelectMany(p => (string[])
        [p.Sku, p.Name, .. p.Variants.Select(v => v.ToString()),
            .. p.Pictures.Select(x => $"{x.FileName} {x.AltEn} {x.AltTr} {x.VariantSku}")]));
}
