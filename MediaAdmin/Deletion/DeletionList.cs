using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Deletion;

/// <summary>
/// An entry of the deletion queue as pages and programs see it. Its story: removed from the shop (<paramref name="RequestedAt"/>), the store was last asked
/// (<paramref name="TriedAt"/>), confirmed by the store (<paramref name="ConfirmedAt"/>; <paramref name="Answer"/> is its own word), address seen to be dead (<paramref name="UnservedAt"/>). Where caches linger that is seen later, and only
/// of a sample of what was deleted together (<paramref name="SampleUnservedAt"/>).
/// </summary>
public sealed record DeletionView(
    long Id, Guid Operation, DeletionOrigin Origin, long? AssetId, string FileName, long Bytes, string? Thumbnail, string Store, string StoreKey,
    string? Client, long? ProductId, string ProductSku, string Actor, string ActorName, DateTimeOffset RequestedAt, DateTimeOffset NotBefore, DateTimeOffset DueAt,
    DeletionState State, int Attempts, DeletionFault? Fault, string Error, DateTimeOffset? TriedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? UnservedAt, DateTimeOffset? EndedAt, string EndReason,
    DateTimeOffset? SampleUnservedAt = null, bool IsLookedAtLater = false, string Answer = "")
{
    /// <summary>It can still be brought back.</summary>
    public bool CanUndo => Origin == DeletionOrigin.Trash && State == DeletionState.Waiting && TriedAt is null;

    /// <summary>The store was asked and the file is not gone yet: it is tried again at <see cref="DueAt"/>.</summary>
    public bool IsRetrying => State == DeletionState.Waiting && Fault is not null;

    /// <summary>A person may decide to leave the file where it is. What can be undone is undone instead.</summary>
    public bool CanGiveUp => State == DeletionState.Failed || (State == DeletionState.Waiting && (Fault is not null || Origin == DeletionOrigin.Orphan));
}

/// <summary>Which entries: words in file name, key or SKU; a client's code, a product, a state, who, why. <paramref name="Restorable"/>: only what can still be brought back.</summary>
public sealed record DeletionQuery(
    string Search = "", string Client = "", long? Product = null, DeletionState? State = null, string Actor = "", DeletionFault? Fault = null, bool Restorable = false, int Page = 1, int PageSize = 50);

/// <summary>The queue in figures; <paramref name="DeletedToday"/> counts confirmed and found gone since midnight UTC. The pause, while the store serves nobody; a pause that is over is being tried just now.</summary>
public sealed record DeletionStats(
    int Waiting, int Retrying, int Deleting, int Failed, int DeletedToday, long BytesWaiting, DateTimeOffset? OldestWaiting, DeletionPause? Pause);

/// <summary>Since when and until when the queue stands still, and why; <paramref name="Detail"/> is the store's own words. Without a fault somebody paused it: by whom, with their reason as detail, and no end when it waits to be resumed.</summary>
public sealed record DeletionPause(DeletionFault? Fault, string Detail, DateTimeOffset Since, DateTimeOffset? Until, string By = "");

/// <summary>Entries that failed for the same reason: how many, since when, and the store's words about one of them, of so many different ones.</summary>
public sealed record FailedGroup(DeletionFault Fault, int Entries, DateTimeOffset Oldest, string Error, int Errors);

/// <summary>Somebody who deleted what is in the queue.</summary>
public sealed record DeletionActor(string Id, string Name);

/// <summary>
/// One act in numbers. <paramref name="Done"/> is gone from the store, <paramref name="GivenUp"/> was left there by a person. <paramref name="NextTry"/> when the first of those that are
/// <paramref name="Retrying"/> is to be tried again, null when that is just now; <paramref name="NotBefore"/> the end of its undo window, <paramref name="EndedAt"/> when the last entry ended that has. <paramref name="Product"/>: the name
/// of the product that went with it, while it can still come back.
/// </summary>
public sealed record ActProgress(
    Guid Operation, DateTimeOffset RequestedAt, DateTimeOffset NotBefore, int Entries, int Undoable, int Done, int Retrying, int Failed, int GivenUp,
    DateTimeOffset? NextTry, DateTimeOffset? EndedAt, string? Product = null)
{
    /// <summary>Nothing happens any more unless a person sees to it.</summary>
    public bool IsOver => Done + Failed + GivenUp == Entries;
}

