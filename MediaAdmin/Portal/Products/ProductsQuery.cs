using System.Globalization;
using MediaAdmin.Catalog;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaAdmin.Portal.Products;

/// <summary>Which products by their pictures: any; without a single one; whose variants have pictures but which have no main picture; with fewer than so many.</summary>
public enum PictureFilter { Any, None, MainMissing, Fewer }

/// <summary>What the list of products shows, as it stands in the address.</summary>
public sealed record ProductsQuery(string Search = "", string Client = "", PictureFilter Pictures = PictureFilter.Any, int FewerThan = ProductsQuery.UsualFewer, int Page = 1)
{
    public const int UsualFewer = 3, MostFewer = 100;

    private const int PageSize = 50;

    public static ProductsQuery Of(string? search, string? client, bool? withoutImages, bool? mainMissing, int? fewerThan, int? page) => new(
        search ?? "", client ?? "",
        withoutImages == true ? PictureFilter.None : mainMissing == true ? PictureFilter.MainMissing : fewerThan is null ? PictureFilter.Any : PictureFilter.Fewer,
        Math.Clamp(fewerThan ?? UsualFewer, 1, MostFewer), page ?? 1);

    public bool IsEverything => Search.Length == 0 && Client.Length == 0 && Pictures == PictureFilter.Any;

    public string Address => QueryHelpers.AddQueryString("/products", new Dictionary<string, string?>
    {
        ["search"] = Search is { Length: > 0 } ? Search : null,
        ["client"] = Client is { Length: > 0 } ? Client : null,
        ["withoutImages"] = Pictures == PictureFilter.None ? "true" : null,
        ["mainMissing"] = Pictures == PictureFilter.MainMissing ? "true" : null,
        ["fewerThan"] = Pictures == PictureFilter.Fewer ? FewerThan.ToString(CultureInfo.InvariantCulture) : null,
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    });

    public ProductQuery ToQuery() => new(
        Search, Client, Pictures == PictureFilter.None, Pictures == PictureFilter.MainMissing, Pictures == PictureFilter.Fewer ? FewerThan : null, Page, PageSize);
}
