using Hangfire;
using MediaAdmin.Data;
using MediaAdmin.ImportExport.Account;
using MediaAdmin.Jobs;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport;

/// <summary>Finds again what a crash left behind: imports without a job, files without an import, working folders of runs that died; and forgets what nobody came back for. Running twice does no harm.</summary>
public sealed class ImportSweep(IDbContextFactory<MediaDb> dbs, ImportControl imports, AccountImports accounts, JobScheduler jobs, IConfiguration configuration, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30), LeftOver = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var queued = await jobs.QueuedAsync<ImportJob>(ct);
        var moving = await db.Set<Import>().Where(i => i.State == ImportState.Checking || i.State == ImportState.Importing).Select(i => i.Id).ToListAsync(ct);
        jobs.Enqueue([.. moving.Where(id => !queued.Contains(ImportJob.Key(id))).Select(ImportJob.Of)]);
        await accounts.SweepAsync(ct);
        var before = clock.GetUtcNow() - Kept;
        var old = await db.Set<Import>().Where(i => i.CreatedAt < before && i.State != ImportState.Checking && i.State != ImportState.Importing).Select(i => i.Id).ToListAsync(ct);
        await db.Set<Import>().Where(i => EF.Parameter(old).Contains(i.Id)).ExecuteDeleteAsync(ct);
        foreach (var id in old) File.Delete(imports.Csv(id));
        await RemoveLeftoversAsync(db, ct);
    }

    private async Task RemoveLeftoversAsync(MediaDb db, CancellationToken ct)
    {
        var folder = new DirectoryInfo(Path.Combine(DataDirectory.Read(configuration), "imports"));
        if (!folder.Exists) return;
        var before = (clock.GetUtcNow() - LeftOver).UtcDateTime;
        foreach (var file in folder.EnumerateFiles("*.arriving").Where(f => f.LastWriteTimeUtc < before)) file.Delete();
        // Of a crash between the file and its row the file is left, which nobody knows.
        var files = folder.EnumerateFiles("*.csv").Where(f => f.LastWriteTimeUtc < before).ToDictionary(f => Guid.ParseExact(Path.GetFileNameWithoutExtension(f.Name), "N"));
        Guid[] ids = [.. files.Keys];
        foreach (var known in await db.Set<Import>().Where(i => EF.Parameter(ids).Contains(i.Id)).Select(i => i.Id).ToListAsync(ct)) files.Remove(known);
        foreach (var file in files.Values) file.Delete();
        // A run writes into its sheet or pictures all the time; an order that waits for the store makes its folder anew.
        foreach (var work in folder.EnumerateDirectories("*.work").Where(d => d.LastWriteTimeUtc < before && d.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).All(f => f.LastWriteTimeUtc < before))) work.Delete(recursive: true);
    }
}

/// <summary>The schedule of <see cref="ImportSweep"/>.</summary>
[JobName("sweep-imports"), Queue(JobQueues.Maintenance)]
public sealed class ImportSweepJob(ImportSweep sweep)
{
    public const string Name = "import-sweep";
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public Task RunAsync(CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
