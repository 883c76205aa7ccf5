using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Imaging;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace MediaAdmin.ImportExport;

public sealed record ImportInput(Guid Import);

/// <summary>
/// The job of an <see cref="Import"/>: checks its file, or does what was checked. Cut off anywhere it goes on after the last batch that was written, because what is done is
/// noted in each batch's own transaction. Quartz repeats it with growing waits while the store or the image tool does not serve.
/// </summary>
[DisallowConcurrentExecution]
public sealed class ImportJob(IDbContextFactory<MediaDb> dbs, CatalogueImport import, ImportControl imports, JobScheduler jobs, TimeProvider clock) : IJob<ImportInput>
{
    public const string Kind = "import";
    private const int MostRetries = 8;

    public static JobKey Key(Guid import) => new(import.ToString("N"), Kind);

    public static JobOrder Order(Guid import) => JobOrder.For<ImportJob, ImportInput>(
        Kind, import.ToString("N"), new(import), RetryPolicy.Exponential(MostRetries, TimeSpan.FromSeconds(2), 2, TimeSpan.FromMinutes(5)));

    public async ValueTask Execute(IJobExecutionContext context, ImportInput input, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Import>().FirstOrDefaultAsync(i => i.Id == input.Import, cancellationToken) is not { IsMoving: true } row) return; // stopped, or done by an earlier run
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
            var (order, attempts) = (Order(row.Id), context.RetryAttempt + 1);
            if (attempts > MostRetries || e is not (StorageException { IsTransient: true } or ImageToolException))
            {
                row.Fail(e.Message, clock.GetUtcNow());
                await imports.SaveAsync(db, row, CancellationToken.None);
                throw;
            }
            // Quartz runs a job that a kill cut off by a trigger of its own making, which knows no retry policy: it gets its own again.
            if (context.RetryPolicy is null) await jobs.TryAgainAsync(order, clock.GetUtcNow() + order.Trigger.RetryPolicy!.DelayFor(attempts), CancellationToken.None);
            else throw;
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
