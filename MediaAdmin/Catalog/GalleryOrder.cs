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

/// <summary>A gallery, a variant's or the product's own, and its pictures in the order wished.</summary>
public sealed record GalleryWish(long? VariantId, IReadOnlyList<long> AssetIds);

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
        var raised = await RaiseAsync(db, productId, version, ct);
        var now = await db.Set<Product>().Where(p => p.Id == productId).Select(p => (int?)p.GalleryVersion).FirstOrDefaultAsync(ct);
        var gallery = db.Set<Placement>().Where(l => l.ProductId == productId && l.VariantId == variantId);
        var current = await gallery.OrderBy(l => l.Position).Select(l => l.AssetId).ToListAsync(ct);
        if (now is null) return new ArrangeOutcome.NoSuchGallery();
        if (!raised) return new ArrangeOutcome.Overtaken(now.Value, current);
        if (Check(assetIds, current) is { } fault) return new ArrangeOutcome.Refused(fault);
        await ArrangeAsync(db, productId, [(new(variantId, assetIds), current)], by, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        await galleries.AnnounceAsync([productId], CancellationToken.None);
        return new ArrangeOutcome.Arranged(now.Value);
    }

    /// <summary>
    /// False when the galleries have another version than was seen; null raises whatever it is. To be done first: this takes the product's row lock, so that nothing arrives
    /// between the look and the change.
    /// </summary>
    internal static async Task<bool> RaiseAsync(MediaDb db, long productId, int? version, CancellationToken ct) =>
        await db.Set<Product>().Where(p => p.Id == productId && (version == null || p.GalleryVersion == version))
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct) == 1;

    /// <summary>Several galleries of a product at once, each with the order it has now, inside the caller's transaction: the same four statements however many there are.</summary>
    internal static async Task ArrangeAsync(MediaDb db, long productId, IReadOnlyList<(GalleryWish Wish, IReadOnlyList<long> Current)> galleries, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        var moved = galleries.Where(g => !g.Wish.AssetIds.SequenceEqual(g.Current)).ToList();
        if (moved.Count == 0) return;
        await PermuteAsync(db, productId, [.. moved.Select(g => g.Wish)], ct);
        await GalleryDiary.NoteAsync(db, [.. moved.Select(g => new TouchedPlacements(productId, g.Wish.VariantId, g.Current.Zip(g.Wish.AssetIds).Count(pair => pair.First != pair.Second)))],
            GalleryChange.Reordered, by, now, ct);
    }

    internal static FieldFault? Check(IReadOnlyList<long> wished, IReadOnlyList<long> current)
    {
        if (wished.Distinct().Count() < wished.Count) return new("assetIds", "A picture is named twice. Name each once.");
        if (wished.Except(current).Any()) return new("assetIds", $"The picture {wished.Except(current).First()} is not in this gallery.");
        return wished.Count < current.Count ? new("assetIds", $"The gallery has {current.Count} pictures and {wished.Count} are named. Name all of them in the order you want.") : null;
    }

    /// <summary>The positions that the shown pictures have now, given out anew: a statement to read and one to write, however many there are.</summary>
    private static async Task PermuteAsync(MediaDb db, long productId, IReadOnlyList<GalleryWish> wishes, CancellationToken ct)
    {
        var asked = wishes.Select(w => w.VariantId ?? 0).ToList();
        var spots = (await db.Set<Placement>().Where(l => l.ProductId == productId && EF.Parameter(asked).Contains(l.VariantId ?? 0)).OrderBy(l => l.Position)
            .Select(l => new { Variant = l.VariantId ?? 0, l.Id, l.AssetId, l.Position }).ToListAsync(ct)).ToLookup(l => l.Variant);
        var moves = wishes.SelectMany(wish =>
        {
            var (gallery, ids) = (spots[wish.VariantId ?? 0], spots[wish.VariantId ?? 0].ToDictionary(l => l.AssetId, l => l.Id));
            return wish.AssetIds.Zip(gallery, (asset, spot) => new GalleryMove(ids[asset], asset, wish.VariantId ?? 0, spot.Position));
        });
        await GalleryPlacements.MoveAsync(db, moves, ct);
    }
}
