using MediaAdmin.Access;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Reconciliation;

/// <summary>What to do on a report: check and so fill it, put in order what it found, or the one after the other; in whose name.</summary>
public sealed record ReconciliationInput(long Report, bool Check, bool Fix, string Actor, string ActorName);

/// <summary>The two-way check of database against store. Changes nothing unless it is told to; never fixes anything by a check that broke off.</summary>
public sealed partial class Reconciler(
    ReconciliationReports reports, StoreComparison comparison, Repair repair, UploadLeftovers leftovers, IOptions<ReconciliationOptions> options, TimeProvider clock, ILogger<Reconciler> log)
{
    /// <summary>Returns when it is over, however it ended: the report says how.</summary>
    public async Task RunAsync(ReconciliationInput input, CancellationToken ct)
    {
        await using var work = await reports.TakeAsync(input.Report, input.Check, ct);
        if (work is null) return;
        try
        {
            await WorkAsync(work, input, ct);
            await work.LetGoAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            LogTakenAway(input.Report); // stopped by a person, or taken for dead: the report says so already
        }
        if (input.Check) await reports.TrimAsync(input.Report, CancellationToken.None);
    }

    private async Task WorkAsync(ReportInHand work, ReconciliationInput input, CancellationToken ct)
    {
        try
        {
            if (input.Check) await CheckAsync(work, ct);
            if (input.Fix && work.Report.State == ReconciliationState.Differences) await repair.RunAsync(work, new(input.Actor, input.ActorName, Role.Admin), ct);
        }
        catch (Exception e) when (e is not DbUpdateConcurrencyException) // whatever it was, people must be able to read it in the report
        {
            var fault = ct.IsCancellationRequested ? ReconciliationFault.ProgramStopped : e is StorageException ? ReconciliationFault.StoreFailed : ReconciliationFault.Unexpected;
            work.Report.BreakOff(fault, ct.IsCancellationRequested ? "" : e.Message, clock.GetUtcNow());
            if (!ct.IsCancellationRequested) LogBrokenOff(e, input.Report, work.Report.Objects, work.Report.Assets);
        }
    }

    private async Task CheckAsync(ReportInHand work, CancellationToken ct)
    {
        var started = clock.GetUtcNow();
        // What the sweep leaves alone yet is none of its leftovers either.
        var before = started - (options.Value.Grace > UploadSweep.Grace ? options.Value.Grace : UploadSweep.Grace);
        await work.RestartAsync(ct);
        // Looked for at both ends: what moves on meanwhile was on its way.
        var (uploads, staged) = (await leftovers.UnconfirmedAsync(before, ct), await leftovers.StagedAsync(before, ct));
        await foreach (var page in comparison.RunAsync(started, ct))
        {
            work.Report.Count(page.Objects, page.Bytes, page.Assets);
            await work.AddAsync(page.Found, ct);
        }
        var stuck = (await leftovers.UnconfirmedAsync(before, ct)).Select(u => u.Id).ToHashSet();
        var left = (await leftovers.StagedAsync(before, ct)).Select(s => s.Upload).ToHashSet();
        foreach (var some in uploads.Where(u => stuck.Contains(u.Id)).Chunk(StoreComparison.PageSize))
            await work.AddAsync([.. some.Select(u => ReconciliationFinding.Of(Difference.Unconfirmed, $"{u.Id:N}", u.FileName, u.Length, u.Since))], ct);
        foreach (var some in staged.Where(s => left.Contains(s.Upload) && s.ChangedAt < before).Chunk(StoreComparison.PageSize))
            await work.AddAsync([.. some.Select(s => ReconciliationFinding.Of(Difference.Leftover, $"{s.Upload:N}", "", s.Bytes, s.ChangedAt))], ct);
        work.Report.FinishCheck(clock.GetUtcNow());
        LogChecked(work.Report.Id, work.Report.Objects, work.Report.Assets, work.Report.Orphans.Found, work.Report.Lost.Found, work.Report.Unconfirmed.Found, work.Report.Leftovers.Found,
            (long)(clock.GetUtcNow() - started).TotalMilliseconds);
    }

    [LoggerMessage(LogLevel.Information, "Checked {Objects} objects of the store and {Assets} pictures, report {Report}: {Orphans} orphans, {Lost} lost, {Uploads} uploads stuck, {Leftovers} staging leftovers, after {Milliseconds} ms")]
    private partial void LogChecked(long report, int objects, int assets, int orphans, int lost, int uploads, int leftovers, long milliseconds);

    [LoggerMessage(LogLevel.Warning, "The two-way check broke off, report {Report}, after {Objects} objects of the store and {Assets} pictures")]
    private partial void LogBrokenOff(Exception exception, long report, int objects, int assets);

    [LoggerMessage(LogLevel.Information, "The two-way check of report {Report} was taken away and stopped")]
    private partial void LogTakenAway(long report);
}
