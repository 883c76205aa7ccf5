using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>A picture in its place, with the addresses a browser gets it from.</summary>
public sealed record GalleryPicture(
    long AssetId, long? VariantId, int Position, string FileName, string Title, string AltEn, string AltTr,
    string ContentType, long Bytes, int Width, int Height, string Thumbnail, string Preview, string Original);

public sealed record VariantView(long Id, string Sku, string Name);

/// <summary>A product with its galleries: its own pictures first (no variant), then those of its variants, each in order.</summary>
public sealed record ProductView(
    long Id, string Client, string ClientName, string Sku, string Name, int GalleryVersion,
    IReadOnlyList<VariantView> Variants, IReadOnlyList<GalleryPicture> Pictures);

/// <summary>News: something in a product's galleries changed. Carries what a list of products shows, so that hearing it costs no query.</summary>
public sealed record GalleryChanged(long ProductId, int Pictures, int VariantPictures, string? Thumbnail)
{
    /// <summary>Where the changes of all products are told.</summary>
    public const string AllTopic = "galleries";

    public static string Topic(long product) => FormattableString.Invariant($"gallery/{product}");
}

/// <summary>Reads galleries and puts pictures into them.</summary>
public sealed class Galleries(IDbContextFactory<MediaDb> dbs, IMediaStore store, Announcements news)
{
    public async Task<ProductView?> OpenAsync(long productId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var product = await (from p in db.Set<Product>()
                             where p.Id == productId
                             join client in db.Set<Client>() on p.ClientId equals client.Id
                             select new { p.Id, Client = client.Code, ClientName = client.Name, p.Sku, p.Name, p.GalleryVersion }).FirstOrDefaultAsync(ct);
        if (product is null) return null;
        var variants = await db.Set<Variant>().Where(v => v.ProductId == productId).OrderBy(v => v.Position).Select(v => new VariantView(v.Id, v.Sku, v.Name)).ToListAsync(ct);
        var placements = await db.Set<Placement>().AsNoTracking().Include(l => l.Asset)
            .Where(l => l.ProductId == productId).OrderBy(l => l.VariantId ?? 0).ThenBy(l => l.Position).ToListAsync(ct); // what PostgreSQL does not know it sorts last
        return new(product.Id, product.Client, product.ClientName, product.Sku, product.Name, product.GalleryVersion, variants,
            [.. placements.GroupBy(l => l.VariantId).SelectMany(g => g.Select((l, index) => Picture(l, index + 1)))]);
    }

    /// <summary>
    /// Puts an asset into a gallery at <paramref name="place"/> (from 1; beyond the end is the end) and moves what follows.
    /// Works inside the caller's transaction and raises the gallery's version; an asset that is there already stays where it is.
    /// </summary>
    public static async Task PlaceAsync(MediaDb db, long assetId, long productId, long? variantId, int? place, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        // The version is raised first: this takes the product's row lock, so that two arrivals cannot take the same place.
        // A product in the trash takes it too, and shows it when it comes back.
        await db.Set<Product>().IgnoreQueryFilters().Where(p => p.Id == productId).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        var gallery = db.Set<Placement>().Where(l => l.ProductId == productId && l.VariantId == variantId);
        if (await gallery.AnyAsync(l => l.AssetId == assetId, ct)) return;
        var whole = gallery.IgnoreQueryFilters();
        var position = place is > 0 ? await gallery.OrderBy(l => l.Position).Skip(place.Value - 1).Select(l => (int?)l.Position).FirstOrDefaultAsync(ct) : null;
        if (position is not null) await whole.Where(l => l.Position >= position).ExecuteUpdateAsync(l => l.SetProperty(x => x.Position, x => x.Position + 1), ct);
        db.Add(new Placement(assetId, productId, variantId, position ?? (await whole.MaxAsync(l => (int?)l.Position, ct) ?? 0) + 1));
        await db.SaveChangesAsync(ct);
        await OwedWords.NoteAsync(db, db.Set<Asset>().Where(a => a.Id == assetId), WordParts.Texts, ct);
        await GalleryDiary.NoteAddedAsync(db, productId, variantId, by, now, ct);
    }

    /// <summary>Tells every page that looks what these products' own galleries are now; to be called once the change is committed.</summary>
    public async Task AnnounceAsync(IReadOnlyCollection<long> products, CancellationToken ct)
    {
        if (products.Count == 0) return;
        await using var db = await dbs.CreateDbContextAsync(ct);
        var (shown, ofVariants) = (db.Set<Placement>().Where(l => l.VariantId == null), db.Set<Placement>().Where(l => l.VariantId != null));
        var now = await (from product in db.Set<Product>().IgnoreQueryFilters()
                         where EF.Parameter(products).Contains(product.Id)
                         let main = shown.Where(l => l.ProductId == product.Id).OrderBy(l => l.Position).Select(l => (long?)l.AssetId).FirstOrDefault()
                         join picture in db.Set<Asset>() on main equals (long?)picture.Id into pictures
                         from asset in pictures.DefaultIfEmpty()
                         select new
                         {
                             product.Id,
                             Pictures = shown.Count(l => l.ProductId == product.Id),
                             VariantPictures = ofVariants.Count(l => l.ProductId == product.Id),
                             Main = asset == null ? null : new StoredPicture(asset.Store, asset.StoreKey, asset.StoreVersion),
                         }).ToListAsync(ct);
        foreach (var product in now)
        {
            var changed = new GalleryChanged(product.Id, product.Pictures, product.VariantPictures,
                product.Main is { } main ? store.Address(main, PictureSize.Thumbnail) : null);
            news.Publish(GalleryChanged.Topic(product.Id), changed);
            news.Publish(GalleryChanged.AllTopic, changed);
        }
    }

    private GalleryPicture Picture(Placement placement, int place)
    {
        var asset = placement.Asset!;
        var stored = new StoredPicture(asset.Store, asset.StoreKey, asset.StoreVersion);
        return new(asset.Id, placement.VariantId, place, asset.FileName, asset.Title, asset.AltEn, asset.AltTr,
            asset.ContentType, asset.Bytes, asset.Width, asset.Height,
            store.Address(stored, PictureSize.Thumbnail), store.Address(stored, PictureSize.Preview), store.Address(stored, PictureSize.Original));
    }
}
