using System.Globalization;
using MediaAdmin.Catalog;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaAdmin.Portal.Products;

/// <summary>What the list of products shows, as it stands in the address.</summary>
public sealed record ProductsQuery(string Search = "", string Client = "", bool WithoutImages = false, int Page = 1)
{
    private const int PageSize = 50;

    public bool IsEverything => Search.Length == 0 && Client.Length == 0 && !WithoutImages;

    public string Address => QueryHelpers.AddQueryString("/products", new Dictionary<string, string?>
    {
        ["search"] = Search is { Length: > 0 } ? Search : null,
        ["client"] = Client is { Length: > 0 } ? Client : null,
        ["withoutImages"] = WithoutImages ? "true" : null,
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    });

    public ProductQuery ToQuery() => new(Search, Client, WithoutImages, Page, PageSize);
}
