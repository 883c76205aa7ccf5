using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>A picture among those that are the same, and the galleries that show it.</summary>
public sealed record DuplicatePicture(AssetView Asset, IReadOnlyList<AssetUse> Uses);

/// <summary>Pictures of one client that are the same, the oldest first; or two that look alike, which differ in <paramref name="Distance"/> of 64 points.</summary>
public sealed record DuplicateGroup(IReadOnlyList<DuplicatePicture> Pictures, int? Distance = null);

/// <summary>One page of groups; how many groups there are in all, and how many pictures would go if one of each stayed.</summary>
public sealed record DuplicatePage(IReadOnlyList<DuplicateGroup> Groups, int Total, int Spare, int Number, int Size)
{
    public int Pages => Paging.Pages(Total, Size);
}

/// <summary>
/// Finds pictures of the same client with the same bytes. They are found in one index, and only rows of pictures that have a twin are read; the number of statements is fixed.
/// </summary>
public sealed class DuplicateList(IDbContextFactory<MediaDb> dbs, AssetList list, AssetUses uses)
{
    // Counted in the index, which knows nothing of the trash; only of those that have a twin there the rows are asked.
    private const string Groups = """
        SELECT a."ClientId", a."Sha256", COUNT(*) AS "Pictures", MIN(a."Id") AS "Oldest"
        FROM (SELECT "Sha256" AS s, "ClientId" AS c FROM "Assets" WHERE "Sha256" <> '' GROUP BY "Sha256", "ClientId" HAVING COUNT(*) > 1) d
        JOIN "Assets" a ON a."Sha256" = d.s AND COALESCE(a."ClientId", 0) = COALESCE(d.c, 0) AND a."TrashId" IS NULL
        GROUP BY a."ClientId", a."Sha256" HAVING COUNT(*) > 1
        """;

    /// <summary>The groups of the newest duplicates first.</summary>
    public async Task<DuplicatePage> FindAsync(int page, int pageSize, CancellationToken ct)
    {
        var size = Math.Clamp(pageSize, 1, Page<AssetView>.MaxSize);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var groups = db.Database.SqlQueryRaw<Group>(Groups);
        var sum = await groups.GroupBy(_ => 1).Select(g => new { Groups = g.Count(), Pictures = g.Sum(x => x.Pictures) }).FirstOrDefaultAsync(ct);
        var (total, spare) = (sum?.Groups ?? 0, (sum?.Pictures ?? 0) - (sum?.Groups ?? 0));
        var number = Math.Max(1, page);
        var shown = await groups.OrderByDescending(g => g.Oldest).Skip(Paging.Before(number, size, total)).Take(size).ToListAsync(ct);
        return new(await OpenAsync(db, shown, ct), total, spare, number, size);
    }

    /// <summary>All groups there are as ids, each with the oldest first.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<long>>> AllAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var ids = Ids(db);
        var all = await db.Set<Asset>().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).Select(a => new { a.Id, a.ClientId, a.Sha256 }).ToListAsync(ct);
        return [.. all.GroupBy(a => (a.ClientId, a.Sha256)).Where(g => g.Count() > 1).Select(g => g.Select(a => a.Id).ToList())];
    }

    /// <summary>Every picture that has the same bytes as another of the same client.</summary>
    internal static IQueryable<long> Ids(MediaDb db) => db.Database.SqlQueryRaw<long>($"""
        SELECT a."Id" AS "Value" FROM ({Groups}) g JOIN "Assets" a ON a."Sha256" = g."Sha256" AND COALESCE(a."ClientId", 0) = COALESCE(g."ClientId", 0) AND a."TrashId" IS NULL
        """);

    private async Task<IReadOnlyList<DuplicateGroup>> OpenAsync(MediaDb db, List<Group> groups, CancellationToken ct)
    {
        var hashes = groups.Select(g => g.Sha256).Distinct().ToList();
        var found = await db.Set<Asset>().Where(a => EF.Parameter(hashes).Contains(a.Sha256)).OrderBy(a => a.Id).Select(a => new { a.Id, Key = new { a.ClientId, a.Sha256 } }).ToListAsync(ct);
        var ids = found.ToLookup(a => (a.Key.ClientId, a.Key.Sha256), a => a.Id);
        var pictures = await OpenAsync([.. groups.SelectMany(g => ids[(g.ClientId, g.Sha256)])], ct);
        return [.. groups.Select(g => new DuplicateGroup([.. ids[(g.ClientId, g.Sha256)].Where(pictures.ContainsKey).Select(id => pictures[id])])).Where(g => g.Pictures.Count > 1)];
    }

    internal async Task<Dictionary<long, DuplicatePicture>> OpenAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        var assets = await list.FirstAsync(new(AssetIds: ids), ids.Count, ct);
        var shown = await uses.FindAsync(ids, ct);
        return assets.ToDictionary(a => a.Id, a => new DuplicatePicture(a, [.. shown[a.Id]]));
    }

    private sealed record Group(long? ClientId, string Sha256, int Pictures, long Oldest);
}
