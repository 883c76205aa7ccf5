using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Uploads;

/// <summary>Storing uploads, as the engine room shows it: the files that wait, and those that failed, by their fault.</summary>
public sealed class UploadWork(IDbContextFactory<MediaDb> dbs, UploadControl control) : IWorkItems
{
    public string Kind => StoreUploadJob.Queue;
    public string Job => JobNames.Of(typeof(StoreUploadJob));

    public async Task<ItemFigures> FiguresAsync(IReadOnlyCollection<string> running, CancellationToken ct)
    {
        var inHand = Ids(running); // examined first, they are still queued while they are
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await db.Set<Upload>().Where(u => (u.State == UploadState.Queued && !EF.Parameter(inHand).Contains(u.Id)) || u.State == UploadState.Failed).GroupBy(u => u.State)
            .Select(g => new { State = g.Key, Files = g.Count(), Retrying = g.Count(u => u.NextAttemptAt != null), Oldest = g.Min(u => u.ReceivedAt) }).ToListAsync(ct);
        var (queued, failed) = (found.FirstOrDefault(g => g.State == UploadState.Queued), found.FirstOrDefault(g => g.State == UploadState.Failed));
        return new(queued?.Files ?? 0, queued?.Retrying ?? 0, failed?.Files ?? 0, queued?.Oldest);
    }

    public async Task<IReadOnlyList<FailureCause>> CausesAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await db.Set<Upload>().Where(u => u.State == UploadState.Failed && u.Fault != null).GroupBy(u => u.Fault)
            .Select(g => new { Fault = g.Key!.Value, Files = g.Count(), Since = g.Min(u => u.CreatedAt), Error = g.Max(u => u.FaultDetail)! }).ToListAsync(ct);
        // Up to lost bytes the file itself has to be chosen again.
        return [.. found.OrderByDescending(g => g.Files).Select(g => new FailureCause(Kind, g.Fault.ToString(), g.Files, g.Since, g.Error, g.Fault > UploadFault.BytesLost, CanGiveUp: true))];
    }

    public async Task<IReadOnlyList<FailedItem>> FailedAsync(string cause, int most, CancellationToken ct)
    {
        if (!Enum.TryParse<UploadFault>(cause, out var fault)) return [];
        await using var db = await dbs.CreateDbContextAsync(ct);
        var failed = db.Set<Upload>().Where(u => u.State == UploadState.Failed && u.Fault == fault).OrderByDescending(u => u.CreatedAt).ThenByDescending(u => u.Id).Take(most);
        return [.. (await ReadAsync(db, failed, ct)).Select(r => new FailedItem($"{r.Id:N}", Subject(r), r.At, r.Detail))];
    }

    public async Task<IReadOnlyDictionary<string, JobSubject>> SubjectsAsync(IReadOnlyCollection<string> jobs, CancellationToken ct)
    {
        var ids = Ids(jobs);
        if (ids.Count == 0) return new Dictionary<string, JobSubject>();
        await using var db = await dbs.CreateDbContextAsync(ct);
        return (await ReadAsync(db, db.Set<Upload>().Where(u => EF.Parameter(ids).Contains(u.Id)), ct)).ToDictionary(r => $"{r.Id:N}", Subject);
    }

    public Task<IReadOnlyList<DateTimeOffset>> WorkedOnAsync(string search, int most, CancellationToken ct) => Task.FromResult<IReadOnlyList<DateTimeOffset>>([]);

    public Task<int> RetryAsync(FailedChoice which, Actor by, CancellationToken ct) => control.RetryFailedAsync(Fault(which), Ids(which), by, ct);

    public Task<int> GiveUpAsync(FailedChoice which, string reason, Actor by, CancellationToken ct) => control.GiveUpFailedAsync(Fault(which), Ids(which), by, ct);

    private static List<Guid> Ids(IEnumerable<string> jobs) => [.. jobs.Select(j => Guid.TryParseExact(j, "N", out var id) ? id : (Guid?)null).OfType<Guid>()];

    private static UploadFault? Fault(FailedChoice which) => which.Cause is { } cause ? Enum.Parse<UploadFault>(cause) : null;

    private static List<Guid>? Ids(FailedChoice which) => which.Ids?.Select(id => Guid.ParseExact(id, "N")).ToList();

    private static Task<List<Row>> ReadAsync(MediaDb db, IQueryable<Upload> which, CancellationToken ct) => which.Select(u => new Row(
        u.Id, u.FileName, u.ProductId, db.Set<Product>().IgnoreQueryFilters().Where(p => p.Id == u.ProductId).Select(p => p.Sku).FirstOrDefault(),
        db.Set<UploadBatch>().Where(b => b.Id == u.BatchId).Select(b => b.OwnerName).FirstOrDefault() ?? "", u.BatchId, u.CreatedAt, u.FaultDetail, u.State)).ToListAsync(ct);

    private static JobSubject Subject(Row r) => new(string.Join(" · ", new[] { r.FileName, r.Sku ?? "", r.Owner }.Where(w => w.Length > 0)), r.Product is { } product ? $"/products/{product}" : $"/uploads?batch={r.Batch}", r.State.ToString());

    private sealed record Row(Guid Id, string FileName, long? Product, string? Sku, string Owner, Guid Batch, DateTimeOffset At, string Detail, UploadState State);
}
