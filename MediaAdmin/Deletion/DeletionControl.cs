using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Deletion;

/// <summary>What an Admin can do with entries of the queue: have them deleted now, or give them up.</summary>
public sealed partial class DeletionControl(IDbContextFactory<MediaDb> dbs, PurgeSchedule purge, Announcements news, TimeProvider clock, ILogger<DeletionControl> log)
{
    /// <summary>
    /// Has the store asked for these at once, with all attempts before them again: what failed is retried, what waits to be tried again need not wait,
    /// and what could still be undone is deleted for good now. Returns how many.
    /// </summary>
    public async Task<int> HurryAsync(DeletionQuery which, Actor by, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await HurryAsync(db, DeletionList.In(db, which), by, ct);
    }

    /// <summary>The same for one entry; false when it is not there, over, or being deleted just now.</summary>
    public async Task<bool> HurryAsync(long id, Actor by, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await HurryAsync(db, db.Set<QueuedDeletion>().Where(d => d.Id == id), by, ct) == 1;
    }

    /// <summary>The same for these entries.</summary>
    public async Task<int> HurryAsync(IReadOnlyCollection<long> ids, Actor by, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await HurryAsync(db, db.Set<QueuedDeletion>().Where(d => EF.Parameter(ids).Contains(d.Id)), by, ct);
    }

    /// <summary>The same for all that went by one act: its pictures, of which it returns how many, and the product that went with them.</summary>
    public async Task<int> HurryAsync(Guid act, Actor by, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var hurried = await HurryAsync(db, db.Set<QueuedDeletion>().Where(d => d.OperationId == act), by, ct);
        if (await db.Set<Product>().IgnoreQueryFilters().Where(p => p.TrashId == act).ExecuteDeleteAsync(ct) == 0) return hurried;
        LogProductGone(act, by.Id);
        news.Publish(ProductsChanged.Topic, new ProductsChanged());
        return hurried;
    }

    /// <summary>Leaves the file where it is and says why; only what has failed or is tried again in vain, and files that nothing knew. False when it is in no such state.</summary>
    public async Task<bool> GiveUpAsync(long id, string reason, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        var (now, words) = (clock.GetUtcNow(), Words(reason, by));
        await using var db = await dbs.CreateDbContextAsync(ct);
        var entries = db.Set<QueuedDeletion>().Where(d => d.Id == id && (d.State == DeletionState.Failed || (d.State == DeletionState.Waiting && (d.Fault != null || d.Origin == DeletionOrigin.Orphan))));
        if (await entries.ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeletionState.GivenUp).SetProperty(x => x.EndReason, words).SetProperty(x => x.EndedAt, now), ct) == 0) return false;
        var entry = await db.Set<QueuedDeletion>().AsNoTracking().FirstAsync(d => d.Id == id, CancellationToken.None);
        LogGivenUp(entry.AssetId, entry.FileName, entry.StoreKey, entry.Store, by.Id, reason, entry.OperationId);
        news.Tell(entry.OperationId, entry.Actor);
        return true;
    }

    /// <summary>The same for many by a fixed number of statements: of what <paramref name="which"/> finds, or of these ids of them. Returns how many.</summary>
    public async Task<int> GiveUpAsync(DeletionQuery which, IReadOnlyCollection<long>? ids, string reason, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        var (now, words, some, all) = (clock.GetUtcNow(), Words(reason, by), ids ?? [], ids is null);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var open = DeletionList.In(db, which).Where(d => d.State == DeletionState.Failed && (all || EF.Parameter(some).Contains(d.Id)));
        var acts = await open.GroupBy(d => new { d.OperationId, d.Actor }).Select(g => new { g.Key.OperationId, g.Key.Actor, Entries = g.Count() }).ToListAsync(ct);
        var given = await open.ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeletionState.GivenUp).SetProperty(x => x.EndReason, words).SetProperty(x => x.EndedAt, now), ct);
        foreach (var act in acts)
        {
            LogManyGivenUp(act.Entries, by.Id, reason, act.OperationId);
            news.Tell(act.OperationId, act.Actor);
        }
        return given;
    }

    private static string Words(string reason, Actor by)
    {
        var words = $"{by.Name}: {reason.Trim()}";
        return words.Length <= QueuedDeletion.MaxReason ? words : words[..QueuedDeletion.MaxReason];
    }

    private async Task<int> HurryAsync(MediaDb db, IQueryable<QueuedDeletion> which, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(QueuedDeletion.Turn, ct);
        var open = which.Where(d => d.State == DeletionState.Failed || d.State == DeletionState.Waiting);
        var acts = await open.GroupBy(d => new { d.OperationId, d.Actor }).Select(g => new { g.Key.OperationId, g.Key.Actor, Entries = g.Count() }).ToListAsync(ct);
        var hurried = await open.ExecuteUpdateAsync(d => d
            .SetProperty(x => x.State, DeletionState.Waiting).SetProperty(x => x.Attempts, 0).SetProperty(x => x.DueAt, now)
            .SetProperty(x => x.NotBefore, x => x.NotBefore > now ? now : x.NotBefore), ct);
        await transaction.CommitAsync(ct);
        if (hurried == 0) return 0;
        foreach (var act in acts) LogHurried(act.Entries, by.Id, act.OperationId);
        purge.Wake(now);
        foreach (var act in acts) news.Tell(act.OperationId, act.Actor);
        return hurried;
    }

    [LoggerMessage(LogLevel.Information, "{Entries} deletions are done now at the wish of {Actor}, operation {Operation}")]
    private partial void LogHurried(int entries, string actor, Guid operation);

    [LoggerMessage(LogLevel.Warning, "{Entries} deletions given up by {Actor}: {Reason}, operation {Operation}")]
    private partial void LogManyGivenUp(int entries, string actor, string reason, Guid operation);

    [LoggerMessage(LogLevel.Information, "The product of operation {Operation} was deleted for good by {Actor}")]
    private partial void LogProductGone(Guid operation, string actor);

    [LoggerMessage(LogLevel.Warning, "Deletion of asset {Asset} ({FileName}), key {StoreKey} in {Store}, given up by {Actor}: {Reason}, operation {Operation}")]
    private partial void LogGivenUp(long? asset, string fileName, string storeKey, string store, string actor, string reason, Guid operation);
}
