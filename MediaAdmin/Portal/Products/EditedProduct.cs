namespace MediaAdmin.Portal.Products;

/// <summary>A product whose words are being changed.</summary>
public sealed record EditedProduct(long Id, string Sku, string Name);
