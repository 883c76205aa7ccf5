namespace MediaAdmin.ImportExport;

/// <summary>What an import did, or would do, to one product: variants made and renamed, pictures stored anew, put into its galleries, moved there, described anew.</summary>
public sealed record ImportedProduct(
    string Client, string Sku, string Name, bool IsNew = false, bool Renamed = false, int Variants = 0, int VariantsRenamed = 0, int Stored = 0, int Placed = 0, int Moved = 0, int Described = 0)
{
    public bool IsUnchanged => this is { IsNew: false, Renamed: false, Variants: 0, VariantsRenamed: 0, Placed: 0, Moved: 0, Described: 0 };
}
