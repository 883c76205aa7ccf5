using Hangfire;
using Hangfire.Common;
using Hangfire.Server;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Imaging;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport;

/// <summary>
/// The job of an <see cref="Import"/>: checks its file, or does what was checked. Cut off anywhere it goes on after the last batch that was written, because what is done is
/// noted in each batch's own transaction. Tried again with growing waits while the store or the image tool does not serve.
/// </summary>
[JobName("import"), Queue(JobQueues.Imports)]
public sealed class ImportJob(IDbContextFactory<MediaDb> dbs, CatalogueImport import, ImportControl imports, TimeProvider clock)
{
    private const int MostRetries = 8;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2), LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>The name of an import among the jobs that move it.</summary>
    public static string Key(Guid import) => import.ToString("N");

    public static Job Of(Guid import) => Job.FromExpression<ImportJob>(j => j.RunAsync(import, null, CancellationToken.None));

    public async Task RunAsync(Guid id, PerformContext? context, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Import>().FirstOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } row) return;
        if (context.IsRequeued() && row is { State: ImportState.Failed, CanStart: true }) row.Start();
        if (!row.IsMoving) return; // stopped, or done by an earlier run
        context.Describe(row.FileName);
        try
        {
            await RunAsync(db, row, cancellationToken);
        }
        catch (UnreadableCatalogueException e)
        {
            row.Refuse(e.Fault, clock.GetUtcNow());
            await imports.SaveAsync(db, row, CancellationToken.None);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (e is StorageException { IsTransient: true } or ImageToolException && context.Attempt() is var attempt && attempt <= MostRetries)
                throw new RetryLaterException(clock.GetUtcNow() + RetryLaterException.Wait(attempt, FirstWait, LongestWait), e.Message, inner: e);
            row.Fail(e.Message, clock.GetUtcNow());
            await imports.SaveAsync(db, row, CancellationToken.None);
            throw;
        }
    }

    private async Task RunAsync(MediaDb db, Import row, CancellationToken ct)
    {
        var isDry = row.State == ImportState.Checking;
        var order = new ImportOrder(row.Id, imports.Csv(row.Id), null, isDry, new(row.Actor, row.ActorName, Role.Editor))
        {
            Done = row.Done ?? new(),
            Note = (batch, done, stop) => batch.Set<Import>().Where(i => i.Id == row.Id).ExecuteUpdateAsync(i => i.SetProperty(x => x.Done, done), stop),
        };
        var report = await import.RunAsync(order, new Told(progress => imports.Tell(row.Id, progress)), ct);
        if (isDry) row.Check(report);
        else row.Finish(report, clock.GetUtcNow());
        await imports.SaveAsync(db, row, CancellationToken.None);
    }

    private sealed class Told(Action<ImportProgress> tell) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => tell(value);
    }
}
