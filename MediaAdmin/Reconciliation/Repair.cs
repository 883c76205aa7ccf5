using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Reconciliation;

/// <summary>
/// Puts in order what a report found, just that and each only if it is still so: objects that nothing knows into the deletion queue, lost pictures into the trash,
/// uploads and staging by their sweep. Doing it again does nothing more.
/// </summary>
public sealed partial class Repair(
    IDbContextFactory<MediaDb> dbs, IMediaStore store, StoreComparison comparison, ReconciliationReports reports, Trash trash, PurgeSchedule purge, UploadLeftovers leftovers,
    UploadSweep sweep, Announcements news, IOptions<ReconciliationOptions> options, IOptions<DeletionOptions> deletion, TimeProvider clock, ILogger<Repair> log)
{
    internal async Task RunAsync(ReportInHand work, Actor by, CancellationToken ct)
    {
        if (options.Value.IsTooMuch(work.Report))
        {
            work.Report.BreakOff(ReconciliationFault.TooMuch, "", clock.GetUtcNow());
            return;
        }
        await OrphansAsync(work, by, ct);
        await LostAsync(work, by, ct);
        await SweepAsync(work, ct);
        work.Report.FinishFix(by.Name, clock.GetUtcNow());
        LogFixed(work.Report.Id, work.Report.Orphans.Fixed, work.Report.Lost.Fixed, work.Report.Unconfirmed.Fixed, work.Report.Leftovers.Fixed, by.Id);
    }

    /// <summary>All as one act, which can be given up file by file until the undo window ends.</summary>
    private async Task OrphansAsync(ReportInHand work, Actor by, CancellationToken ct)
    {
        var (act, now, onTheirWay) = (Guid.CreateVersion7(), clock.GetUtcNow(), await comparison.UploadedKeysAsync(ct));
        var notBefore = now + deletion.Value.UndoWindow;
        await foreach (var page in PagesAsync(work.Report.Id, Difference.Orphan, ct))
        {
            var known = await comparison.KnownAsync([.. page.Select(f => f.Key)], work.Report.StartedAt, ct);
            var orphans = page.Where(f => !known.ContainsKey(f.Key) && !onTheirWay.Contains(f.Key)).ToList();
            if (orphans.Count == 0) continue;
            await using var db = await dbs.CreateDbContextAsync(ct);
            db.AddRange(orphans.Select(f => QueuedDeletion.Of(DeletionOrigin.Orphan, new(null, f.FileName, f.Bytes, store.Name, f.Key, "", null), act, by.Id, by.Name, now, notBefore)));
            await db.SaveChangesAsync(ct);
            await work.AddFixedAsync(Difference.Orphan, orphans.Count, ct);
        }
        if (work.Report.Orphans.Fixed == 0) return;
        purge.Wake(notBefore);
        news.Tell(act, by.Id);
    }

    private async Task LostAsync(ReportInHand work, Actor by, CancellationToken ct)
    {
        await foreach (var page in PagesAsync(work.Report.Id, Difference.Lost, ct))
        {
            var lost = await comparison.WithoutObjectAsync(await StillThereAsync(page, ct), ct);
            if (lost.Count == 0) continue;
            var trashed = await trash.PutAsync(new DeletionTarget.Assets([.. lost.Select(f => f.Id)]), by, ct, options.Value.KeepLost);
            await work.AddFixedAsync(Difference.Lost, trashed.Removed, ct);
        }
    }

    /// <summary>The sweep knows best what to do with each; what it left is not put in order.</summary>
    private async Task SweepAsync(ReportInHand work, CancellationToken ct)
    {
        if (work.Report.Unconfirmed.Found + work.Report.Leftovers.Found == 0) return;
        await sweep.RunAsync(ct);
        var (now, left) = (clock.GetUtcNow(), new HashSet<string>());
        left.UnionWith((await leftovers.UnconfirmedAsync(now, ct)).Select(u => $"{u.Id:N}"));
        left.UnionWith((await leftovers.StagedAsync(now, ct)).Select(s => $"{s.Upload:N}"));
        foreach (var kind in (Difference[])[Difference.Unconfirmed, Difference.Leftover])
            await foreach (var page in PagesAsync(work.Report.Id, kind, ct)) await work.AddFixedAsync(kind, page.Count(f => !left.Contains(f.Key)), ct);
    }

    private async Task<List<LibraryFile>> StillThereAsync(List<ReconciliationFinding> page, CancellationToken ct)
    {
        var keys = page.Select(f => f.Key).ToList();
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Asset>().Where(a => a.Store == store.Name && EF.Parameter(keys).Contains(a.StoreKey))
            .Select(a => new LibraryFile(a.Id, a.StoreKey, a.StoreVersion, a.FileName, a.Bytes, a.CreatedAt)).ToListAsync(ct);
    }

    private async IAsyncEnumerable<List<ReconciliationFinding>> PagesAsync(long report, Difference kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (var last = 0; ;)
        {
            var page = await reports.FindingsAsync(report, kind, last, StoreComparison.PageSize, ct);
            if (page.Count == 0) yield break;
            yield return page;
            last = page[^1].Number;
        }
    }

    [LoggerMessage(LogLevel.Information, "Put in order what report {Report} found: {Orphans} orphans queued, {Lost} lost pictures to the trash, {Uploads} uploads and {Leftovers} staging leftovers swept, by {Actor}")]
    private partial void LogFixed(long report, int orphans, int lost, int uploads, int leftovers, string actor);
}
