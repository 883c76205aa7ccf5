using System.Text.Json.Serialization;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>In which order pictures are listed.</summary>
public enum AssetSort { Newest, Oldest, Name, Largest, Smallest }

/// <summary>
/// Which pictures: all words of <paramref name="Search"/> occur in file name, title, alt texts, tags, or in SKU or name of a product that shows them; placed on a product;
/// of a client by its code; of a content type; with a tag; brought by an actor; made from, to before; shown nowhere; without alt text in English or Turkish and not decorative;
/// with the same bytes as another of the same client; shown in at least so many galleries. What is left out does not matter.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AssetQuery(
    string Search = "", long? Product = null, string Client = "", string Type = "", string Tag = "", string Uploader = "", DateTimeOffset? From = null, DateTimeOffset? To = null,
    bool Unused = false, bool MissingAlt = false, bool Duplicates = false, int? MinGalleries = null, AssetSort Sort = AssetSort.Newest)
{
    internal bool IsEverything => this with { Sort = AssetSort.Newest } == new AssetQuery();

    /// <summary>Nothing is asked for: every picture matches.</summary>
    [JsonIgnore]
    public bool MatchesAll => this with { Search = Plain(Search), Client = Plain(Client), Type = Plain(Type), Tag = Plain(Tag), Uploader = Plain(Uploader), MinGalleries = MinGalleries > 0 ? MinGalleries : null, Sort = default } == new AssetQuery();

    public IQueryable<Asset> In(MediaDb db)
    {
        var (client, type, tag, uploader) = (Plain(Client), Plain(Type), Plain(Tag), Plain(Uploader));
        IQueryable<Asset> found = db.Set<Asset>();
        foreach (var word in Folding.Fold(Plain(Search)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            var ids = Holding(db, word);
            found = found.Where(a => ids.Contains(a.Id));
        }
        if (Product is { } product) found = found.Where(a => db.Set<Placement>().Any(l => l.AssetId == a.Id && l.ProductId == product));
        if (client.Length > 0) found = found.Where(a => a.ClientId != null && a.ClientId == db.Set<Client>().Where(c => c.Code == client).Select(c => c.Id).First());
        if (type.Length > 0) found = found.Where(a => a.ContentType == type);
        if (tag.Length > 0) found = found.Where(a => a.Tags.Contains(tag));
        if (uploader.Length > 0) found = found.Where(a => a.CreatedBy == uploader);
        if (From is { } from) found = found.Where(a => a.CreatedAt >= from);
        if (To is { } to) found = found.Where(a => a.CreatedAt < to);
        if (Unused) found = found.Where(a => !db.Set<Placement>().Any(l => l.AssetId == a.Id));
        if (MissingAlt) found = found.Where(a => !a.IsDecorative && (a.AltEn == "" || a.AltTr == ""));
        if (Duplicates)
        {
            var ids = DuplicateList.Ids(db);
            found = found.Where(a => ids.Contains(a.Id));
        }
        if (MinGalleries is { } galleries) found = found.Where(a => db.Set<Placement>().Count(l => l.AssetId == a.Id) >= galleries);
        return found;
    }

    public IQueryable<Asset> Sorted(IQueryable<Asset> found) => Sort switch
    {
        AssetSort.Oldest => found.OrderBy(a => a.Id),
        AssetSort.Name => found.OrderBy(a => a.FileName).ThenBy(a => a.Id),
        AssetSort.Largest => found.OrderByDescending(a => a.Bytes).ThenBy(a => a.Id),
        AssetSort.Smallest => found.OrderBy(a => a.Bytes).ThenBy(a => a.Id),
        _ => found.OrderByDescending(a => a.Id),
    };

    /// <summary>The pictures that have this word themselves, and those of products that have it.</summary>
    private static IQueryable<long> Holding(MediaDb db, string word)
    {
        var products = WordSearch.Products(db, word);
        return WordSearch.Assets(db, word).Union(db.Set<Placement>().Where(l => products.Contains(l.ProductId)).Select(l => l.AssetId));
    }

    /// <summary>PostgreSQL takes no NUL, and nothing is called so.</summary>
    private static string Plain(string? text) => (text ?? "").Replace("\0", "").Trim(); // null where a caller's JSON says so
}
