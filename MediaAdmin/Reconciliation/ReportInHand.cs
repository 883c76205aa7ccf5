using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Reconciliation;

/// <summary>
/// A report while somebody works on it. Findings are written as they come, so that they take no memory; the numbers every few seconds, which also
/// prolongs the claim. Each write fails with <see cref="DbUpdateConcurrencyException"/> once the claim was taken away.
/// </summary>
sealed class ReportInHand(MediaDb db, ReconciliationReport report, Announcements news, TimeProvider clock, TimeSpan claim) : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);

    private DateTimeOffset _written = clock.GetUtcNow();

    public ReconciliationReport Report => report;

    /// <summary>Begins anew: what another hand had found before it died goes.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        report.Restart();
        await db.Set<ReconciliationFinding>().Where(f => f.ReportId == report.Id).ExecuteDeleteAsync(ct);
    }

    /// <summary>Notes what was found and tells how far the work is.</summary>
    public async Task AddAsync(IReadOnlyCollection<ReconciliationFinding> found, CancellationToken ct)
    {
        foreach (var finding in found)
        {
            report.Add(finding.Kind, 1, finding.Bytes);
            finding.Belongs(report.Id, report.Sum(finding.Kind).Found);
        }
        db.AddRange(found);
        try
        {
            if (found.Count > 0 || clock.GetUtcNow() - _written > Beat) await SaveAsync(ct);
        }
        finally
        {
            foreach (var finding in found) db.Entry(finding).State = EntityState.Detached; // written or not: how it ended must be
        }
        TellProgress();
    }

    public async Task AddFixedAsync(Difference kind, int count, CancellationToken ct)
    {
        report.AddFixed(kind, count);
        await SaveAsync(ct);
        TellProgress();
    }

    /// <summary>Whoever reads the reports next sees how it ended.</summary>
    public async Task LetGoAsync(CancellationToken ct)
    {
        report.LetGo();
        await db.SaveChangesAsync(ct);
        news.Publish(ReconciliationChanged.Topic, new ReconciliationChanged());
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();

    private async Task SaveAsync(CancellationToken ct)
    {
        _written = clock.GetUtcNow();
        report.Prolong(_written + claim);
        await db.SaveChangesAsync(ct);
    }

    private void TellProgress() => news.Publish(ReconciliationChanged.Topic,
        new ReconciliationChanged(new(report.Id, report.Objects, report.Assets, Enum.GetValues<Difference>().Sum(kind => report.Sum(kind).Fixed))));
}
