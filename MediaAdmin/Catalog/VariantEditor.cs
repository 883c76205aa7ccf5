using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>The version of a product's list of variants: it changes with their SKUs, names and order and with nothing else, so that a picture that arrives makes no list old.</summary>
public static class VariantVersion
{
    private const int Letters = 16;

    public static string Of(IReadOnlyList<VariantView> variants) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(variants)))[..Letters];
}

/// <summary>How a wished list of variants ended.</summary>
public abstract record VariantsOutcome
{
    private VariantsOutcome() { }

    /// <summary>
    /// The list stands as wished: so many variants were added, changed (words or place) and removed, and <paramref name="PlacesLost"/> pictures left the galleries of
    /// removed ones; they stay in the library. Asked for only to see, it says what would be.
    /// </summary>
    public sealed record Saved(IReadOnlyList<VariantView> Variants, int Added, int Changed, int Removed, int PlacesLost) : VariantsOutcome;

    /// <summary>Somebody else changed the list first; nothing was changed. This is how it stands now.</summary>
    public sealed record Overtaken(IReadOnlyList<VariantView> Variants) : VariantsOutcome;

    public sealed record Refused(IReadOnlyList<VariantFault> Faults) : VariantsOutcome;

    public sealed record NoSuchProduct : VariantsOutcome;
}

/// <summary>Saves all variants of a product at once: one transaction, and the same few statements for two hundred as for two.</summary>
public sealed class VariantEditor(IDbContextFactory<MediaDb> dbs, Galleries galleries, Announcements news)
{
    /// <summary>
    /// Makes the product's variants those of the list, in its order: what has an id is changed, what has none is added, what is not named is removed with its gallery.
    /// With <paramref name="version"/> only if the list is still that of <see cref="VariantVersion"/>; with <paramref name="dryRun"/> nothing is changed.
    /// </summary>
    public async Task<VariantsOutcome> SaveAsync(long productId, IReadOnlyList<WishedVariant> list, string? version, Actor by, CancellationToken ct, bool dryRun = false)
    {
        by.Require(Role.Editor);
        var wished = list.Select(v => v with { Sku = v.Sku.Trim(), Name = v.Name.Trim() }).ToList();
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(ProductEditor.WordsLock(productId), ct);
        // The version is raised first: this takes the product's row lock, so that no picture arrives in a gallery that goes.
        if (await db.Set<Product>().Where(p => p.Id == productId).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1), ct) == 0)
            return new VariantsOutcome.NoSuchProduct();
        var product = await db.Set<Product>().Where(p => p.Id == productId).Select(p => new { p.Sku, p.Name }).FirstAsync(ct);
        var standing = await db.Set<Variant>().Where(v => v.ProductId == productId).OrderBy(v => v.Position).Select(v => new StandingVariant(v.Id, v.Sku, v.Name, v.Position)).ToListAsync(ct);
        var current = standing.ConvertAll(v => new VariantView(v.Id, v.Sku, v.Name));
        if (version is not null && version != VariantVersion.Of(current)) return new VariantsOutcome.Overtaken(current);
        if (VariantCheck.Faults(wished, current.Select(v => v.Id).ToHashSet()) is { Count: > 0 } faults) return new VariantsOutcome.Refused(faults);
        var plan = new VariantPlan(standing, wished);
        var lost = plan.Removed.Count == 0 ? 0 : await db.Set<Placement>().CountAsync(l => EF.Parameter(plan.Removed).Contains(l.VariantId!.Value), ct);
        if (dryRun || plan.IsNothing) return plan.Done(current, lost);
        if (plan.Removed.Count > 0) // its pictures, in the trash or not, may stand on this product no more
            await OwedWords.NoteAsync(db, db.Set<Asset>().IgnoreQueryFilters().Where(a => db.Set<Placement>().Any(l => l.AssetId == a.Id && EF.Parameter(plan.Removed).Contains(l.VariantId!.Value))), WordParts.Texts | WordParts.Fewer, ct);
        var added = await plan.CarryOutAsync(db, productId, ct);
        var search = Product.Searched(product.Sku, product.Name, wished.Select(v => v.Sku));
        await db.Set<Product>().Where(p => p.Id == productId).ExecuteUpdateAsync(p => p.SetProperty(x => x.SearchText, search), ct);
        var saved = wished.Select((v, n) => new VariantView(v.Id ?? added[n + 1], v.Sku, v.Name)).ToList();
        await transaction.CommitAsync(ct);
        await galleries.AnnounceAsync([productId], CancellationToken.None);
        news.Publish(ProductsChanged.Topic, new ProductsChanged());
        return plan.Done(saved, lost);
    }
}

