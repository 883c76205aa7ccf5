using System.Globalization;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Describing;
using MediaAdmin.Imaging;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport.Account;

/// <summary>Makes rows for pictures that the account holds, inside the caller's transaction: assets with the words that the account has of them, at the end of their galleries.</summary>
sealed class AccountWriter(MediaDb db, AccountImport import, string portalsTag, DateTimeOffset now, CancellationToken ct)
{
    private readonly Actor _by = new(import.Actor, import.ActorName, Role.Editor);

    /// <summary>Returns the products whose galleries changed.</summary>
    public async Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<MatchedPicture> pictures)
    {
        if (pictures.Count == 0) return [];
        var codes = pictures.Select(ClientOf).Distinct().ToList();
        var clients = await db.Set<Client>().Where(c => EF.Parameter(codes).Contains(c.Code)).ToDictionaryAsync(c => c.Code, c => c.Id, ct);
        var assets = pictures.Select(p => AssetOf(p, clients.TryGetValue(ClientOf(p), out var id) ? id : null)).ToList();
        db.AddRange(assets);
        await db.SaveChangesAsync(ct);
        var wished = pictures.Zip(assets).SelectMany((p, n) => p.First.Galleries.Select(g => (p.Second.Id, Product: g.Product!.Id, g.Variant, Place: g.Place ?? int.MaxValue, n)))
            .OrderBy(w => w.Place).ThenBy(w => w.n).Select(w => (w.Id, w.Product, w.Variant)).ToList();
        var products = await PlaceAsync(wished);
        await OwedWords.NoteAsync(db, pictures.Zip(assets).Select(p => (p.Second.Id, p.Second.Store, Owed(p.First, p.Second))), ct);
        return products;
    }

    private async Task<IReadOnlyList<long>> PlaceAsync(List<(long Asset, long Product, long? Variant)> wished)
    {
        List<long> products = [.. wished.Select(w => w.Product).Distinct().Order()];
        if (products.Count == 0) return [];
        // The versions first: that locks the galleries, so that nothing arrives between the look at their ends and the change.
        await db.Set<Product>().Where(p => EF.Parameter(products).Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        var there = (await db.Set<Product>().Where(p => EF.Parameter(products).Contains(p.Id)).Select(p => p.Id).ToListAsync(ct)).ToHashSet();
        var variants = (await db.Set<Variant>().Where(v => EF.Parameter(products).Contains(v.ProductId)).Select(v => v.Id).ToListAsync(ct)).ToHashSet();
        var ends = await db.Set<Placement>().IgnoreQueryFilters().Where(l => EF.Parameter(products).Contains(l.ProductId)).GroupBy(l => new { l.ProductId, l.VariantId })
            .Select(g => new { g.Key.ProductId, Variant = g.Key.VariantId ?? 0, End = g.Max(l => l.Position) }).ToDictionaryAsync(e => (e.ProductId, e.Variant), e => e.End, ct);
        var placements = wished.Where(w => there.Contains(w.Product) && (w.Variant is not { } variant || variants.Contains(variant)))
            .GroupBy(w => (w.Product, w.Variant)).SelectMany(g => g.Select((w, n) => new Placement(w.Asset, w.Product, w.Variant, ends.GetValueOrDefault((w.Product, w.Variant ?? 0)) + 1 + n))).ToList();
        db.AddRange(placements);
        await db.SaveChangesAsync(ct);
        List<TouchedPlacements> touched = [.. placements.GroupBy(l => (l.ProductId, l.VariantId)).Select(g => new TouchedPlacements(g.Key.ProductId, g.Key.VariantId, g.Count()))];
        await GalleryDiary.NoteAsync(db, touched, GalleryChange.Added, _by, now, ct);
        return [.. there];
    }

    /// <summary>The client of its product, else the one that its context names, else the one chosen for what nothing tells.</summary>
    private string ClientOf(MatchedPicture picture) =>
        picture.Galleries is [{ Product: { } product }, ..] ? product.Client : AccountMatch.Text(picture.Asset, StoredTexts.Client) is { Length: > 0 } told ? told : import.Client;

    private Asset AssetOf(MatchedPicture picture, long? client)
    {
        var (found, version) = (picture.Asset, picture.Asset.Version.ToString(CultureInfo.InvariantCulture));
        // Nobody has read its bytes here: what they are, is not known.
        var file = new AssetFile(picture.Type.ContentType(), found.Bytes, found.Width, found.Height, "", CloudinaryStore.StoreName, found.PublicId, $"{version}.{found.Format}");
        var asset = Asset.Create(client, UploadFileName.Clean($"{found.PublicId}.{picture.Type.Extension()}"), file, import.Actor, now);
        asset.Describe(Text(found, StoredTexts.Title, Asset.MaxTitle), Text(found, StoredTexts.Alt, Asset.MaxAlt), Text(found, StoredTexts.AltTr, Asset.MaxAlt),
            [.. (found.Tags ?? []).Where(t => t != portalsTag).Select(t => t.Replace("\0", ""))]);
        return asset;
    }

    private static string? Text(CloudinaryAsset asset, string name, int most) => AccountMatch.Text(asset, name) is { Length: > 0 } text ? text[..Math.Min(text.Length, most)] : null;

    /// <summary>The portal's tag, by which it knows its own, and the texts that the account does not have yet.</summary>
    private WordParts Owed(MatchedPicture picture, Asset asset)
    {
        var texts = StoredTexts.Of(asset, ClientOf(picture), [.. picture.Galleries.Select(g => (g.Product!.Sku, g.Product.Name)).Distinct().OrderBy(p => p.Sku, StringComparer.Ordinal)]);
        return (picture.Asset.Tags?.Contains(portalsTag) == true ? 0 : WordParts.Tags) | (texts.All(t => AccountMatch.Text(picture.Asset, t.Key) == t.Value) ? 0 : WordParts.Texts);
    }
}
