using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport.Account;

/// <summary>News: an import of an account is further, or its state is another.</summary>
public sealed record AccountImportChanged
{
    public const string Topic = "account-import";
}

/// <summary>Imports of pictures that an account holds: begun, started, stopped, looked at. One at a time.</summary>
public sealed class AccountImports(IDbContextFactory<MediaDb> dbs, AccountReader reader, JobScheduler jobs, Announcements news, TimeProvider clock)
{
    /// <summary>Where there is an account to import from.</summary>
    public bool IsPossible => reader.IsThere;

    /// <summary>Begins to find out what would be done. A fault when it cannot be: nothing is begun then.</summary>
    /// <param name="folder">With what the names begin; empty: all. Not looked at when there are addresses.</param>
    /// <param name="addresses">One address of a picture a line, as browsers get it; empty lines do not count.</param>
    /// <param name="client">The code of the client for pictures whose product and client nothing tells; empty: nobody's.</param>
    public async Task<(AccountImport? Import, FieldFault? Fault)> LookAsync(string folder, string addresses, string client, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        var (start, lines) = (folder.Replace("\0", "").Trim().TrimStart('/'), addresses.Replace("\0", "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList());
        if (start.Length > AccountImport.MaxFolder) return (null, new("folder", $"A folder has at most {AccountImport.MaxFolder} characters."));
        if (lines.Count > AccountImport.MostAddresses) return (null, new("addresses", $"At most {AccountImport.MostAddresses} addresses at a time."));
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (client.Length > 0 && !await db.Set<Client>().AnyAsync(c => c.Code == client, ct)) return (null, new("client", $"There is no client '{client}'.", FieldFaultKind.Unknown));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(AccountImportJob.Lock, ct);
        if (await db.Set<AccountImport>().AnyAsync(i => i.State == AccountImportState.Looking || i.State == AccountImportState.Importing, ct))
            return (null, new("folder", "Another import is under way. Wait for its end, or stop it.", FieldFaultKind.Taken));
        var import = AccountImport.Of(by.Id, by.Name, lines.Count > 0 ? "" : start, lines, client, clock.GetUtcNow());
        db.Add(import);
        await db.SaveChangesAsync(ct);
        await jobs.CommitAndEnqueueAsync(transaction, [AccountImportJob.Of(import.Id)], ct);
        Tell();
        return (import, null);
    }

    /// <summary>Does what was looked at, or goes on with what was stopped or failed. False when there is nothing to start.</summary>
    public async Task<bool> StartAsync(Guid id, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync(AccountImportJob.Lock, ct);
        if (await db.Set<AccountImport>().AnyAsync(i => i.State == AccountImportState.Looking || i.State == AccountImportState.Importing, ct)) return false;
        if (await db.Set<AccountImport>().FirstOrDefaultAsync(i => i.Id == id, ct) is not { CanStart: true } import) return false;
        import.Start();
        await db.SaveChangesAsync(ct);
        await jobs.CommitAndEnqueueAsync(transaction, [AccountImportJob.Of(id)], ct);
        Tell();
        return true;
    }

    /// <summary>What runs ends with the page that it is at; what was imported stays.</summary>
    public async Task StopAsync(Guid id, Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<AccountImport>().FirstOrDefaultAsync(i => i.Id == id, ct) is not { IsMoving: true } import) return;
        import.Stop(clock.GetUtcNow());
        if (!await SaveAsync(db, ct)) return;
        await jobs.CancelAsync<AccountImportJob>([AccountImportJob.Key(id)], CancellationToken.None);
    }

    /// <summary>The latest; null when there was none.</summary>
    public async Task<AccountImport?> LatestAsync(Actor by, CancellationToken ct)
    {
        by.Require(Role.Admin);
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<AccountImport>().AsNoTracking().OrderByDescending(i => i.CreatedAt).FirstOrDefaultAsync(ct);
    }

    /// <summary>Orders again what a crash left without a job. Running twice does no harm.</summary>
    internal async Task SweepAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        foreach (var id in await db.Set<AccountImport>().Where(i => i.State == AccountImportState.Looking || i.State == AccountImportState.Importing).Select(i => i.Id).ToListAsync(ct))
            if (!await jobs.IsQueuedAsync<AccountImportJob>(AccountImportJob.Key(id), ct)) jobs.Enqueue([AccountImportJob.Of(id)]);
    }

    /// <summary>False when somebody else was first.</summary>
    internal async Task<bool> SaveAsync(MediaDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        Tell();
        return true;
    }

    internal void Tell() => news.Publish(AccountImportChanged.Topic, new AccountImportChanged());
}