/// <summary>A variant that is there, at its position from 1.</summary>
sealed record StandingVariant(long Id, string Sku, string Name, int Position);

/// <summary>What has to happen to the variants that are there so that they become those wished.</summary>
sealed class VariantPlan
{
    private readonly List<Row> _added = [], _changed = [];
    private readonly List<long> _parked = [];

    public VariantPlan(IReadOnlyList<StandingVariant> current, IReadOnlyList<WishedVariant> wished)
    {
        var there = current.ToDictionary(v => v.Id);
        foreach (var (index, variant) in wished.Index())
        {
            var row = new Row(variant.Id, variant.Sku, variant.Name, index + 1);
            if (variant.Id is not { } id) _added.Add(row);
            else if (there.Remove(id, out var old) && (old.Sku, old.Name, old.Position) != (row.Sku, row.Name, row.Position)) _changed.Add(row);
        }
        Removed = [.. there.Keys];
        var (before, taken) = (current.ToDictionary(v => v.Id, v => v.Sku), current.Select(v => v.Sku).ToHashSet());
        var moving = _changed.Where(r => before[r.Id!.Value] != r.Sku).ToList();
        if (moving.Any(r => taken.Contains(r.Sku))) _parked = [.. moving.Select(r => r.Id!.Value)];
    }

    public IReadOnlyList<long> Removed { get; }
    public bool IsNothing => _added.Count + _changed.Count + Removed.Count == 0;

    public VariantsOutcome.Saved Done(IReadOnlyList<VariantView> variants, int placesLost) => new(variants, _added.Count, _changed.Count, Removed.Count, placesLost);

    /// <summary>At most four statements; the ids of those added, by position. SKUs that change hands wait under names that nobody can type: the index looks at each row as it changes.</summary>
    public async Task<IReadOnlyDictionary<int, long>> CarryOutAsync(MediaDb db, long productId, CancellationToken ct)
    {
        if (Removed.Count > 0) await db.Set<Variant>().Where(v => EF.Parameter(Removed).Contains(v.Id)).ExecuteDeleteAsync(ct);
        if (_parked.Count > 0) await db.Set<Variant>().Where(v => EF.Parameter(_parked).Contains(v.Id)).ExecuteUpdateAsync(v => v.SetProperty(x => x.Sku, x => "\u0001" + x.Id), ct);
        if (_changed.Count > 0) await ChangeAsync(db, JsonSerializer.Serialize(_changed), ct);
        return _added.Count == 0 ? ImmutableDictionary<int, long>.Empty : await Add(db, productId, JsonSerializer.Serialize(_added)).ToDictionaryAsync(v => v.Position, v => v.Id, ct);
    }

    private static Task<int> ChangeAsync(MediaDb db, string rows, CancellationToken ct) => db is PostgresMediaDb
        ? db.Database.ExecuteSqlAsync($"""
            UPDATE "Variants" SET "Sku" = r."Sku", "Name" = r."Name", "Position" = r."Position"
            FROM jsonb_to_recordset({rows}::jsonb) AS r("Id" bigint, "Sku" text, "Name" text, "Position" int) WHERE "Variants"."Id" = r."Id"
            """, ct)
        : db.Database.ExecuteSqlAsync($"""
            UPDATE "Variants" SET "Sku" = r.value ->> 'Sku', "Name" = r.value ->> 'Name', "Position" = r.value ->> 'Position'
            FROM json_each({rows}) r WHERE "Variants"."Id" = r.value ->> 'Id'
            """, ct);

    private static IQueryable<Added> Add(MediaDb db, long productId, string rows) => db is PostgresMediaDb
        ? db.Database.SqlQuery<Added>($"""
            INSERT INTO "Variants" ("ProductId", "Sku", "Name", "Position")
            SELECT {productId}, r."Sku", r."Name", r."Position" FROM jsonb_to_recordset({rows}::jsonb) AS r("Sku" text, "Name" text, "Position" int) ORDER BY r."Position"
            RETURNING "Id", "Position"
            """)
        : db.Database.SqlQuery<Added>($"""
            INSERT INTO "Variants" ("ProductId", "Sku", "Name", "Position")
            SELECT {productId}, value ->> 'Sku', value ->> 'Name', value ->> 'Position' FROM json_each({rows})
            RETURNING "Id", "Position"
            """);

    private sealed record Added(long Id, int Position);

    private sealed record Row(long? Id, string Sku, string Name, int Position);
}
