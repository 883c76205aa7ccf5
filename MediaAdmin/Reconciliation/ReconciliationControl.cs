using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Reconciliation;

/// <summary>What an Admin can do about the two-way check: order it, have put in order what it found, stop it. The work is a job's.</summary>
public sealed class ReconciliationControl(IDbContextFactory<MediaDb> dbs, ReconciliationReports reports, JobScheduler jobs, Announcements news)
{
    /// <summary>Orders a check, with <paramref name="fix"/> also that what it finds is put in order. Returns its report, or null when one runs already.</summary>
    public async Task<long?> CheckAsync(bool fix, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await reports.BeginAsync(db, by, ct) is not { } report) return null;
        await StartAsync(transaction, new(report.Id, Check: true, fix, by.Id, by.Name), ct);
        return report.Id;
    }

    /// <summary>Orders that just what the newest report found is put in order. False when that is not <paramref name="report"/>, has been done, or one runs.</summary>
    public async Task<bool> FixAsync(long report, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await reports.ReopenAsync(db, report, ct)) return false;
        await StartAsync(transaction, new(report, Check: false, Fix: true, by.Id, by.Name), ct);
        return true;
    }

    /// <summary>Stops what runs, wherever it runs; within moments it does nothing more. False when nothing runs.</summary>
    public async Task<bool> StopAsync(Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        return await reports.StopAsync(ct);
    }

    private async Task StartAsync(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, ReconciliationInput input, CancellationToken ct)
    {
        await jobs.CommitAndEnqueueAsync(transaction, [ReconciliationJob.Of(input)], ct);
        news.Publish(ReconciliationChanged.Topic, new ReconciliationChanged());
    }
}
