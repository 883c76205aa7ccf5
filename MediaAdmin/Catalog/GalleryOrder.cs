using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>How the wish for a new order ended.</summary>
public abstract record ArrangeOutcome
{
    private ArrangeOutcome() { }

    /// <summary>It stands as wished; <paramref name="Version"/> is the gallery's new version.</summary>
    public sealed record Arranged(int Version) : ArrangeOutcome;

    /// <summary>Somebody else changed the gallery first; nothing was changed. This is how it stands now.</summary>
    public sealed record Overtaken(int Version, IReadOnlyList<long> AssetIds) : ArrangeOutcome;

    public sealed record Refused(FieldFault Fault) : ArrangeOutcome;

    public sealed record NoSuchGallery : ArrangeOutcome;
}

/// <summary>Puts the pictures of a gallery into another order.</summary>
public sealed class GalleryOrder(IDbContextFactory<MediaDb> dbs, Galleries galleries, TimeProvider clock)
{
    /// <summary>
    /// Every picture that the gallery shows, in the order wished, seen at <paramref name="version"/>; null orders whatever the version is.
    /// What is in the trash keeps its position between them.
    /// </summary>
    public async Task<ArrangeOutcome> ArrangeAsync(long productId, long? variantId, IReadOnlyList<long> assetIds, int? version, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The version is raised first: this takes the product's row lock, so that nothing arrives between the look and the change.
        var raised = await db.Set<Product>().Where(p => p.Id == productId && (version == null || p.GalleryVersion == version))
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct) == 1;
        var now = await db.Set<Product>().Where(p => p.Id == productId).Select(p => (int?)p.GalleryVersion).FirstOrDefaultAsync(ct);
        var gallery = db.Set<Placement>().Where(l => l.ProductId == productId && l.VariantId == variantId);
        var current = await gallery.OrderBy(l => l.Position).Select(l => l.AssetId).ToListAsync(ct);
        if (now is null) return new ArrangeOutcome.NoSuchGallery();
        if (!raised) return new ArrangeOutcome.Overtaken(now.Value, current);
        if (Check(assetIds, current) is { } fault) return new ArrangeOutcome.Refused(fault);
        await PermuteAsync(db, productId, variantId, assetIds, ct);
        var moved = current.Zip(assetIds).Count(pair => pair.First != pair.Second);
        if (moved > 0) await GalleryDiary.NoteAsync(db, [new(productId, variantId, moved)], GalleryChange.Reordered, by, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        await galleries.AnnounceAsync([productId], CancellationToken.None);
        return new ArrangeOutcome.Arranged(now.Value);
    }

    private static FieldFault? Check(IReadOnlyList<long> wished, List<long> current)
    {
        if (wished.Distinct().Count() < wished.Count) return new("assetIds", "A picture is named twice. Name each once.");
        if (wished.Except(current).Any()) return new("assetIds", $"The picture {wished.Except(current).First()} is not in this gallery.");
        return wished.Count < current.Count ? new("assetIds", $"The gallery has {current.Count} pictures and {wished.Count} are named. Name all of them in the order you want.") : null;
    }

    /// <summary>The positions that the shown pictures have now, given out anew: one statement however many there are.</summary>
    private static async Task PermuteAsync(MediaDb db, long productId, long? variantId, IReadOnlyList<long> assetIds, CancellationToken ct)
    {
        var (ids, variant) = (JsonSerializer.Serialize(assetIds), variantId ?? 0);
        await (db is PostgresMediaDb
            ? db.Database.ExecuteSqlAsync($"""
                UPDATE "Placements" SET "Position" = slot."Position"
                FROM (SELECT id::bigint AS "AssetId", n FROM jsonb_array_elements_text({ids}::jsonb) WITH ORDINALITY AS w(id, n)) wish
                JOIN (SELECT "Position", row_number() OVER (ORDER BY "Position") AS n FROM "Placements"
                      WHERE "ProductId" = {productId} AND COALESCE("VariantId", 0) = {variant} AND "TrashId" IS NULL) slot ON slot.n = wish.n
                WHERE "Placements"."ProductId" = {productId} AND COALESCE("Placements"."VariantId", 0) = {variant} AND "Placements"."TrashId" IS NULL AND "Placements"."AssetId" = wish."AssetId"
                """, ct)
            : db.Database.ExecuteSqlAsync($"""
                UPDATE "Placements" SET "Position" = slot."Position"
                FROM (SELECT value AS "AssetId", key + 1 AS n FROM json_each({ids})) wish
                JOIN (SELECT "Position", row_number() OVER (ORDER BY "Position") AS n FROM "Placements"
                      WHERE "ProductId" = {productId} AND COALESCE("VariantId", 0) = {variant} AND "TrashId" IS NULL) slot ON slot.n = wish.n
                WHERE "Placements"."ProductId" = {productId} AND COALESCE("Placements"."VariantId", 0) = {variant} AND "Placements"."TrashId" IS NULL AND "Placements"."AssetId" = wish."AssetId"
                """, ct));
    }
}
