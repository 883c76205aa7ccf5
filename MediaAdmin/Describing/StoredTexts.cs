using MediaAdmin.Catalog;

namespace MediaAdmin.Describing;

/// <summary>
/// The texts of a picture under the names by which a store keeps them. <c>alt</c> and <c>caption</c> are those that Cloudinary's Media Library shows. A text that is empty is left out.
/// </summary>
public static class StoredTexts
{
    public const string Alt = "alt", AltTr = "alt_tr", Title = "caption", Product = "product", ProductName = "product_name", Client = "client";

    public static readonly IReadOnlyList<string> Names = [Alt, AltTr, Title, Product, ProductName, Client];

    /// <param name="products">Those that show it, in the order of their SKUs.</param>
    public static IReadOnlyDictionary<string, string> Of(Asset asset, string client, IReadOnlyCollection<(string Sku, string Name)> products) => new (string Name, string Text)[]
    {
        (Alt, asset.AltEn.Length > 0 ? asset.AltEn : asset.AltTr),
        (AltTr, asset.AltTr),
        (Title, asset.Title),
        (Product, string.Join(", ", products.Select(p => p.Sku))),
        (ProductName, string.Join(", ", products.Select(p => p.Name).Distinct())),
        (Client, client),
    }.Where(t => t.Text.Length > 0).ToDictionary(t => t.Name, t => t.Text);
}
