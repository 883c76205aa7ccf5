using System.Globalization;
using MediaAdmin.Catalog;
using Microsoft.AspNetCore.WebUtilities;

namespace MediaAdmin.Portal.Library;

/// <summary>What the library shows, as it stands in the address. Days are whole days in UTC; both count in.</summary>
public sealed record LibraryQuery(
    string Search = "", string Client = "", long? Product = null, string Type = "", string Tag = "", string Uploader = "", DateOnly? From = null, DateOnly? To = null,
    bool Unused = false, bool MissingAlt = false, bool Duplicates = false, int? MinGalleries = null, AssetSort Sort = AssetSort.Newest, bool AsList = false)
{
    /// <summary>Nothing is filtered, in whatever order and shape it is shown.</summary>
    public bool IsEverything => this with { Sort = default, AsList = false } == new LibraryQuery();

    public string Address => QueryHelpers.AddQueryString("/library", Fields);

    /// <summary>The pictures that are shown do not depend on how they are laid out.</summary>
    public LibraryQuery Shown => this with { AsList = false };

    private Dictionary<string, string?> Fields => new()
    {
        ["search"] = Given(Search),
        ["client"] = Given(Client),
        ["product"] = Product?.ToString(CultureInfo.InvariantCulture),
        ["type"] = Given(Type),
        ["tag"] = Given(Tag),
        ["uploader"] = Given(Uploader),
        ["from"] = Day(From),
        ["to"] = Day(To),
        ["unused"] = Given(Unused),
        ["missingAlt"] = Given(MissingAlt),
        ["duplicates"] = Given(Duplicates),
        ["minGalleries"] = MinGalleries?.ToString(CultureInfo.InvariantCulture),
        ["sort"] = Sort == default ? null : char.ToLowerInvariant(Sort.ToString()[0]) + Sort.ToString()[1..],
        ["view"] = AsList ? "list" : null,
    };

    public AssetQuery ToQuery() => new(Search, Product, Client, Type, Tag, Uploader, Midnight(From), Midnight(To?.AddDays(1)), Unused, MissingAlt, Duplicates, MinGalleries, Sort);

    /// <summary>A day as an address or a date field writes it; null for what is none.</summary>
    public static DateOnly? ReadDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue ? day : null;

    /// <summary>An order by its name, whatever the letter case; the newest first for what is none.</summary>
    public static AssetSort ReadSort(string? name) => NamedValue.Read("sort", name ?? "", out AssetSort? sort) is null ? sort ?? default : default;

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private static string? Given(bool flag) => flag ? "true" : null;

    private static DateTimeOffset? Midnight(DateOnly? day) => day is { } given ? new(given, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
