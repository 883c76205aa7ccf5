using Hangfire;
using Hangfire.Common;
using Hangfire.Server;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport.Account;

/// <summary>
/// The job of an <see cref="AccountImport"/>: page by page, each in one transaction with how far it is. Cut off anywhere it goes on with the page it was at. While the store serves nobody, or the hour's
/// calls are spent, it comes back when they are there again, and the page says until when.
/// </summary>
[JobName("import-account"), Queue(JobQueues.Imports)]
public sealed partial class AccountImportJob(
    IDbContextFactory<MediaDb> dbs, AccountImports imports, AccountReader reader, AccountMatch match, Galleries galleries, Announcements news, TimeProvider clock,
    ILogger<AccountImportJob> log, CloudinaryOptions? account = null)
{
    /// <summary>Held while an import of the account is begun: there is one at a time.</summary>
    public const string Lock = "import-account";

    private const int MostRestarts = 3;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    /// <summary>The name of an import among the jobs that move it.</summary>
    public static string Key(Guid import) => import.ToString("N");

    public static Job Of(Guid import) => Job.FromExpression<AccountImportJob>(j => j.RunAsync(import, null, CancellationToken.None));

    public async Task RunAsync(Guid import, PerformContext? context, CancellationToken cancellationToken)
    {
        if (context.IsRequeued()) await ChangeAsync(import, i => !i.IsMoving && i.CanStart, i => i.Start());
        try
        {
            while (await TurnAsync(import, cancellationToken)) imports.Tell();
        }
        catch (StorageException e) when (e.IsTransient)
        {
            var until = clock.GetUtcNow() + (e.RetryAfter > Wait ? e.RetryAfter.Value : Wait);
            LogWaits(until, e.Message);
            await ChangeAsync(import, i => i.IsMoving, i => i.Wait(e.Message, until));
            throw new RetryLaterException(until, e.Message, isAttempt: false, e);
        }
        catch (DbUpdateConcurrencyException) // stopped in this very moment: the page is not done
        {
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e, import);
            await ChangeAsync(import, i => i.IsMoving, i => i.Fail(e.Message, clock.GetUtcNow()));
            throw;
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

    private async Task ChangeAsync(Guid id, Func<AccountImport, bool> can, Action<AccountImport> change)
    {
        await using var db = await dbs.CreateDbContextAsync(CancellationToken.None);
        if (await db.Set<AccountImport>().FirstOrDefaultAsync(i => i.Id == id) is not { } import || !can(import)) return;
        change(import);
        await imports.SaveAsync(db, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "The import of the account waits until {Until} ({Detail})")]
    private partial void LogWaits(DateTimeOffset until, string detail);

    [LoggerMessage(LogLevel.Error, "The import {Import} of the account failed")]
    private partial void LogFailed(Exception exception, Guid import);
}
