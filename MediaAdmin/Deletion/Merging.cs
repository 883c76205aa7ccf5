using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Deletion;

/// <summary>
/// Lets pictures take the places of others before those go to the trash, and gives the places back when those return. All inside the caller's transaction and turn;
/// the number of statements does not depend on how many there are.
/// </summary>
static class Merging
{
    /// <summary>
    /// Every placement of what goes shows what stays from now on, at the same position; a gallery that would then show it twice keeps the first, and the others leave
    /// with what goes. Returns what was really merged, and the galleries that it concerned.
    /// </summary>
    public static async Task<(DeletionTarget.Merged Done, List<TouchedPlacements> Touched)> RepointAsync(MediaDb db, DeletionTarget.Merged wished, Guid act, CancellationToken ct)
    {
        var done = wished with { Merges = await CheckAsync(db, wished.Merges, ct) };
        var kept = done.Merges.SelectMany(m => m.GoneIds.Select(gone => (Gone: gone, m.KeptId))).ToDictionary(p => p.Gone, p => p.KeptId);
        var (gone, all) = (kept.Keys.ToList(), kept.Keys.Concat(kept.Values).Distinct().ToList());
        var placements = db.Set<Placement>().IgnoreQueryFilters();
        await db.Set<Product>().IgnoreQueryFilters().Where(p => placements.Any(l => l.ProductId == p.Id && EF.Parameter(gone).Contains(l.AssetId)))
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        var rows = await placements.Where(l => EF.Parameter(all).Contains(l.AssetId)).OrderBy(l => l.Position).ThenBy(l => l.Id)
            .Select(l => new Row(l.Id, l.AssetId, l.ProductId, l.VariantId, l.TrashId == null)).ToListAsync(ct);
        var galleries = rows.GroupBy(r => (r.ProductId, r.VariantId, Kept: kept.GetValueOrDefault(r.AssetId, r.AssetId))).Where(g => g.Any(r => r.AssetId != g.Key.Kept)).ToList();
        var changes = galleries.SelectMany(g => Changes(g, g.Key.Kept)).ToList();
        await db.WriteAsync("place bigint, was bigint, becomes bigint, gone bigint", changes, """UPDATE "Placements" SET "AssetId" = r.becomes FROM $rows WHERE "Placements"."Id" = r.place""", ct);
        await db.WriteAsync("place bigint, was bigint, becomes bigint, gone bigint", changes, """INSERT INTO "Repointings" ("PlacementId", "AssetId", "GoneId") SELECT r.place, r.was, r.gone FROM $rows""", ct);
        await OwedWords.NoteAsync(db, db.Set<Asset>().Where(a => EF.Parameter(all).Contains(a.Id)), WordParts.Texts, ct);
        if (done.TakeWords) await MergedWords.TakeAsync(db, done.Merges, act, ct);
        return (done, [.. galleries.Where(g => g.First().IsShown).GroupBy(g => (g.Key.ProductId, g.Key.VariantId)).Select(g => new TouchedPlacements(g.Key.ProductId, g.Key.VariantId, g.Count()))]);
    }

    /// <summary>The placements that show something else because of pictures that come back now.</summary>
    public static IQueryable<Placement> Repointed(MediaDb db, IQueryable<long?> back) =>
        db.Set<Placement>().IgnoreQueryFilters().Where(l => db.Set<Repointing>().Any(r => r.PlacementId == l.Id && back.Contains(r.GoneId)));

    /// <summary>They show again what they showed before; whether they are seen is for others to say.</summary>
    public static async Task ReturnAsync(MediaDb db, IQueryable<long?> back, CancellationToken ct)
    {
        var repointed = Repointed(db, back);
        await OwedWords.NoteAsync(db, db.Set<Asset>().Where(a => repointed.Any(l => l.AssetId == a.Id)), WordParts.Texts | WordParts.Fewer, ct);
        await repointed.ExecuteUpdateAsync(l =>
            l.SetProperty(x => x.AssetId, x => db.Set<Repointing>().Where(r => r.PlacementId == x.Id && back.Contains(r.GoneId)).OrderBy(r => r.Id).Select(r => r.AssetId).First()), ct);
    }

    /// <summary>What has been taken back, with what rested on it.</summary>
    public static Task<int> ForgetAsync(MediaDb db, IQueryable<long?> back, CancellationToken ct) =>
        db.Set<Repointing>().Where(r => db.Set<Repointing>().Any(e => e.PlacementId == r.PlacementId && e.Id <= r.Id && back.Contains(e.GoneId))).ExecuteDeleteAsync(ct);

    /// <summary>What stays and what goes must be in the library and of one client; each goes once, and nothing goes that stays.</summary>
    private static async Task<IReadOnlyList<Merge>> CheckAsync(MediaDb db, IReadOnlyList<Merge> wished, CancellationToken ct)
    {
        var named = wished.SelectMany(m => m.GoneIds.Append(m.KeptId)).Distinct().ToList();
        var clients = await db.Set<Asset>().Where(a => EF.Parameter(named).Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.ClientId ?? 0, ct);
        var taken = wished.Select(m => m.KeptId).ToHashSet();
        return [.. wished.Where(m => clients.ContainsKey(m.KeptId))
            .Select(m => m with { GoneIds = [.. m.GoneIds.Where(id => clients.TryGetValue(id, out var client) && client == clients[m.KeptId] && taken.Add(id))] })
            .Where(m => m.GoneIds.Count > 0)];
    }

    /// <summary>In one gallery: the first place shows what stays; if that stood further on, it leaves that place to what goes, which hides it.</summary>
    private static IEnumerable<Change> Changes(IEnumerable<Row> inOrder, long kept)
    {
        var first = inOrder.First();
        if (first.AssetId == kept) yield break;
        yield return new(first.Id, first.AssetId, kept, first.AssetId);
        foreach (var later in inOrder.Where(r => r.AssetId == kept)) yield return new(later.Id, kept, first.AssetId, first.AssetId);
    }

    private sealed record Row(long Id, long AssetId, long ProductId, long? VariantId, bool IsShown);

#pragma warning disable IDE1006 // the names are those of the columns
    private sealed record Change(long place, long was, long becomes, long gone);
#pragma warning restore IDE1006
}
