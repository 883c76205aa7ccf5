using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Describing;
using MediaAdmin.Imaging;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Uploads;
using MediaAdmin.Uploads.Planning;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport.Account;

/// <summary>A picture that is to come into the library: what the account tells of it, and the galleries where it goes.</summary>
sealed record MatchedPicture(CloudinaryAsset Asset, PictureType Type, IReadOnlyList<PlanRow> Galleries);

/// <summary>
/// Says of the pictures of a page what becomes of them. A product is told by the picture's context first (as the portal keeps it there), else by its name, read as names of dropped files are. The same
/// few statements for any page; nothing is written.
/// </summary>
public sealed class AccountMatch(UploadPlans plans)
{
    internal async Task<(IReadOnlyList<MatchedPicture> New, IReadOnlyList<AccountPicture> Told)> RunAsync(
        MediaDb db, IReadOnlyList<CloudinaryAsset> page, DateTimeOffset listed, CancellationToken ct)
    {
        var known = await KnownAsync(db, [.. page.Select(p => p.PublicId)], listed, ct);
        var verdicts = page.DistinctBy(p => p.PublicId).Select(p => (Asset: p, Type: TypeOf(p.Format), Verdict: known.Contains(p.PublicId) || IsProbe(p.PublicId) ? AccountVerdict.Known : AccountVerdict.Unfit)).ToList();
        var fresh = verdicts.Where(v => v is { Verdict: AccountVerdict.Unfit, Type: not null } && PublicId.IsSound(v.Asset.PublicId)).ToList();
        var paths = fresh.SelectMany((v, n) => Paths(v.Asset).Select(p => (Number: n, p.Path, p.Sku))).ToList();
        var plan = await plans.PlanAsync([.. paths.Select(p => p.Path)], null, null, ct);
        bool IsMeant(PlanRow row) => row.Product is { } product && (paths[row.File].Sku is not { } sku || string.Equals(sku, product.Sku, StringComparison.OrdinalIgnoreCase));
        var galleries = plan.Rows.Where(IsMeant).ToLookup(r => paths[r.File].Number);
        List<MatchedPicture> matched = [.. fresh.Select((v, n) => new MatchedPicture(v.Asset, v.Type!.Value, [.. galleries[n].DistinctBy(r => (r.Product!.Id, r.Variant))]))];
        var others = verdicts.ExceptBy(matched.Select(m => m.Asset.PublicId), v => v.Asset.PublicId).Select(v => new AccountPicture(v.Asset.PublicId, v.Verdict));
        return (matched, [.. matched.Select(m => m.Galleries is [var first, ..]
            ? new AccountPicture(m.Asset.PublicId, AccountVerdict.Placed, first.Product!.Sku) : new AccountPicture(m.Asset.PublicId, AccountVerdict.Loose)), .. others]);
    }

    /// <summary>A text of the picture's context.</summary>
    public static string Text(CloudinaryAsset asset, string name) => asset.Context?.Custom?.GetValueOrDefault(name)?.Replace("\0", "").Trim() ?? "";

    /// <summary>What the library has, or had and the store still gives up, and what uploads have put there or may still put.</summary>
    private static async Task<HashSet<string>> KnownAsync(MediaDb db, List<string> keys, DateTimeOffset listed, CancellationToken ct) => await db.Set<Asset>().IgnoreQueryFilters()
        .Where(a => a.Store == CloudinaryStore.StoreName && EF.Parameter(keys).Contains(a.StoreKey)).Select(a => a.StoreKey)
        .Concat(db.Set<QueuedDeletion>().Where(d => d.Store == CloudinaryStore.StoreName && EF.Parameter(keys).Contains(d.StoreKey)
            && (d.State == DeletionState.Waiting || d.State == DeletionState.Deleting || d.State == DeletionState.Failed || d.EndedAt >= listed)).Select(d => d.StoreKey))
        .Concat(db.Set<Upload>().Where(u => u.State != UploadState.Stored && EF.Parameter(keys).Contains(u.StoreKey)).Select(u => u.StoreKey)).ToHashSetAsync(ct);

    /// <summary>As names of files: the products that its context names, which have to be just these; or its own name.</summary>
    private static IEnumerable<(string Path, string? Sku)> Paths(CloudinaryAsset asset)
    {
        var (client, skus) = (Text(asset, StoredTexts.Client), Text(asset, StoredTexts.Product).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var folder = client.Length > 0 ? $"{client}/" : "";
        return skus.Length > 0 ? skus.Select(sku => ($"{folder}{sku}.{asset.Format}", (string?)sku)) : [($"{asset.PublicId}.{asset.Format}", null)];
    }

    /// <summary>A picture that a test of the connection has just put.</summary>
    private static bool IsProbe(string publicId) => publicId.StartsWith("self-check/", StringComparison.Ordinal);

    private static PictureType? TypeOf(string format) => format.ToLowerInvariant() switch
    {
        "jpg" or "jpeg" => PictureType.Jpeg,
        "png" => PictureType.Png,
        "webp" => PictureType.WebP,
        "gif" => PictureType.Gif,
        "avif" => PictureType.Avif,
        _ => null,
    };
}
