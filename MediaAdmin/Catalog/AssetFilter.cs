namespace MediaAdmin.Catalog;

/// <summary>An <see cref="AssetQuery"/> as an address writes it: every part may be left out, the order is a word.</summary>
public sealed record AssetFilter(
    string? Search, long? Product, string? Client, string? Type, string? Tag, string? Uploader, DateTimeOffset? From, DateTimeOffset? To,
    bool? Unused, bool? MissingAlt, bool? Duplicates, int? MinGalleries, string? Sort)
{
    /// <summary>A fault when there is no such order.</summary>
    public FieldFault? Read(out AssetQuery query)
    {
        var fault = NamedValue.Read("sort", Sort ?? "", out AssetSort? sort);
        query = new(Search ?? "", Product, Client ?? "", Type ?? "", Tag ?? "", Uploader ?? "", From, To, Unused is true, MissingAlt is true, Duplicates is true, MinGalleries, sort ?? default);
        return fault;
    }
}
