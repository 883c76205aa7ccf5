using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Catalog;

/// <summary>A picture of the library: pixels as seen upright, bytes as stored, SHA-256 in lower-case hex.</summary>
public sealed record AssetView(
    long Id, string FileName, string ContentType, long Bytes, int Width, int Height, string Sha256, string Title, string AltEn, string AltTr, IReadOnlyList<string> Tags,
    bool IsDecorative, string CreatedBy, DateTimeOffset CreatedAt, string Thumbnail, string Preview, string Original);

/// <summary>New words for a picture; what is null stays.</summary>
public sealed record AssetWords(string? Title, string? AltEn, string? AltTr, IReadOnlyList<string>? Tags, bool? IsDecorative = null);

/// <summary>Reads the library and changes the words on its pictures.</summary>
public sealed class AssetList(IDbContextFactory<MediaDb> dbs, IMediaStore store)
{
    public async Task<Page<AssetView>> FindAsync(AssetQuery query, int page, int pageSize, CancellationToken ct)
    {
        var size = Math.Clamp(pageSize, 1, Page<AssetView>.MaxSize);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = query.In(db).AsNoTracking();
        var total = query.IsEverything ? await TotalCount.OfAsync<Asset>(db, ct) : await found.CountAsync(ct);
        var number = Math.Clamp(page, 1, Math.Max(1, (total + size - 1) / size));
        var ids = query.Sorted(found).Skip((number - 1) * size).Take(size).Select(a => a.Id); // the pages before are skipped in the index, no row of theirs is read
        return new([.. (await query.Sorted(db.Set<Asset>().AsNoTracking().Where(a => ids.Contains(a.Id))).ToListAsync(ct)).Select(View)], total, number, size);
    }

    public async Task<AssetView?> FindAsync(long id, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Asset>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct) is { } asset ? View(asset) : null;
    }

    /// <summary>The picture with its new words; null when there is none, a fault when a text is too long.</summary>
    public async Task<(AssetView? Asset, FieldFault? Fault)> DescribeAsync(long id, AssetWords words, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        foreach (var (field, text) in ((string, string?)[])[("title", words.Title), ("altEn", words.AltEn), ("altTr", words.AltTr), .. (words.Tags ?? []).Select(t => ("tags", (string?)t))])
            if (text?.Contains('\0') == true) return (null, new(field, "This text holds a NUL character; leave it out."));
        if (words.Title?.Length > Asset.MaxTitle) return (null, new("title", $"A title has at most {Asset.MaxTitle} characters."));
        if (words.AltEn?.Length > Asset.MaxAlt) return (null, new("altEn", $"An alt text has at most {Asset.MaxAlt} characters."));
        if (words.AltTr?.Length > Asset.MaxAlt) return (null, new("altTr", $"An alt text has at most {Asset.MaxAlt} characters."));
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<Asset>().FirstOrDefaultAsync(a => a.Id == id, ct) is not { } asset) return (null, null);
        asset.Describe(words.Title, words.AltEn, words.AltTr, words.Tags, words.IsDecorative);
        await db.SaveChangesAsync(ct);
        return (View(asset), null);
    }

    private AssetView View(Asset asset)
    {
        var stored = new StoredPicture(asset.Store, asset.StoreKey, asset.StoreVersion);
        return new(asset.Id, asset.FileName, asset.ContentType, asset.Bytes, asset.Width, asset.Height, asset.Sha256, asset.Title, asset.AltEn, asset.AltTr, asset.Tags,
            asset.IsDecorative, asset.CreatedBy, asset.CreatedAt, store.Address(stored, PictureSize.Thumbnail), store.Address(stored, PictureSize.Preview), store.Address(stored, PictureSize.Original));
    }
}
