using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Reconciliation;

/// <summary>A page that was compared: objects of the store with their bytes, or pictures of the library, and what was found.</summary>
sealed record ComparedPage(int Objects, long Bytes, int Assets, IReadOnlyList<ReconciliationFinding> Found);

/// <summary>The file of a picture in the library, as its row has it.</summary>
sealed record LibraryFile(long Id, string Key, string Version, string FileName, long Bytes, DateTimeOffset CreatedAt);

/// <summary>
/// Compares what the store lists with what the rows say, both ways, in pages of <see cref="PageSize"/>: one statement for a page of keys and one or two for
/// a page of pictures, whatever is in them. What is kept in memory is a bit for each picture whose object was listed (<see cref="IdSet"/>) instead of a set
/// of hashes of the listed keys: it is exact, and a hundredth of the size. Pictures that lie in another store than the connected one are passed over.
/// </summary>
public sealed class StoreComparison(IDbContextFactory<MediaDb> dbs, IMediaStore store, IOptions<ReconciliationOptions> options)
{
    internal const int PageSize = 1000;
    private const int AskedAtOnce = 8;

    /// <exception cref="StorageException">The store did not go on; what was compared until then is no proof that a picture is lost.</exception>
    internal async IAsyncEnumerable<ComparedPage> RunAsync(DateTimeOffset started, [EnumeratorCancellation] CancellationToken ct)
    {
        var (seen, onTheirWay) = (new IdSet(), await UploadedKeysAsync(ct));
        await foreach (var page in ListAsync(ct))
        {
            var known = await KnownAsync([.. page.Select(o => o.Key)], started, ct);
            // An object smaller than the picture's file is not all of it: the picture is asked for once more.
            foreach (var found in page)
                if (known.TryGetValue(found.Key, out var of) && of.Asset is { } id && found.Bytes >= of.Bytes) seen.Add(id);
            var orphans = page.Where(o => o.ChangedAt < started - options.Value.Grace && !known.ContainsKey(o.Key) && !onTheirWay.Contains(o.Key));
            yield return new(page.Count, page.Sum(o => o.Bytes), 0, [.. orphans.Select(o => ReconciliationFinding.Of(Difference.Orphan, o.Key, o.Key[(o.Key.LastIndexOf('/') + 1)..], o.Bytes, o.ChangedAt))]);
        }
        await foreach (var page in LibraryAsync(ct))
        {
            var lost = await WithoutObjectAsync([.. page.Where(f => !seen.Contains(f.Id))], ct);
            yield return new(0, 0, page.Count, [.. lost.Select(f => ReconciliationFinding.Of(Difference.Lost, f.Key, f.FileName, f.Bytes, f.CreatedAt, f.Id))]);
        }
    }

    /// <summary>
    /// Keys under which uploads may have put something: all but the stored ones, whose picture knows it, and those that were refused for good. Read before the store is
    /// listed: a key that is noted later belongs to an object that is too young to be reported, and one that is given back was known when its object was listed.
    /// </summary>
    internal async Task<HashSet<string>> UploadedKeysAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Upload>().Where(u => u.StoreKey != "" && u.State != UploadState.Stored && !(u.State == UploadState.Failed && UploadFaults.ForGood.Contains(u.Fault))).Select(u => u.StoreKey).ToHashSetAsync(ct);
    }

    /// <summary>
    /// Of these keys, those that a picture knows, in the trash or not, or a deletion that is open, failed, given up, or ended since. One statement sees both at the same moment:
    /// a file changes from one to the other in one transaction.
    /// </summary>
    internal async Task<Dictionary<string, (long? Asset, long Bytes)>> KnownAsync(IReadOnlyCollection<string> keys, DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var assets = db.Set<Asset>().IgnoreQueryFilters().Where(a => a.Store == store.Name && EF.Parameter(keys).Contains(a.StoreKey)).Select(a => new { a.StoreKey, Asset = (long?)a.Id, a.Bytes });
        var deletions = db.Set<QueuedDeletion>().Where(d => d.Store == store.Name && EF.Parameter(keys).Contains(d.StoreKey))
            .Where(d => d.State == DeletionState.Waiting || d.State == DeletionState.Deleting || d.State == DeletionState.Failed || d.State == DeletionState.GivenUp || d.EndedAt >= since)
            .Select(d => new { d.StoreKey, Asset = (long?)null, Bytes = 0L });
        var known = new Dictionary<string, (long? Asset, long Bytes)>();
        foreach (var row in await assets.Concat(deletions).ToListAsync(ct))
            if (row.Asset is not null || !known.ContainsKey(row.StoreKey)) known[row.StoreKey] = (row.Asset, row.Bytes);
        return known;
    }

    /// <summary>Of these, the ones that the store says it does not have, and that are in the library with that very file still when it has said so.</summary>
    internal async Task<List<LibraryFile>> WithoutObjectAsync(IReadOnlyCollection<LibraryFile> files, CancellationToken ct)
    {
        if (files.Count == 0) return [];
        var missing = new ConcurrentBag<LibraryFile>();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = ct }, async (file, one) =>
        {
            if (!await HoldsAsync(file, one)) missing.Add(file);
        });
        if (missing.IsEmpty) return [];
        var ids = missing.Select(f => f.Id).ToList();
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = await db.Set<Asset>().Where(a => a.Store == store.Name && EF.Parameter(ids).Contains(a.Id)).Select(a => new { a.Id, a.StoreKey, a.StoreVersion }).ToDictionaryAsync(a => a.Id, ct);
        return [.. missing.Where(f => now.TryGetValue(f.Id, out var row) && (row.StoreKey, row.StoreVersion) == (f.Key, f.Version)).OrderBy(f => f.Id)];
    }

    private async Task<bool> HoldsAsync(LibraryFile file, CancellationToken ct)
    {
        using var patience = new StorePatience(options.Value.StoreTimeout, ct);
        return await patience.AskAsync(async limit =>
        {
            await using var content = await store.OpenAsync(new(store.Name, file.Key, file.Version), limit);
            return content is not null;
        });
    }

    private async IAsyncEnumerable<List<StoredObject>> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var patience = new StorePatience(options.Value.StoreTimeout, ct);
        await using var listed = store.ListAsync(patience.Limit).GetAsyncEnumerator(CancellationToken.None);
        var page = new List<StoredObject>(PageSize);
        while (await patience.AskAsync(_ => listed.MoveNextAsync().AsTask()))
        {
            page.Add(listed.Current);
            if (page.Count < PageSize) continue;
            yield return page;
            page = new(PageSize);
        }
        if (page.Count > 0) yield return page;
    }

    private async IAsyncEnumerable<List<LibraryFile>> LibraryAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (long last = 0; ;)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            var page = await db.Set<Asset>().Where(a => a.Id > last && a.Store == store.Name).OrderBy(a => a.Id).Take(PageSize)
                .Select(a => new LibraryFile(a.Id, a.StoreKey, a.StoreVersion, a.FileName, a.Bytes, a.CreatedAt)).ToListAsync(ct);
            if (page.Count > 0) yield return page;
            if (page.Count < PageSize) yield break;
            last = page[^1].Id;
        }
    }
}
