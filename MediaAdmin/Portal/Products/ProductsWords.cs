namespace MediaAdmin.Portal.Products;

/// <summary>The words of finding, making and changing products: ProductsWords.resx (English) and ProductsWords.tr.resx (Turkish).</summary>
public sealed class ProductsWords;
