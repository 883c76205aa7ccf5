namespace MediaAdmin.ImportExport;

/// <summary>
/// One line of a catalogue file: a picture in its place, or with no file just the product or its variant. Keys are "" and words are null where the line says nothing of them;
/// words that are "" are to be cleared. <paramref name="Number"/> is the line of the file on which it begins, from 1.
/// </summary>
public sealed record CatalogueLine(
    int Number, string Client, string ClientName, string Sku, string Product, string Variant, string VariantName,
    string File, int? Position, string? Title, string? Alt, string? AltTr, bool? Decorative, IReadOnlyList<string>? Tags, string Sha256);

/// <summary>The columns of a catalogue file, in the order in which it is written. A file that is read needs <c>client</c> and <c>sku</c>; the others may be missing and stand in any order.</summary>
public static class CatalogueColumns
{
    public const string
        Client = "client", ClientName = "client_name", Sku = "sku", Product = "product", Variant = "variant", VariantName = "variant_name", File = "file", Position = "position",
        Title = "title", Alt = "alt", AltTr = "alt_tr", Decorative = "decorative", Tags = "tags", Sha256 = "sha256";

    public static readonly IReadOnlyList<string> All = [Client, ClientName, Sku, Product, Variant, VariantName, File, Position, Title, Alt, AltTr, Decorative, Tags, Sha256];

    public static readonly IReadOnlyList<string> Needed = [Client, Sku];
}
