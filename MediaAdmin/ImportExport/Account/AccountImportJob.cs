using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace MediaAdmin.ImportExport.Account;

public sealed record AccountImportInput(Guid Import);

/// <summary>
/// The job of an <see cref="AccountImport"/>: page by page, each in one transaction with how far it is. Cut off anywhere it goes on with the page it was at. While the store serves nobody, or the hour's
/// calls are spent, it comes back when they are there again, and the page says until when.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class AccountImportJob(
    IDbContextFactory<MediaDb> dbs, AccountImports imports, AccountReader reader, AccountMatch match, Galleries galleries, Announcements news, JobScheduler jobs, TimeProvider clock,
    ILogger<AccountImportJob> log, CloudinaryOptions? account = null) : IJob<AccountImportInput>
{
    public const string Kind = "import-account";
    private const int MostRestarts = 3;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    public static JobKey Key(Guid import) => new(import.ToString("N"), Kind);

    public static JobOrder Order(Guid import) => JobOrder.For<AccountImportJob, AccountImportInput>(
        Kind, import.ToString("N"), new(import), RetryPolicy.Exponential(8, TimeSpan.FromSeconds(2), 2, TimeSpan.FromMinutes(5)));

    public async ValueTask Execute(IJobExecutionContext context, AccountImportInput input, CancellationToken cancellationToken)
    {
        try
        {
            while (await TurnAsync(input.Import, cancellationToken)) imports.Tell();
        }
        catch (StorageException e) when (e.IsTransient)
        {
            var until = clock.GetUtcNow() + (e.RetryAfter > Wait ? e.RetryAfter.Value : Wait);
            LogWaits(until, e.Message);
            await ChangeAsync(input.Import, i => i.Wait(e.Message, until));
            await jobs.TryAgainAsync(Order(input.Import), until, CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException) // stopped in this very moment: the page is not done
        {
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e, input.Import);
            await ChangeAsync(input.Import, i => i.Fail(e.Message, clock.GetUtcNow()));
        }
    }

    /// <summary>Does one page. False when it was the last, or there is nothing to do any more.</summary>
    private async Task<bool> TurnAsync(Guid id, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<AccountImport>().FirstOrDefaultAsync(i => i.Id == id, ct) is not { IsMoving: true } import) return false;
        var listed = clock.GetUtcNow();
        if (await ReadAsync(import, ct) is not { } page) return await imports.SaveAsync(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(Asset.TrashTurn, ct);
        var (found, told) = await match.RunAsync(db, page.Pictures, listed, ct);
        var products = import.IsDry ? [] : await new AccountWriter(db, import, account!.Tag, clock.GetUtcNow(), ct).WriteAsync(found);
        import.Turn([.. told, .. page.Others], page.Next);
        if (page.Next is null) import.Finish(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (!import.IsDry && found.Count > 0) news.Publish(AssetsChanged.Topic, new AssetsChanged());
        await galleries.AnnounceAsync(products, CancellationToken.None);
        imports.Tell();
        return page.Next is not null;
    }

    /// <summary>Null: the store does not know any more where it was, and it is begun again; what was imported is known then.</summary>
    private async Task<AccountPage?> ReadAsync(AccountImport import, CancellationToken ct)
    {
        try
        {
            return await reader.ReadAsync(import, ct);
        }
        catch (StorageException e) when (e.Fault == StorageFault.Refused && import is { Cursor: not null, Addresses.Count: 0, Restarts: < MostRestarts })
        {
            import.BeginAgain();
            return null;
        }
    }

    private async Task ChangeAsync(Guid id, Action<AccountImport> change)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        if (await db.Set<AccountImport>().FirstOrDefaultAsync(i => i.Id == id) is not { IsMoving: true } import) return;
        change(import);
        await imports.SaveAsync(db, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "The import of the account waits until {Until} ({Detail})")]
    private partial void LogWaits(DateTimeOffset until, string detail);

    [LoggerMessage(LogLevel.Error, "The import {Import} of the account failed")]
    private partial void LogFailed(Exception exception, Guid import);
}
