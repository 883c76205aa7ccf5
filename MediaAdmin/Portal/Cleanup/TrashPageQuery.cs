using System.Globalization;
using MediaAdmin.Deletion;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaAdmin.Portal.Cleanup;

/// <summary>What the trash shows, as it stands in the address.</summary>
public sealed record TrashPageQuery(string Search = "", string Client = "", int Page = 1)
{
    private const int PageSize = 50;

    public bool IsEverything => Search.Length == 0 && Client.Length == 0;

    public string Address => QueryHelpers.AddQueryString("/trash", new Dictionary<string, string?>
    {
        ["search"] = Search is { Length: > 0 } ? Search : null,
        ["client"] = Client is { Length: > 0 } ? Client : null,
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    });

    public TrashQuery ToQuery() => new(Search, Client, Page, PageSize);
}
