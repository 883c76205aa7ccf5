using System.Text.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Deletion;

/// <summary>The words that a picture takes from those that are merged into it, and gives back when they return. Inside the caller's transaction.</summary>
static class MergedWords
{
    /// <summary>Title and alt texts where there are none, all tags; the decorative mark where there is no alt text at all.</summary>
    public static async Task TakeAsync(MediaDb db, IReadOnlyList<Merge> merges, Guid act, CancellationToken ct)
    {
        await db.LockAsync(AssetWords.Turn, ct);
        var named = merges.SelectMany(m => m.GoneIds.Append(m.KeptId)).ToList();
        var assets = await db.Set<Asset>().AsNoTracking().Where(a => EF.Parameter(named).Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var taken = new List<TakenWords>();
        foreach (var (kept, gone) in merges.Select(m => (assets[m.KeptId], m.GoneIds.Select(id => assets[id]).ToList())))
        {
            var before = Json(kept);
            kept.Describe(First(kept.Title, gone, a => a.Title), First(kept.AltEn, gone, a => a.AltEn), First(kept.AltTr, gone, a => a.AltTr), [.. kept.Tags, .. gone.SelectMany(a => a.Tags)]);
            if (kept is { AltEn: "", AltTr: "" } && gone.Exists(a => a.IsDecorative)) kept.Describe(null, null, null, null, isDecorative: true);
            if (Json(kept) is var after && after != before) taken.Add(new() { AssetId = kept.Id, OperationId = act, Before = before, After = after });
        }
        await AssetWording.WriteAsync(db, taken.Select(t => assets[t.AssetId]), ct);
        await db.WriteAsync("asset bigint, former text, later text", [.. taken.Select(t => new { asset = t.AssetId, former = t.Before, later = t.After })],
            """INSERT INTO "TakenWords" ("OperationId", "AssetId", "Before", "After") SELECT {1}, r.asset, r.former, r.later FROM $rows""", ct, act);
    }

    /// <summary>Once the last that went by one of these acts is back. True when words have changed.</summary>
    public static async Task<bool> GiveBackAsync(MediaDb db, IQueryable<Guid> acts, CancellationToken ct)
    {
        var due = await db.Set<TakenWords>().AsNoTracking().Where(w => acts.Contains(w.OperationId) && !db.Set<Asset>().IgnoreQueryFilters().Any(a => a.TrashId == w.OperationId)).ToListAsync(ct);
        if (due.Count == 0) return false;
        await db.LockAsync(AssetWords.Turn, ct);
        var (ids, over) = (due.Select(w => w.AssetId).ToList(), due.Select(w => w.OperationId).Distinct().ToList());
        var assets = await db.Set<Asset>().IgnoreQueryFilters().AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        foreach (var words in due) Return(assets[words.AssetId], Words(words.Before), Words(words.After));
        await AssetWording.WriteAsync(db, assets.Values, ct);
        await db.Set<TakenWords>().Where(w => EF.Parameter(over).Contains(w.OperationId)).ExecuteDeleteAsync(ct);
        return true;
    }

    /// <summary>Words that nobody has changed since.</summary>
    private static void Return(Asset asset, AssetWords before, AssetWords after) => asset.Describe(
        asset.Title == after.Title ? before.Title : null, asset.AltEn == after.AltEn ? before.AltEn : null, asset.AltTr == after.AltTr ? before.AltTr : null,
        asset.Tags.SequenceEqual(after.Tags!) ? before.Tags : null, asset.IsDecorative == after.IsDecorative ? before.IsDecorative : null);

    private static string? First(string mine, List<Asset> others, Func<Asset, string> word) => mine.Length > 0 ? null : others.Select(word).FirstOrDefault(w => w.Length > 0);

    private static string Json(Asset asset) => JsonSerializer.Serialize(new AssetWords(asset.Title, asset.AltEn, asset.AltTr, asset.Tags, asset.IsDecorative));

    private static AssetWords Words(string json) => JsonSerializer.Deserialize<AssetWords>(json)!;
}