/// <summary>Reads the deletion queue. Every question is a fixed number of statements, however long the queue is.</summary>
public sealed class DeletionList(IDbContextFactory<MediaDb> dbs, IMediaStore store, Pauses pauses, IOptions<DeletionOptions> options, TimeProvider clock)
{
    /// <summary>The newest first.</summary>
    public async Task<Page<DeletionView>> FindAsync(DeletionQuery query, CancellationToken ct)
    {
        var size = Math.Clamp(query.PageSize, 1, Page<DeletionView>.MaxSize);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = In(db, query);
        var total = await found.CountAsync(ct);
        var number = Math.Max(1, query.Page);
        return new(await ReadAsync(db, found.OrderByDescending(d => d.Id).Skip(Paging.Before(number, size, total)).Take(size), ct), total,
            number, size);
    }

    public async Task<DeletionView?> FindAsync(long id, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return (await ReadAsync(db, db.Set<QueuedDeletion>().Where(d => d.Id == id), ct)).FirstOrDefault();
    }

    /// <summary>The latest entry of each of these pictures, of those that have one and were not brought back.</summary>
    public async Task<IReadOnlyDictionary<long, DeletionView>> OfAssetsAsync(IReadOnlyCollection<long> assets, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await ReadAsync(db, db.Set<QueuedDeletion>().Where(d => d.Origin == DeletionOrigin.Trash && d.State != DeletionState.Undone && EF.Parameter(assets).Contains(d.AssetId!.Value)), ct);
        return found.GroupBy(d => d.AssetId!.Value).ToDictionary(g => g.Key, g => g.MaxBy(d => d.Id)!);
    }

    /// <summary>How often a picture went to the trash, also when it was brought back; the latest first.</summary>
    public async Task<IReadOnlyList<DeletionView>> OfAssetAsync(long asset, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return [.. (await ReadAsync(db, db.Set<QueuedDeletion>().Where(d => d.AssetId == asset && d.Origin == DeletionOrigin.Trash), ct)).OrderByDescending(d => d.Id)];
    }

