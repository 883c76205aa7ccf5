using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>Pictures stand in the gallery in the order in which they were dropped, whatever the order in which they finish.</summary>
static class DroppedOrder
{
    /// <summary>The place for this upload's picture: where it was wanted, but between those that were dropped before and after it; else before the first that was dropped after it; else the end (null).</summary>
    public static async Task<int?> PlaceAsync(MediaDb db, Upload upload, CancellationToken ct)
    {
        await db.LockAsync($"gallery/{upload.ProductId}", ct); // two arrivals look for their places one after the other
        var mates = from mate in db.Set<Upload>()
                    join place in db.Set<Placement>() on mate.AssetId equals place.AssetId
                    where mate.BatchId == upload.BatchId && mate.Id != upload.Id && place.ProductId == upload.ProductId && place.VariantId == upload.VariantId
                    select new { mate.Ordinal, place.Position };
        var next = await mates.Where(m => m.Ordinal > upload.Ordinal).MinAsync(m => (int?)m.Position, ct);
        var end = next is { } there ? await SeenBeforeAsync(there) + 1 : (int?)null;
        if (upload.Position is not { } wanted) return end;
        var last = await mates.Where(m => m.Ordinal < upload.Ordinal).MaxAsync(m => (int?)m.Position, ct) ?? 0;
        return Math.Min(end ?? int.MaxValue, Math.Max(wanted - await ToComeAsync(wanted), await SeenBeforeAsync(last + 1) + 1));

        // Those that want a place before this one move it on when they come.
        Task<int> ToComeAsync(int before) => db.Set<Upload>().CountAsync(u => u.BatchId == upload.BatchId && u.Ordinal < upload.Ordinal && u.ProductId == upload.ProductId
            && u.VariantId == upload.VariantId && u.ReplacesAssetId == null && u.Position < before
            && (u.State == UploadState.Receiving || u.State == UploadState.Queued || u.State == UploadState.Storing || u.State == UploadState.Duplicate), ct);

        // Positions may have gaps where pictures are in the trash; places have none.
        Task<int> SeenBeforeAsync(int position) =>
            db.Set<Placement>().CountAsync(l => l.ProductId == upload.ProductId && l.VariantId == upload.VariantId && l.Position < position, ct);
    }
}
