using System.Globalization;
using MediaAdmin.Deletion;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaAdmin.Portal.Cleanup;

/// <summary>What the queue on /cleanup shows, as it stands in the address. States and errors are told by name, whatever the letter case; unknown ones do not filter.</summary>
public sealed record QueuePageQuery(string Search = "", string Client = "", long? Product = null, DeletionState? State = null, string Actor = "", DeletionFault? Error = null, int Page = 1)
{
    private const int PageSize = 50;

    public bool IsEverything => this with { Page = 1 } == new QueuePageQuery();

    public string Address => QueryHelpers.AddQueryString("/cleanup", new Dictionary<string, string?>
    {
        ["search"] = Search is { Length: > 0 } ? Search : null,
        ["client"] = Client is { Length: > 0 } ? Client : null,
        ["product"] = Product?.ToString(CultureInfo.InvariantCulture),
        ["state"] = Named(State),
        ["actor"] = Actor is { Length: > 0 } ? Actor : null,
        ["error"] = Named(Error),
        ["page"] = Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null,
    });

    public DeletionQuery ToQuery() => new(Search, Client, Product, State, Actor, Error, Restorable: false, Page, PageSize);

    /// <summary>The name as it stands in an address, "alreadyGone"; null for none.</summary>
    public static string? Named<T>(T? value) where T : struct, Enum => value?.ToString() is { } name ? char.ToLowerInvariant(name[0]) + name[1..] : null;

    /// <summary>What an address names; null for nothing and for what there is not.</summary>
    public static T? Read<T>(string? name) where T : struct, Enum => Enum.GetNames<T>().FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse<T>(known) : null;
}
