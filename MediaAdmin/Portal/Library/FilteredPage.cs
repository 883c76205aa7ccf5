using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Portal.Library;

/// <summary>A page about the pictures that match the library's filters in its address.</summary>
public abstract class FilteredPage : ComponentBase
{
    [SupplyParameterFromQuery] public string? Search { get; set; }
    [SupplyParameterFromQuery] public string? Client { get; set; }
    [SupplyParameterFromQuery] public long? Product { get; set; }
    [SupplyParameterFromQuery] public string? Type { get; set; }
    [SupplyParameterFromQuery] public string? Tag { get; set; }
    [SupplyParameterFromQuery] public string? Uploader { get; set; }
    [SupplyParameterFromQuery] public string? From { get; set; }
    [SupplyParameterFromQuery] public string? To { get; set; }
    [SupplyParameterFromQuery] public bool? Unused { get; set; }
    [SupplyParameterFromQuery] public bool? MissingAlt { get; set; }
    [SupplyParameterFromQuery] public bool? Duplicates { get; set; }
    [SupplyParameterFromQuery] public int? MinGalleries { get; set; }
    [SupplyParameterFromQuery] public string? Sort { get; set; }

    protected LibraryQuery Query => new(
        Search ?? "", Client ?? "", Product, Type ?? "", Tag ?? "", Uploader ?? "", LibraryQuery.ReadDay(From), LibraryQuery.ReadDay(To),
        Unused is true, MissingAlt is true, Duplicates is true, MinGalleries > 0 ? MinGalleries : null, LibraryQuery.ReadSort(Sort));
}
