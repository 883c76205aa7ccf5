using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Describing;

/// <summary>What the store is to be told of one picture, and the notes that this settles.</summary>
public sealed record OwedPicture(PictureWords Words, IReadOnlyList<long> Notes, int Attempts);

/// <summary>So many pictures whose words the store refused, in the same words of its own.</summary>
public sealed record RefusedWords(string Reason, int Pictures);

/// <summary>Of how many pictures the store is still to be told, what it refused for good, and the pause if it serves nobody.</summary>
public sealed record WordsOwed(int Waiting, IReadOnlyList<RefusedWords> Refused, WorkPause? Pause);

/// <summary>Reads what the store is owed, and writes down what it said. What is in the trash waits there: it leaves the store, or comes back.</summary>
public sealed class WordsLedger(IDbContextFactory<MediaDb> dbs, IMediaStore store, JobScheduler jobs, Pauses pauses, IOptions<DescribingOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>So many products at most are named with a picture.</summary>
    private const int MostProducts = 20;

    public async Task<WordsOwed> ReadAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var waiting = await Open(db).Select(w => w.AssetId).Distinct().CountAsync(ct);
        var open = Open(db).Select(w => w.AssetId);
        var refused = await Mine(db).Where(w => w.Attempts >= options.Value.MaxAttempts && !open.Contains(w.AssetId))
            .GroupBy(w => w.Error).Select(g => new RefusedWords(g.Key, g.Select(w => w.AssetId).Distinct().Count())).ToListAsync(ct);
        return new(waiting, [.. refused.OrderByDescending(r => r.Pictures)], await pauses.FindAsync(StoreWords.Queue, ct));
    }

    /// <summary>Has the store told once more what it refused; how many notes that are.</summary>
    public async Task<int> TryAgainAsync(Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var again = await db.Set<OwedWords>().Where(w => w.Attempts > 0)
            .ExecuteUpdateAsync(w => w.SetProperty(x => x.Attempts, 0).SetProperty(x => x.Error, "").SetProperty(x => x.DueAt, (DateTimeOffset?)null), ct);
        jobs.Wake(StoreWordsJob.Name, clock.GetUtcNow());
        return again;
    }

    /// <summary>The longest owed of what is due, with their words as they are now: the same few statements however many there are.</summary>
    internal async Task<IReadOnlyList<OwedPicture>> TakeAsync(int most, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(ct);
        var due = await Open(db).Where(w => w.DueAt == null || w.DueAt <= now).GroupBy(w => w.AssetId).OrderBy(g => g.Min(w => w.Id)).Select(g => g.Key).Take(most).ToListAsync(ct);
        if (due.Count == 0) return [];
        // The notes before the words: a change that is noted later is told later, never lost.
        var notes = (await db.Set<OwedWords>().AsNoTracking().Where(w => EF.Parameter(due).Contains(w.AssetId)).ToListAsync(ct)).ToLookup(w => w.AssetId);
        var assets = await db.Set<Asset>().AsNoTracking().Where(a => EF.Parameter(due).Contains(a.Id)).ToListAsync(ct);
        var clients = await db.Set<Client>().Where(c => db.Set<Asset>().Any(a => a.ClientId == c.Id && EF.Parameter(due).Contains(a.Id))).ToDictionaryAsync(c => c.Id, c => c.Code, ct);
        var products = (await (from placement in db.Set<Placement>()
                               join product in db.Set<Product>() on placement.ProductId equals product.Id
                               where EF.Parameter(due).Contains(placement.AssetId)
                               select new { placement.AssetId, product.Sku, product.Name }).Distinct().ToListAsync(ct)).ToLookup(p => p.AssetId, p => (p.Sku, p.Name));
        return [.. assets.Select(a => new OwedPicture(
            Words(a, notes[a.Id].Aggregate((WordParts)0, (all, note) => all | note.Parts), a.ClientId is { } client ? clients[client] : "", products[a.Id]),
            [.. notes[a.Id].Select(n => n.Id)], notes[a.Id].MaxBy(n => n.Id)!.Attempts))];
    }

    /// <summary>Strikes off what the store has taken; what it refused is told again later, or waits for a person.</summary>
    internal async Task WriteAsync(IReadOnlyList<OwedPicture> owed, IReadOnlyDictionary<string, string> refused, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var settled = owed.Where(o => !refused.ContainsKey(o.Words.Key)).SelectMany(o => o.Notes).ToList();
        await db.Set<OwedWords>().Where(w => EF.Parameter(settled).Contains(w.Id)).ExecuteDeleteAsync(ct);
        foreach (var same in owed.Where(o => refused.ContainsKey(o.Words.Key)).GroupBy(o => o.Attempts))
        {
            var rows = same.SelectMany(o => o.Notes.Select(id => new { id, error = Cut(refused[o.Words.Key]) })).ToList();
            await db.WriteAsync("id bigint, error text", rows, """UPDATE "OwedWords" SET "Attempts" = {1}, "DueAt" = {2}, "Error" = r.error FROM $rows WHERE "OwedWords"."Id" = r.id""",
                ct, same.Key + 1, db.Moment(clock.GetUtcNow() + Wait(same.Key)));
        }
        await transaction.CommitAsync(ct);
    }

    internal async Task<DateTimeOffset?> NextAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return await Open(db).AnyAsync(w => w.DueAt == null, ct) ? now : await Open(db).MinAsync(w => w.DueAt, ct);
    }

    private IQueryable<OwedWords> Open(MediaDb db) => Mine(db).Where(w => w.Attempts < options.Value.MaxAttempts);

    private IQueryable<OwedWords> Mine(MediaDb db) => db.Set<OwedWords>().Where(w => db.Set<Asset>().Any(a => a.Id == w.AssetId && a.Store == store.Name));

    private static PictureWords Words(Asset asset, WordParts parts, string client, IEnumerable<(string Sku, string Name)> products)
    {
        var texts = StoredTexts.Of(asset, client, [.. products.OrderBy(p => p.Sku, StringComparer.Ordinal).Take(MostProducts)]);
        return new(asset.StoreKey, parts.HasFlag(WordParts.Tags) ? asset.Tags : null, parts.HasFlag(WordParts.Texts) ? texts : new Dictionary<string, string>(),
            parts.HasFlag(WordParts.Fewer) ? [.. StoredTexts.Names.Except(texts.Keys)] : []);
    }

    private TimeSpan Wait(int attempts) => TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, options.Value.FirstRetry.Ticks << Math.Min(attempts, 20)));

    private static string Cut(string error) => error.Length > OwedWords.MaxError ? error[..OwedWords.MaxError] : error;
}