    public async Task<DeletionStats> StatsAsync(CancellationToken ct)
    {
        var (now, midnight) = (clock.GetUtcNow(), new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero));
        await using var db = await dbs.CreateDbContextAsync(ct);
        var open = await db.Set<QueuedDeletion>().Where(d => d.State == DeletionState.Waiting || d.State == DeletionState.Deleting || d.State == DeletionState.Failed)
            .GroupBy(d => new { d.State, d.Fault })
            .Select(g => new { g.Key.State, g.Key.Fault, Entries = g.Count(), Bytes = g.Sum(d => d.Bytes), Oldest = g.Min(d => d.RequestedAt) }).ToListAsync(ct);
        var today = await db.Set<QueuedDeletion>().CountAsync(d => d.EndedAt >= midnight && (d.State == DeletionState.Deleted || d.State == DeletionState.AlreadyGone), ct);
        var waiting = open.Where(g => g.State == DeletionState.Waiting).ToList();
        // A pause that is over lasts until the store has served again: what it held up is tried at this moment.
        var isHeldUp = open.Any(g => g.State != DeletionState.Failed && g.Fault is DeletionFault.StoreUnavailable or DeletionFault.StoreAsksToWait or DeletionFault.StoreDeniesAccess);
        var pause = await pauses.FindAsync(PurgeJob.Queue, ct) is { } found && (found.Until > now || isHeldUp) ? found : null;
        return new(waiting.Sum(g => g.Entries), waiting.Where(g => g.Fault is not null).Sum(g => g.Entries), open.Where(g => g.State == DeletionState.Deleting).Sum(g => g.Entries),
            open.Where(g => g.State == DeletionState.Failed).Sum(g => g.Entries), today, waiting.Sum(g => g.Bytes), waiting.Count == 0 ? null : waiting.Min(g => g.Oldest),
            pause switch
            {
                null => null,
                { IsByHand: true } => new(null, pause.Reason, pause.Since, pause.IsOpen ? null : pause.Until, pause.By),
                _ => new(Enum.Parse<DeletionFault>(pause.Reason), pause.Detail, pause.Since, pause.Until),
            });
    }

    /// <summary>What failed, by cause, the most frequent first.</summary>
    public async Task<IReadOnlyList<FailedGroup>> FailedAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var groups = await db.Set<QueuedDeletion>().Where(d => d.State == DeletionState.Failed && d.Fault != null).GroupBy(d => d.Fault)
            .Select(g => new { Fault = g.Key, Entries = g.Count(), Oldest = g.Min(d => d.RequestedAt), Error = g.Max(d => d.Error), Errors = g.Select(d => d.Error).Distinct().Count() })
            .ToListAsync(ct);
        return [.. groups.OrderByDescending(g => g.Entries).Select(g => new FailedGroup(g.Fault!.Value, g.Entries, g.Oldest, g.Error!, g.Errors))];
    }

    /// <summary>Who has entries in the queue, by name; at most 200.</summary>
    public async Task<IReadOnlyList<DeletionActor>> ActorsAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<QueuedDeletion>().GroupBy(d => d.Actor).Select(g => new { Id = g.Key, Name = g.Max(d => d.ActorName)! })
            .OrderBy(a => a.Name).ThenBy(a => a.Id).Take(200).Select(a => new DeletionActor(a.Id, a.Name)).ToListAsync(ct);
    }

    /// <summary>
    /// How far the acts of one person are: those with something left to do and those that ended after <paramref name="since"/>, the latest first; at most 20.
    /// <paramref name="heard"/>: acts the reader knows of, since one that took a product without pictures has no entries to be found by.
    /// </summary>
    public async Task<IReadOnlyList<ActProgress>> ProgressAsync(string actor, DateTimeOffset since, IReadOnlyCollection<Guid> heard, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var mine = db.Set<QueuedDeletion>().Where(d => d.Actor == actor && d.Origin == DeletionOrigin.Trash && d.State != DeletionState.Undone);
        var news = mine.Where(d => d.State == DeletionState.Waiting || d.State == DeletionState.Deleting || d.State == DeletionState.Failed || d.EndedAt > since).Select(d => d.OperationId);
        var acts = await mine.Where(d => news.Contains(d.OperationId)).GroupBy(d => d.OperationId).Select(g => new
        {
            Operation = g.Key,
            RequestedAt = g.Min(d => d.RequestedAt),
            NotBefore = g.Max(d => d.NotBefore),
            Entries = g.Count(),
            Undoable = g.Count(d => d.State == DeletionState.Waiting && d.TriedAt == null),
            Done = g.Count(d => d.State == DeletionState.Deleted || d.State == DeletionState.AlreadyGone),
            Retrying = g.Count(d => (d.State == DeletionState.Waiting || d.State == DeletionState.Deleting) && d.Fault != null),
            Failed = g.Count(d => d.State == DeletionState.Failed),
            GivenUp = g.Count(d => d.State == DeletionState.GivenUp),
            NextTry = g.Min(d => d.State == DeletionState.Waiting && d.Fault != null ? (DateTimeOffset?)d.DueAt : null),
            EndedAt = g.Max(d => d.EndedAt),
        }).OrderByDescending(a => a.RequestedAt).Take(20).ToListAsync(ct);
        var operations = acts.Select(a => a.Operation).Concat(heard).Distinct().ToList();
        var products = await db.Set<Product>().IgnoreQueryFilters().Where(p => p.TrashId != null && EF.Parameter(operations).Contains(p.TrashId.Value))
            .ToDictionaryAsync(p => p.TrashId!.Value, p => new { p.Name, TrashedAt = p.TrashedAt!.Value }, ct);
        var bare = products.Where(p => acts.All(a => a.Operation != p.Key)).Select(p =>
            new ActProgress(p.Key, p.Value.TrashedAt, p.Value.TrashedAt + options.Value.UndoWindow, 0, 0, 0, 0, 0, 0, null, null, p.Value.Name));
        return [.. acts.Select(a => new ActProgress(a.Operation, a.RequestedAt, a.NotBefore, a.Entries, a.Undoable, a.Done, a.Retrying, a.Failed, a.GivenUp, a.NextTry, a.EndedAt,
            products.GetValueOrDefault(a.Operation)?.Name)).Concat(bare).OrderByDescending(a => a.RequestedAt)];
    }

    /// <summary>When the store was last asked for entries with these words in file name, key or SKU; the latest at most <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> TriedAsync(string search, int most, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await In(db, new(search)).Where(d => d.TriedAt != null).Select(d => d.TriedAt!.Value).Distinct().OrderByDescending(t => t).Take(most).ToListAsync(ct);
    }

    internal static IQueryable<QueuedDeletion> In(MediaDb db, DeletionQuery query)
    {
        var (search, client, actor) = (query.Search.Replace("\0", "").Trim().ToLowerInvariant(), query.Client.Replace("\0", ""), query.Actor.Replace("\0", "")); // PostgreSQL takes no NUL, and nothing is called so
        IQueryable<QueuedDeletion> found = db.Set<QueuedDeletion>();
        if (search.Length > 0) found = found.Where(d => d.FileName.ToLower().Contains(search) || d.StoreKey.ToLower().Contains(search) || d.ProductSku.ToLower().Contains(search));
        if (client.Length > 0) found = found.Where(d => db.Set<Client>().Any(c => c.Id == d.ClientId && c.Code == client));
        if (query.Product is { } product) found = found.Where(d => d.ProductId == product);
        if (query.State is { } state) found = found.Where(d => d.State == state);
        if (actor.Length > 0) found = found.Where(d => d.Actor == actor || d.ActorName == actor);
        if (query.Fault is { } fault) found = found.Where(d => d.Fault == fault);
        if (query.Restorable) found = found.Where(d => d.Origin == DeletionOrigin.Trash && d.State == DeletionState.Waiting && d.TriedAt == null);
        return found;
    }

    internal async Task<List<DeletionView>> ReadAsync(MediaDb db, IQueryable<QueuedDeletion> which, CancellationToken ct)
    {
        var (clients, deletions) = (db.Set<Client>(), db.Set<QueuedDeletion>());
        var rows = await which.AsNoTracking().Select(d => new
        {
            Entry = d,
            Client = clients.Where(c => c.Id == d.ClientId).Select(c => c.Code).FirstOrDefault(),
            Sample = d.ConfirmedAt == null ? null : deletions.Where(s => s.ClaimId == d.ClaimId).Min(s => s.UnservedAt),
        }).ToListAsync(ct);
        return [.. rows.Select(r => View(r.Entry, r.Client, r.Sample))];
    }

    private DeletionView View(QueuedDeletion d, string? client, DateTimeOffset? sample) => new(
        d.Id, d.OperationId, d.Origin, d.AssetId, d.FileName, d.Bytes, Thumbnail(d), d.Store, d.StoreKey,
        client, d.ProductId, d.ProductSku, d.Actor, d.ActorName, d.RequestedAt, d.NotBefore, d.DueAt,
        d.State, d.Attempts, d.Fault, d.Error, d.TriedAt, d.ConfirmedAt, d.UnservedAt, d.EndedAt, d.EndReason,
        sample, d is { UnservedAt: null, Fault: null } && d.Store == store.Name && d.StoreVersion.Length > 0 && d.ConfirmedAt + (store.Lingers * 2) > clock.GetUtcNow(), d.Answer);

    /// <summary>Only while the file is surely there.</summary>
    private string? Thumbnail(QueuedDeletion d) =>
        d.Store == store.Name && d.StoreVersion.Length > 0 && d.TriedAt is null ? store.Address(new(d.Store, d.StoreKey, d.StoreVersion), PictureSize.Thumbnail) : null;
}
