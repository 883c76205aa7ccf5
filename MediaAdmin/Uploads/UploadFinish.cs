using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads;

/// <summary>How the last step ended. Overtaken: taken back, or moved on by another run. TargetGone: the asset it was to replace is no longer in the library.</summary>
enum Finish { Stored, Duplicate, Overtaken, TargetGone }

/// <summary>The last step of an upload whose bytes are in the store: the asset with its place, or an asset's new file, and the upload's state, in one transaction.</summary>
public sealed class UploadFinish(PurgeSchedule purge, Announcements news, IOptions<DeletionOptions> deletion, TimeProvider clock)
{
    /// <summary>Returns also the products whose galleries changed.</summary>
    internal async Task<(Finish Finish, IReadOnlyList<long> Products)> RunAsync(MediaDb db, Upload upload, StoredPicture stored, long? perceptualHash, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Twins that are on their way at the same moment come here one after the other; the second finds the first.
        await db.LockAsync($"picture/{upload.ClientId}/{upload.Sha256}", ct);
        var state = await db.Set<Upload>().AsNoTracking().Where(u => u.Id == upload.Id).Select(u => u.State).FirstAsync(ct);
        if (state == UploadState.Stored) return (Finish.Overtaken, []);
        if (!upload.KeepDuplicate && await Same(db, upload, upload.Sha256).AnyAsync(ct)) return (Finish.Duplicate, []);
        var now = clock.GetUtcNow();
        var file = new AssetFile(upload.ContentType, upload.StoredBytes, upload.Width, upload.Height, upload.Sha256, stored.Store, stored.Key, stored.Version, perceptualHash);
        var by = await OwnerAsync(db, upload, ct);
        var (finish, products) = upload.ReplacesAssetId is { } old ? await ReplaceAsync(db, upload, old, file, by, now, ct) : await AddAsync(db, upload, file, by, now, ct);
        if (finish == Finish.Overtaken) return (finish, []); // disposing the transaction takes back what was written
        await transaction.CommitAsync(ct);
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        if (upload.ReplacesAssetId is not null) purge.Wake(now + deletion.Value.UndoWindow);
        return (finish, products);
    }

    /// <summary>Other pictures of the same client with the same bytes.</summary>
    internal static IQueryable<Asset> Same(MediaDb db, Upload upload, string sha256) =>
        db.Set<Asset>().Where(a => a.ClientId == upload.ClientId && a.Sha256 == sha256 && a.StoreKey != upload.StoreKey);

    /// <summary>Saves unless somebody took the upload back meanwhile.</summary>
    internal static async Task<bool> SaveAsync(MediaDb db, Upload upload, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.Entry(upload).State = EntityState.Detached;
            return false;
        }
    }

    /// <summary>Whoever announced the files, as the one in whose name they arrive.</summary>
    internal static async Task<Actor> OwnerAsync(MediaDb db, Upload upload, CancellationToken ct) =>
        new(upload.Owner, await db.Set<UploadBatch>().Where(b => b.Id == upload.BatchId).Select(b => b.OwnerName).FirstAsync(ct), Role.Editor);

    private static async Task<(Finish, IReadOnlyList<long>)> AddAsync(MediaDb db, Upload upload, AssetFile file, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        var asset = Asset.Create(upload.ClientId, upload.FileName, file, upload.Owner, now);
        asset.Describe(null, upload.Alt, upload.AltTr, null);
        db.Add(asset);
        await db.SaveChangesAsync(ct);
        upload.FinishStoring(asset.Id, now);
        await OwedWords.NoteAsync(db, db.Set<Asset>().Where(a => a.Id == asset.Id), WordParts.New, ct);
        if (!await SaveAsync(db, upload, ct)) return (Finish.Overtaken, []);
        if (upload.ProductId is not { } product || !await IsThereAsync(db, product, upload.VariantId, ct)) return (Finish.Stored, []);
        await Galleries.PlaceAsync(db, asset.Id, product, upload.VariantId, await DroppedOrder.PlaceAsync(db, upload, ct), by, now, ct);
        return (Finish.Stored, [product]);
    }

    /// <summary>Of a product or variant that was removed meanwhile the picture stays in the library; one in the trash shows it when it comes back.</summary>
    private static Task<bool> IsThereAsync(MediaDb db, long product, long? variant, CancellationToken ct) =>
        db.Set<Product>().IgnoreQueryFilters().AnyAsync(p => p.Id == product && (variant == null || p.Variants.Any(v => v.Id == variant)), ct);

    /// <summary>When the asset has gone meanwhile, the new file is what nobody needs.</summary>
    private async Task<(Finish, IReadOnlyList<long>)> ReplaceAsync(MediaDb db, Upload upload, long asset, AssetFile file, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        var products = await Replacement.ReplaceAsync(db, asset, upload.FileName, file, by, now, now + deletion.Value.UndoWindow, ct);
        if (products is null)
        {
            var unused = new StoredFile(null, upload.FileName, file.Bytes, file.Store, file.StoreKey, file.StoreVersion, upload.ClientId);
            db.Add(QueuedDeletion.Of(DeletionOrigin.Orphan, unused, upload.Id, by.Id, by.Name, now, now));
            upload.Fail(UploadFault.TargetGone, $"asset {asset} is not in the library");
        }
        else
        {
            upload.FinishStoring(asset, now);
        }
        return await SaveAsync(db, upload, ct) ? (products is null ? Finish.TargetGone : Finish.Stored, products ?? []) : (Finish.Overtaken, []);
    }
}
