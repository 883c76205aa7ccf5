using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Deletion;

/// <summary>Gives an asset another file: same places, same words, new address. The file it had leaves the store by the deletion queue.</summary>
public static class Replacement
{
    /// <summary>
    /// Works inside the caller's transaction. Returns the products whose galleries show the asset, for the news; null when the asset is no longer in
    /// the library: then nothing was changed.
    /// </summary>
    public static async Task<IReadOnlyList<long>?> ReplaceAsync(
        MediaDb db, long assetId, string fileName, AssetFile file, Actor by, DateTimeOffset now, DateTimeOffset notBefore, CancellationToken ct)
    {
        await db.LockAsync(QueuedDeletion.Turn, ct); // else the trash could queue the old file while the asset gets the new one
        if (await db.Set<Asset>().FirstOrDefaultAsync(a => a.Id == assetId, ct) is not { } asset) return null;
        var old = new StoredFile(asset.Id, asset.FileName, asset.Bytes, asset.Store, asset.StoreKey, asset.StoreVersion, asset.ClientId);
        db.Add(QueuedDeletion.Of(DeletionOrigin.Replaced, old, Guid.CreateVersion7(), by.Id, by.Name, now, notBefore));
        asset.Replace(fileName, file);
        await db.SaveChangesAsync(ct);
        await OwedWords.NoteAsync(db, db.Set<Asset>().Where(a => a.Id == assetId), WordParts.New, ct);
        var shown = db.Set<Placement>().Where(l => l.AssetId == assetId).Select(l => l.ProductId);
        await db.Set<Product>().Where(p => shown.Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        var touched = await db.Set<Placement>().Where(l => l.AssetId == assetId).GroupBy(l => new { l.ProductId, l.VariantId }).Select(g => new TouchedPlacements(g.Key.ProductId, g.Key.VariantId, g.Count())).ToListAsync(ct);
        await GalleryDiary.NoteAsync(db, touched, GalleryChange.Replaced, by, now, ct);
        return [.. touched.Select(t => t.ProductId).Distinct()];
    }
}
