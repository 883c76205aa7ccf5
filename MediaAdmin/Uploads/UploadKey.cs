using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>
/// The key under which the store keeps an upload's picture: a folder per client and product, then the upload's own id. Never shared by two uploads, and the same for every attempt and
/// every way, also when the product was given another SKU since the first.
/// </summary>
static class UploadKey
{
    public static async Task<string> OfAsync(MediaDb db, Upload upload, CancellationToken ct)
    {
        if (upload.StoreKey.Length > 0) return upload.StoreKey;
        var owner = upload.ReplacesAssetId is { } old ? await db.Set<Asset>().Where(a => a.Id == old).Select(a => a.ClientId).FirstOrDefaultAsync(ct) : upload.ClientId;
        var client = await db.Set<Client>().Where(c => c.Id == owner).Select(c => c.Code).FirstOrDefaultAsync(ct) ?? "shared";
        var sku = await db.Set<Product>().Where(p => p.Id == upload.ProductId).Select(p => p.Sku).FirstOrDefaultAsync(ct) ?? "library";
        return $"{StoreKeys.Segment(client)}/{StoreKeys.Segment(sku)}/{upload.Id:N}";
    }
}
