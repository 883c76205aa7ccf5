using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Reconciliation;

/// <summary>Keeps the last reports, and sees to it that one is worked on at a time, here or elsewhere.</summary>
public sealed class ReconciliationReports(IDbContextFactory<MediaDb> dbs, Announcements news, IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    public const int Kept = 30;
    private const string Turn = "reconciliation";

    /// <summary>A hand gives a sign of life at least as often as the store answers or is given up.</summary>
    private TimeSpan Claim => options.Value.StoreTimeout * 2 + TimeSpan.FromMinutes(1);

    /// <summary>Begins a report inside the caller's transaction, for whoever takes it soon; null when one is worked on already.</summary>
    internal async Task<ReconciliationReport?> BeginAsync(MediaDb db, Actor by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await IsBusyAsync(db, now, ct)) return null;
        var reports = db.Set<ReconciliationReport>();
        await reports.Where(r => r.State == ReconciliationState.Running).ExecuteUpdateAsync(r => r
            .SetProperty(x => x.State, ReconciliationState.NotFinished).SetProperty(x => x.Fault, ReconciliationFault.CutOff).SetProperty(x => x.EndedAt, now)
            .SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.ClaimedUntil, (DateTimeOffset?)null), ct);
        await reports.Where(r => reports.OrderByDescending(o => o.Id).Skip(Kept - 1).Select(o => o.Id).Contains(r.Id)).ExecuteDeleteAsync(ct);
        var report = ReconciliationReport.Begin(by.Id, by.Name, now, now + Claim);
        db.Add(report);
        await db.SaveChangesAsync(ct);
        return report;
    }

    /// <summary>Reserves the newest report, inside the caller's transaction, so that what it found can be put in order; false when it is not in that state or one is worked on.</summary>
    internal async Task<bool> ReopenAsync(MediaDb db, long id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await IsBusyAsync(db, now, ct)) return false;
        var report = await db.Set<ReconciliationReport>().OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);
        if (report is not { State: ReconciliationState.Differences, FixedAt: null } || report.Id != id) return false;
        report.Prolong(now + Claim);
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Takes a report in hand, also from a hand that has died; null when there is nothing left to do on it.</summary>
    internal async Task<ReportInHand?> TakeAsync(long id, bool check, CancellationToken ct)
    {
        var db = await dbs.CreateDbContextAsync(ct);
        var report = await db.Set<ReconciliationReport>().FirstOrDefaultAsync(r => r.Id == id, ct);
        if (report is null || !(check ? report.State == ReconciliationState.Running : report is { State: ReconciliationState.Differences, FixedAt: null }))
        {
            await db.DisposeAsync();
            return null;
        }
        report.Claim(Guid.CreateVersion7(), clock.GetUtcNow() + Claim);
        await db.SaveChangesAsync(ct);
        news.Publish(ReconciliationChanged.Topic, new ReconciliationChanged());
        return new(db, report, news, clock, Claim);
    }

    /// <summary>Takes the report that is worked on out of whose hands it is in: that hand finds out and stops. False when none is.</summary>
    internal async Task<bool> StopAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<ReconciliationReport>().FirstOrDefaultAsync(r => r.ClaimedUntil > now, ct) is not { } report) return false;
        report.BreakOff(ReconciliationFault.Stopped, "", now);
        report.LetGo();
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // it ended in this very moment
        }
        news.Publish(ReconciliationChanged.Topic, new ReconciliationChanged());
        return true;
    }

    /// <summary>What a report found of one kind, a page at a time.</summary>
    internal async Task<List<ReconciliationFinding>> FindingsAsync(long report, Difference kind, int after, int size, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<ReconciliationFinding>().AsNoTracking().Where(f => f.ReportId == report && f.Kind == kind && f.Number > after).OrderBy(f => f.Number).Take(size).ToListAsync(ct);
    }

    /// <summary>There is a newer report: of the older ones only examples stay.</summary>
    internal async Task TrimAsync(long newest, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await db.Set<ReconciliationFinding>().Where(f => f.ReportId < newest && f.Number > ReconciliationFinding.Examples).ExecuteDeleteAsync(ct);
    }

    private static async Task<bool> IsBusyAsync(MediaDb db, DateTimeOffset now, CancellationToken ct)
    {
        await db.LockAsync(Turn, ct);
        return await db.Set<ReconciliationReport>().AnyAsync(r => r.ClaimedUntil > now, ct);
    }
}
