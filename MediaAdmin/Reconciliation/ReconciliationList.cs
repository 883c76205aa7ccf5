using MediaAdmin.Catalog;
using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Reconciliation;

/// <summary>One thing that was found: the store's key or an upload's id, the file's name where it is known, when; for a picture the first product it is on.</summary>
public sealed record DifferenceExample(string Key, string FileName, long Bytes, DateTimeOffset At, long? AssetId, long? ProductId, string? Sku);

/// <summary>All of one kind that was found, in numbers; the first <see cref="ReconciliationFinding.Examples"/> as examples.</summary>
public sealed record DifferenceGroup(Difference Kind, int Found, long Bytes, int Fixed, IReadOnlyList<DifferenceExample> Examples);

/// <summary>How a check ended. With <paramref name="TooMuch"/> what it found is not put in order: rather the wrong database or the wrong store is connected.</summary>
public sealed record ReconciliationView(
    long Id, ReconciliationState State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string ActorName, ReconciliationFault? Fault, string Reason,
    int Objects, long ObjectBytes, int Assets, IReadOnlyList<DifferenceGroup> Groups, bool TooMuch, DateTimeOffset? FixedAt, string FixedByName)
{
    public int Found => Groups.Sum(g => g.Found);

    public bool CanFix => State == ReconciliationState.Differences && FixedAt is null && !TooMuch;
}

/// <summary>A check that runs, or with <paramref name="Fixing"/> what a check found being put in order: since when, by whom, how far it is.</summary>
public sealed record ReconciliationRunning(long Report, bool Fixing, DateTimeOffset Since, string ActorName, int Objects, int Assets);

/// <summary>An earlier check in a line.</summary>
public sealed record ReconciliationSummary(long Id, ReconciliationState State, DateTimeOffset StartedAt, string ActorName, int Found, bool IsFixed);

/// <summary>What runs, the last check that ended, and those before it, the newest first. All three are empty when there has never been one.</summary>
public sealed record ReconciliationStatus(ReconciliationRunning? Running, ReconciliationView? Last, IReadOnlyList<ReconciliationSummary> Earlier);

/// <summary>Reads the reports: two or three statements, whatever is in them.</summary>
public sealed class ReconciliationList(IDbContextFactory<MediaDb> dbs, Microsoft.Extensions.Options.IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    public async Task<ReconciliationStatus> StatusAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(ct);
        var reports = await db.Set<ReconciliationReport>().AsNoTracking().OrderByDescending(r => r.Id).Take(ReconciliationReports.Kept).ToListAsync(ct);
        var running = reports.FirstOrDefault(r => r.ClaimedUntil > now);
        var over = reports.Where(r => r != running || r.State != ReconciliationState.Running).ToList();
        var last = over.Count == 0 ? null : await ViewAsync(db, over[0], ct);
        return new(running is null ? null : new(running.Id, running.State != ReconciliationState.Running, running.StartedAt, running.ActorName, running.Objects, running.Assets), last,
            [.. over.Skip(1).Select(r => new ReconciliationSummary(r.Id, Ended(r), r.StartedAt, r.ActorName, Enum.GetValues<Difference>().Sum(kind => r.Sum(kind).Found), r.FixedAt is not null))]);
    }

    private async Task<ReconciliationView> ViewAsync(MediaDb db, ReconciliationReport report, CancellationToken ct)
    {
        var placements = db.Set<Placement>();
        var examples = await db.Set<ReconciliationFinding>().Where(f => f.ReportId == report.Id && f.Number <= ReconciliationFinding.Examples).OrderBy(f => f.Kind).ThenBy(f => f.Number)
            .Select(f => new { f.Kind, f.Key, f.FileName, f.Bytes, f.At, f.AssetId, Product = placements.Where(l => l.AssetId == f.AssetId).OrderBy(l => l.Id).Select(l => (long?)l.ProductId).FirstOrDefault() })
            .ToListAsync(ct);
        var ids = examples.Select(e => e.Product).OfType<long>().Distinct().ToList();
        var skus = ids.Count == 0 ? [] : await db.Set<Product>().Where(p => EF.Parameter(ids).Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Sku, ct);
        var isCutOff = report.State == ReconciliationState.Running;
        return new(report.Id, Ended(report), report.StartedAt, report.EndedAt, report.ActorName, isCutOff ? ReconciliationFault.CutOff : report.Fault, report.Reason,
            report.Objects, report.ObjectBytes, report.Assets,
            [.. Enum.GetValues<Difference>().Select(kind => new DifferenceGroup(kind, report.Sum(kind).Found, report.Sum(kind).Bytes, report.Sum(kind).Fixed,
                [.. examples.Where(e => e.Kind == kind).Select(e => new DifferenceExample(e.Key, e.FileName, e.Bytes, e.At, e.AssetId, e.Product, e.Product is { } product ? skus.GetValueOrDefault(product) : null))]))],
            options.Value.IsTooMuch(report), report.FixedAt, report.FixedByName);
    }

    /// <summary>What is still called running and is in nobody's hands was cut off.</summary>
    private static ReconciliationState Ended(ReconciliationReport report) => report.State == ReconciliationState.Running ? ReconciliationState.NotFinished : report.State;
}
