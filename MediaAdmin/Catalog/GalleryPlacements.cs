using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>A picture in a gallery: that of a variant, or the product's own without one. Places count from 1; none, or one beyond the end, is the end.</summary>
public sealed record GalleryPlace(long AssetId, long? VariantId, int? Place = null);

/// <summary>How placing pictures, or taking them out, ended.</summary>
public abstract record PlacementOutcome
{
    private PlacementOutcome() { }

    /// <summary>What was really put in or taken out, with its place then: handed to the opposite verb it is the undo. <paramref name="Version"/> is the gallery's version now.</summary>
    public sealed record Done(int Version, IReadOnlyList<GalleryPlace> Places) : PlacementOutcome;

    public sealed record Refused(FieldFault Fault) : PlacementOutcome;

    public sealed record NoSuchProduct : PlacementOutcome;
}

/// <summary>
/// Puts pictures that are in the library into galleries of a product, and takes them out without deleting them; all or nothing.
/// The number of statements is the same for one picture in one gallery and for ten pictures in two hundred.
/// </summary>
public sealed class GalleryPlacements(IDbContextFactory<MediaDb> dbs, Galleries galleries, TimeProvider clock)
{
    /// <summary>A picture that stands in a gallery already stays where it is and does not count.</summary>
    public async Task<PlacementOutcome> PlaceAsync(long productId, IReadOnlyList<GalleryPlace> wished, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        var assets = wished.Select(w => w.AssetId).Distinct().ToList();
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(Asset.TrashTurn, ct);
        if (await LockAsync(db, productId, ct) is not { } version) return new PlacementOutcome.NoSuchProduct();
        var there = await db.Set<Asset>().Where(a => EF.Parameter(assets).Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
        if (assets.Except(there).ToList() is [var gone, ..]) return new PlacementOutcome.Refused(new("assetIds", $"There is no picture {gone} in the library. Leave it out."));
        if (await UnknownVariantAsync(db, productId, wished, ct) is { } fault) return new PlacementOutcome.Refused(fault);
        var shelves = await ReadAsync(db, productId, wished, ct);
        var placed = wished.OrderBy(w => w.Place ?? int.MaxValue).Where(w => shelves[w.VariantId ?? 0].Insert(w)).ToList();
        if (placed.Count == 0) return new PlacementOutcome.Done(version - 1, []);
        await WriteAsync(db, productId, [.. shelves.Values.SelectMany(s => s.Renumber())], ct);
        await OwedWords.NoteAsync(db, In(db, placed), WordParts.Texts, ct);
        var done = placed.Select(p => p with { Place = shelves[p.VariantId ?? 0].PlaceOf(p.AssetId) }).ToList();
        await GalleryDiary.NoteAsync(db, Touched(productId, done), GalleryChange.Added, by, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        await galleries.AnnounceAsync([productId], CancellationToken.None);
        return new PlacementOutcome.Done(version, done);
    }

    /// <summary>The pictures stay in the library and in all other galleries. One that does not stand in its gallery does not count; places are not looked at.</summary>
    public async Task<PlacementOutcome> RemoveAsync(long productId, IReadOnlyList<GalleryPlace> unwanted, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(db, productId, ct) is not { } version) return new PlacementOutcome.NoSuchProduct();
        if (await UnknownVariantAsync(db, productId, unwanted, ct) is { } fault) return new PlacementOutcome.Refused(fault);
        var shelves = await ReadAsync(db, productId, unwanted, ct);
        var (removed, rows) = (new List<GalleryPlace>(), new List<long>());
        foreach (var place in unwanted.Distinct())
        {
            if (shelves[place.VariantId ?? 0].Find(place.AssetId) is not { } spot || rows.Contains(spot.Id)) continue;
            removed.Add(place with { Place = shelves[place.VariantId ?? 0].PlaceOf(place.AssetId) });
            rows.Add(spot.Id);
        }
        if (removed.Count == 0) return new PlacementOutcome.Done(version - 1, []);
        await db.Set<Placement>().Where(l => EF.Parameter(rows).Contains(l.Id)).ExecuteDeleteAsync(ct);
        await OwedWords.NoteAsync(db, In(db, removed), WordParts.Texts | WordParts.Fewer, ct);
        await GalleryDiary.NoteAsync(db, Touched(productId, removed), GalleryChange.Removed, by, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        await galleries.AnnounceAsync([productId], CancellationToken.None);
        return new PlacementOutcome.Done(version, removed);
    }

    /// <summary>The version that the gallery gets by this change; raising it takes the product's row lock, so that nothing arrives between the look and the change.</summary>
    private static async Task<int?> LockAsync(MediaDb db, long productId, CancellationToken ct)
    {
        await db.Set<Product>().Where(p => p.Id == productId).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct);
        return await db.Set<Product>().Where(p => p.Id == productId).Select(p => (int?)p.GalleryVersion).FirstOrDefaultAsync(ct);
    }

    private static async Task<FieldFault?> UnknownVariantAsync(MediaDb db, long productId, IReadOnlyList<GalleryPlace> places, CancellationToken ct)
    {
        var asked = places.Where(p => p.VariantId is not null).Select(p => p.VariantId!.Value).Distinct().ToList();
        var there = await db.Set<Variant>().Where(v => v.ProductId == productId).Select(v => v.Id).ToListAsync(ct);
        return asked.Except(there).ToList() is [var unknown, ..] ? new("variants", $"This product has no variant {unknown}. Leave it out.") : null;
    }

    private static async Task<Dictionary<long, GalleryShelf>> ReadAsync(MediaDb db, long productId, IReadOnlyList<GalleryPlace> places, CancellationToken ct)
    {
        var asked = places.Select(p => p.VariantId ?? 0).Distinct().ToList();
        var rows = await db.Set<Placement>().IgnoreQueryFilters().Where(l => l.ProductId == productId && EF.Parameter(asked).Contains(l.VariantId ?? 0)).OrderBy(l => l.Position)
            .Select(l => new { l.Id, l.AssetId, Variant = l.VariantId ?? 0, l.Position, Shown = l.TrashId == null }).ToListAsync(ct);
        var spots = rows.ToLookup(r => r.Variant, r => new GallerySpot(r.Id, r.AssetId, r.Position, r.Shown));
        return asked.ToDictionary(variant => variant, variant => new GalleryShelf(variant, spots[variant]));
    }

    /// <summary>The positions of placements that are there: one statement however many they are.</summary>
    internal static Task MoveAsync(MediaDb db, IEnumerable<GalleryMove> moves, CancellationToken ct)
    {
        var moved = JsonSerializer.Serialize(moves);
        return db is PostgresMediaDb
            ? db.Database.ExecuteSqlAsync($"""
                UPDATE "Placements" SET "Position" = r."Position" FROM jsonb_to_recordset({moved}::jsonb) AS r("Id" bigint, "Position" int) WHERE "Placements"."Id" = r."Id"
                """, ct)
            : db.Database.ExecuteSqlAsync($"""
                UPDATE "Placements" SET "Position" = r.value ->> 'Position' FROM json_each({moved}) r WHERE "Placements"."Id" = r.value ->> 'Id'
                """, ct);
    }

    /// <summary>New places and new positions of those that move on: two statements however many there are.</summary>
    private static async Task WriteAsync(MediaDb db, long productId, IReadOnlyList<GalleryMove> moves, CancellationToken ct)
    {
        await MoveAsync(db, moves.Where(m => m.Id > 0), ct);
        var added = JsonSerializer.Serialize(moves.Where(m => m.Id == 0));
        await (db is PostgresMediaDb
            ? db.Database.ExecuteSqlAsync($"""
                INSERT INTO "Placements" ("AssetId", "ProductId", "VariantId", "Position")
                SELECT r."AssetId", {productId}, NULLIF(r."Variant", 0), r."Position" FROM jsonb_to_recordset({added}::jsonb) AS r("AssetId" bigint, "Variant" bigint, "Position" int)
                """, ct)
            : db.Database.ExecuteSqlAsync($"""
                INSERT INTO "Placements" ("AssetId", "ProductId", "VariantId", "Position")
                SELECT value ->> 'AssetId', {productId}, NULLIF(value ->> 'Variant', 0), value ->> 'Position' FROM json_each({added})
                """, ct));
    }

    private static IQueryable<Asset> In(MediaDb db, List<GalleryPlace> places)
    {
        var ids = places.Select(p => p.AssetId).Distinct().ToList();
        return db.Set<Asset>().Where(a => EF.Parameter(ids).Contains(a.Id));
    }

    private static List<TouchedPlacements> Touched(long productId, IEnumerable<GalleryPlace> places) =>
        [.. places.GroupBy(p => p.VariantId).Select(g => new TouchedPlacements(productId, g.Key, g.Count()))];
}
