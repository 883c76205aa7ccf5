using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>A picture of the library: pixels as seen upright, bytes as stored, SHA-256 in lower-case hex.</summary>
public sealed record AssetView(
    long Id, string FileName, string ContentType, long Bytes, int Width, int Height, string Sha256, string Title, string AltEn, string AltTr, IReadOnlyList<string> Tags,
    bool IsDecorative, string CreatedBy, DateTimeOffset CreatedAt, string Thumbnail, string Preview, string Original);

/// <summary>A picture of the library and in how many galleries it is shown.</summary>
public sealed record LibraryRow(AssetView Asset, int Galleries);

/// <summary>Of so many pictures, how many need no more alt text: they are decorative, or described in English and Turkish.</summary>
public sealed record AltCoverage(int Pictures, int Covered)
{
    /// <summary>From 0 to 1 in whole hundredths; 1 only when nothing is missing.</summary>
    public double Share => Pictures == 0 ? 1 : Math.Floor(100.0 * Covered / Pictures) / 100;
}

/// <summary>News: pictures came to the library, or have other words or another file. What goes to the trash and comes back is told by the deletion queue.</summary>
public sealed record AssetsChanged
{
    public const string Topic = "assets";
}

/// <summary>Reads the library and changes the words on its pictures.</summary>
public sealed class AssetList(IDbContextFactory<MediaDb> dbs, IMediaStore store, Announcements news)
{
    private const int Near = 200;

    /// <summary>A search that finds no more is done once, for the total and the page.</summary>
    private const int FewHits = 1000;

    public async Task<Page<AssetView>> FindAsync(AssetQuery query, int page, int pageSize, CancellationToken ct)
    {
        var size = Math.Clamp(pageSize, 1, Page<AssetView>.MaxSize);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = query.In(db).AsNoTracking();
        var hits = query.Search.Length > 0 ? await query.Sorted(found).Select(a => a.Id).Take(FewHits + 1).ToListAsync(ct) : null;
        if (hits?.Count > FewHits) hits = null;
        var total = hits?.Count ?? (query.IsEverything ? await TotalCount.OfAsync<Asset>(db, ct) : await found.CountAsync(ct));
        var number = Math.Max(1, page);
        var before = Paging.Before(number, size, total);
        var rows = db.Set<Asset>().AsNoTracking();
        if (hits is null)
        {
            // the pages before are skipped in the index, no row of theirs is read
            var ids = query.Sorted(found).Skip(before).Take(size).Select(a => a.Id);
            rows = rows.Where(a => ids.Contains(a.Id));
        }
        else
        {
            var ids = hits.Skip(before).Take(size).ToList();
            rows = rows.Where(a => EF.Parameter(ids).Contains(a.Id));
        }
        return new([.. (await query.Sorted(rows).ToListAsync(ct)).Select(View)], total, number, size);
    }

    public async Task<int> CountAsync(AssetQuery query, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await query.In(db).CountAsync(ct);
    }

    public async Task<AltCoverage> CoverageAsync(AssetQuery query, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await query.In(db).GroupBy(_ => 1).Select(all => new AltCoverage(all.Count(), all.Count(a => a.IsDecorative || (a.AltEn != "" && a.AltTr != "")))).FirstOrDefaultAsync(ct) ?? new(0, 0);
    }

    /// <summary>The first so many of a choice, in the order of its filter; by id without one.</summary>
    public async Task<IReadOnlyList<AssetView>> FirstAsync(AssetChoice choice, int count, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return [.. (await (choice.Filter ?? new(Sort: AssetSort.Oldest)).Sorted(choice.In(db)).AsNoTracking().Take(count).ToListAsync(ct)).Select(View)];
    }

    /// <summary>So many pictures from a place on, counted from 0, in the query's order: one statement, which counts nothing.</summary>
    public async Task<IReadOnlyList<LibraryRow>> WindowAsync(AssetQuery query, int skip, int take, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var placements = db.Set<Placement>();
        var rows = await query.Sorted(query.In(db)).AsNoTracking().Skip(skip).Take(take).Select(a => new { Asset = a, Galleries = placements.Count(l => l.AssetId == a.Id) }).ToListAsync(ct);
        return [.. rows.Select(r => new LibraryRow(View(r.Asset), r.Galleries))];
    }

    /// <summary>The same, by ids alone.</summary>
    public async Task<IReadOnlyList<long>> IdsAsync(AssetQuery query, int skip, int take, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await query.Sorted(query.In(db)).Select(a => a.Id).Skip(skip).Take(take).ToListAsync(ct);
    }

    /// <summary>The place of a picture that stood at <paramref name="about"/> a moment ago, counted from 0; null when it is not there any more, nor near.</summary>
    public async Task<int?> PlaceAsync(AssetQuery query, long id, int about, CancellationToken ct)
    {
        var first = Math.Max(0, about - Near);
        var place = (await IdsAsync(query, first, 2 * Near, ct)).Index().Where(i => i.Item == id).Select(i => (int?)i.Index).FirstOrDefault();
        return first + place;
    }

    public async Task<AssetView?> FindAsync(long id, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Asset>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct) is { } asset ? View(asset) : null;
    }

    /// <summary>The picture with its new words; null when there is none, a fault when a text is too long.</summary>
    /// <param name="seen">The words that the new ones are to replace, as somebody saw them. When one of them is another by now, nothing changes: the picture comes as it stands, overtaken.</param>
    public async Task<(AssetView? Asset, FieldFault? Fault, bool IsOvertaken)> DescribeAsync(long id, AssetWords words, Actor by, CancellationToken ct, AssetWords? seen = null)
    {
        by.Require(Role.Editor);
        if (words.Check() is { } fault) return (null, fault, false);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(AssetWords.Turn, ct);
        if (await db.Set<Asset>().FirstOrDefaultAsync(a => a.Id == id, ct) is not { } asset) return (null, null, false);
        if (seen?.IsOvertaken(asset, words) == true) return (View(asset), null, true);
        var before = new AssetWords(asset.Title, asset.AltEn, asset.AltTr, [.. asset.Tags]);
        asset.Describe(words);
        await db.SaveChangesAsync(ct);
        await OwedWords.NoteAsync(db, [(asset.Id, asset.Store, OwedWords.Between(before, asset))], ct);
        await transaction.CommitAsync(ct);
        news.Publish(AssetsChanged.Topic, new AssetsChanged());
        return (View(asset), null, false);
    }

    private AssetView View(Asset asset)
    {
        var stored = new StoredPicture(asset.Store, asset.StoreKey, asset.StoreVersion);
        return new(asset.Id, asset.FileName, asset.ContentType, asset.Bytes, asset.Width, asset.Height, asset.Sha256, asset.Title, asset.AltEn, asset.AltTr, asset.Tags,
            asset.IsDecorative, asset.CreatedBy, asset.CreatedAt, store.Address(stored, PictureSize.Thumbnail), store.Address(stored, PictureSize.Preview), store.Address(stored, PictureSize.Original));
    }
}
