using System.Text.Json.Serialization;
using MediaAdmin.Data;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>One page of a list: the items, how many there are in all, the page's number (from 1) and its size.</summary>
public sealed record Page<T>(
    IReadOnlyList<T> Items, int Total,
    [property: JsonPropertyName("page")] int Number,
    [property: JsonPropertyName("pageSize")] int Size)
{
    public const int MaxSize = 200;

    [JsonIgnore]
    public int Pages => Paging.Pages(Total, Size);
}

/// <summary>
/// What to look for: words in SKU, name and variant SKUs (all must occur); one client by its code; products without any picture, also of their variants; those whose variants have pictures
/// but which have no main picture of their own; those whose own gallery has fewer than so many pictures.
/// </summary>
public sealed record ProductQuery(
    string Search = "", string Client = "", bool WithoutImages = false, bool MainMissing = false, int? FewerThan = null, int Page = 1, int PageSize = 50)
{
    internal bool IsEverything => this is { Search: "", Client: "", WithoutImages: false, MainMissing: false, FewerThan: null };
}

/// <summary>A product in a list: pictures of its own gallery, and those of its variants' galleries.</summary>
public sealed record ProductRow(long Id, string Client, string Sku, string Name, int Pictures, int VariantPictures, int Variants, string? Thumbnail);

/// <summary>The list of products, filtered and paged by the database: three statements whatever the number of products.</summary>
public sealed class ProductList(IDbContextFactory<MediaDb> dbs, IMediaStore store)
{
    public async Task<Page<ProductRow>> FindAsync(ProductQuery query, CancellationToken ct)
    {
        var size = Math.Clamp(query.PageSize, 1, Page<ProductRow>.MaxSize);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = Filter(db, query);
        var total = query.IsEverything ? await TotalCount.OfAsync<Product>(db, ct) : await found.CountAsync(ct);
        var number = Math.Max(1, query.Page);
        var clients = db.Set<Client>();
        var placements = db.Set<Placement>().Where(l => l.VariantId == null);
        var ofVariants = db.Set<Placement>().Where(l => l.VariantId != null);
        var rows = await (from product in found.OrderBy(p => p.Sku).ThenBy(p => p.Id).Skip(Paging.Before(number, size, total)).Take(size)
                          let main = placements.Where(l => l.ProductId == product.Id).OrderBy(l => l.Position).Select(l => (long?)l.AssetId).FirstOrDefault()
                          join picture in db.Set<Asset>() on main equals (long?)picture.Id into pictures
                          from asset in pictures.DefaultIfEmpty()
                          orderby product.Sku, product.Id
                          select new
                          {
                              product.Id,
                              Client = clients.Where(c => c.Id == product.ClientId).Select(c => c.Code).First(),
                              product.Sku,
                              product.Name,
                              Pictures = placements.Count(l => l.ProductId == product.Id),
                              VariantPictures = ofVariants.Count(l => l.ProductId == product.Id),
                              Variants = product.Variants.Count,
                              Main = asset == null ? null : new StoredPicture(asset.Store, asset.StoreKey, asset.StoreVersion),
                          }).ToListAsync(ct);
        return new([.. rows.Select(r => new ProductRow(r.Id, r.Client, r.Sku, r.Name, r.Pictures, r.VariantPictures, r.Variants,
            r.Main is null ? null : store.Address(r.Main, PictureSize.Thumbnail)))], total, number, size);
    }

    private static IQueryable<Product> Filter(MediaDb db, ProductQuery query)
    {
        var products = db.Set<Product>().AsNoTracking();
        foreach (var word in Folding.Fold(query.Search.Replace("\0", "")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            var ids = WordSearch.Products(db, word);
            products = products.Where(p => ids.Contains(p.Id));
        }
        if (query.Client.Replace("\0", "") is { Length: > 0 } code)
            products = products.Where(p => p.ClientId == db.Set<Client>().Where(c => c.Code == code).Select(c => c.Id).First());
        var shown = db.Set<Placement>();
        if (query.WithoutImages) products = products.Where(p => !shown.Any(l => l.ProductId == p.Id));
        if (query.MainMissing) products = products.Where(p => shown.Any(l => l.ProductId == p.Id) && !shown.Any(l => l.ProductId == p.Id && l.VariantId == null));
        if (query.FewerThan is { } few) products = products.Where(p => shown.Count(l => l.ProductId == p.Id && l.VariantId == null) < few);
        return products;
    }
}
