using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>
/// Finds pictures of the same client that look alike: perceptual hashes that differ in at most <see cref="Farthest"/> of 64 bits. Never compares all with all: the bits are dealt
/// to four bands, each with an index, and two hashes that differ in three bits agree in at least one band. Each band takes every fourth bit, so that the even ground that most
/// product pictures share at their edges fills no band alone. One statement finds, orders and counts the pairs.
/// </summary>
public sealed class LookalikeList(IDbContextFactory<MediaDb> dbs, DuplicateList duplicates, Announcements news, TimeProvider clock)
{
    public const int Farthest = 3;

    // As the indexes have them (migration LighterTrash): an expression that is written otherwise finds none.
    private static readonly long[] Bands = [1229782938247303441, 2459565876494606882, 4919131752989213764, -8608480567731124088];

    /// <summary>Pairs, the most alike first, but for those that somebody told apart and those with the same bytes.</summary>
    public async Task<DuplicatePage> FindAsync(int page, int pageSize, CancellationToken ct)
    {
        var (size, number) = (Math.Clamp(pageSize, 1, Page<AssetView>.MaxSize), Math.Max(1, page));
        await using var db = await dbs.CreateDbContextAsync(ct);
        var pairs = await PairsAsync(db, number, size, ct);
        var pictures = await duplicates.OpenAsync([.. pairs.SelectMany(p => new[] { p.One, p.Other }).Distinct()], ct);
        // each pair knows it
        var total = (pairs.Count > 0 || number == 1 ? pairs : await PairsAsync(db, 1, 1, ct)).FirstOrDefault()?.Total ?? 0;
        return new([.. pairs.Where(p => pictures.ContainsKey(p.One) && pictures.ContainsKey(p.Other)).Select(p => new DuplicateGroup([pictures[p.One], pictures[p.Other]], p.Distance))], total, total, number, size);
    }

    /// <summary>These two are not the same, for good; in whatever order they are named, and however often. False when one of them is not there.</summary>
    public async Task<bool> TellApartAsync(long one, long other, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        var (first, second) = (Math.Min(one, other), Math.Max(one, other));
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (first == second || await db.Set<Asset>().CountAsync(a => a.Id == first || a.Id == second, ct) < 2) return false;
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "Distinctions" ("AssetId", "OtherId", "Actor", "At") VALUES ({first}, {second}, {by.Id}, {db.Moment(clock.GetUtcNow())}) ON CONFLICT DO NOTHING
            """, ct);
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return true;
    }

    /// <summary>Takes back that they are two: they are looked at as a pair again. False when nobody had told them apart.</summary>
    public async Task<bool> ForgetApartAsync(long one, long other, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        var (first, second) = (Math.Min(one, other), Math.Max(one, other));
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<Distinction>().Where(d => d.AssetId == first && d.OtherId == second).ExecuteDeleteAsync(ct) == 0) return false;
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return true;
    }

    private static Task<List<Pair>> PairsAsync(MediaDb db, int page, int size, CancellationToken ct)
    {
        var sql = $$"""
            SELECT p."One", p."Other", p."Distance", CAST(COUNT(*) OVER () AS int) AS "Total" FROM ({{string.Join(" UNION ", Bands.Select(band => Neighbours(db, band)))}}) p
            JOIN "Assets" x ON x."Id" = p."One" JOIN "Assets" y ON y."Id" = p."Other"
            WHERE x."TrashId" IS NULL AND y."TrashId" IS NULL AND x."Sha256" <> y."Sha256" AND NOT EXISTS (SELECT 1 FROM "Distinctions" d WHERE d."AssetId" = p."One" AND d."OtherId" = p."Other")
            ORDER BY p."Distance", p."Other" DESC, p."One" LIMIT {0} OFFSET {1}
            """;
        return db.Database.SqlQueryRaw<Pair>(sql, size, (page - 1L) * size).ToListAsync(ct);
    }

    /// <summary>Those that agree in one band and differ in few bits. A picture without a single edge has the hash 0, which says nothing of it.</summary>
    private static string Neighbours(MediaDb db, long band)
    {
        const string differing = """(a."PerceptualHash" | b."PerceptualHash") & ~(a."PerceptualHash" & b."PerceptualHash")""";
        var distance = db is PostgresMediaDb ? $"bit_count(({differing})::bit(64))::int" : $"bit_count({differing})";
        return FormattableString.Invariant($"""
            SELECT a."Id" AS "One", b."Id" AS "Other", {distance} AS "Distance" FROM "Assets" a
            JOIN "Assets" b ON b."ClientId" = a."ClientId" AND (b."PerceptualHash" & {band}) = (a."PerceptualHash" & {band}) AND b."Id" > a."Id" AND b."PerceptualHash" <> 0
            WHERE a."PerceptualHash" <> 0 AND {distance} <= {Farthest}
            """);
    }

    private sealed record Pair(long One, long Other, int Distance, int Total);
}
