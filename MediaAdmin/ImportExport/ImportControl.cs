using System.Collections.Concurrent;
using MediaAdmin.Access;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.ImportExport;

/// <summary>News of an import: how far it is, or null when its state changed and it has to be read again.</summary>
public sealed record ImportChanged(Guid Id, ImportProgress? Progress)
{
    /// <summary>Where the changes of state of all imports are told.</summary>
    public const string AllTopic = "imports";

    public static string Topic(Guid import) => $"imports/{import:N}";
}

/// <summary>A file that was not taken: what is wrong with it.</summary>
public enum AcceptFault { TooLarge, Empty }

/// <summary>The catalogue files that people gave to the portal: taken in, started, stopped, looked at. Progress is kept in memory alone.</summary>
public sealed class ImportControl(IDbContextFactory<MediaDb> dbs, JobScheduler jobs, Announcements news, IConfiguration configuration, IOptions<UploadOptions> limits, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, ImportProgress> _progress = new();

    private string Folder => Path.Combine(DataDirectory.Read(configuration), "imports");

    internal string Csv(Guid id) => Path.Combine(Folder, $"{id:N}.csv");

    /// <summary>Keeps the file and begins to find out what it would do. The row comes when all bytes are safe.</summary>
    public async Task<(Import? Import, AcceptFault? Fault)> AcceptAsync(Stream csv, string fileName, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        Directory.CreateDirectory(Folder);
        var arriving = Path.Combine(Folder, $"{Guid.NewGuid():N}.arriving");
        try
        {
            var bytes = 0L;
            await using (var file = new FileStream(arriving, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                var buffer = new byte[1 << 16];
                while (await csv.ReadAsync(buffer, ct) is var read and > 0)
                {
                    if ((bytes += read) > limits.Value.MaxFileBytes) return (null, AcceptFault.TooLarge);
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                }
            }
            if (bytes == 0) return (null, AcceptFault.Empty);
            var import = Import.Of(by.Id, by.Name, UploadFileName.Clean(fileName), bytes, clock.GetUtcNow());
            DurableFile.Flush(arriving);
            File.Move(arriving, Csv(import.Id));
            DurableFile.FlushDirectory(Folder);
            await using var db = await dbs.CreateDbContextAsync(ct);
            db.Add(import);
            await SaveAsync(db, import, ct);
            return (import, null);
        }
        finally
        {
            File.Delete(arriving);
        }
    }

    /// <summary>Does what was checked, or goes on with what was stopped or failed. False when there is nothing to start.</summary>
    public async Task<bool> StartAsync(Guid id, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<Import>().FirstOrDefaultAsync(i => i.Id == id, ct) is not { CanStart: true } import || !File.Exists(Csv(id))) return false;
        import.Start();
        return await SaveAsync(db, import, ct);
    }

    /// <summary>What runs ends after the batch that it is at; whole products are imported, the others are not.</summary>
    public async Task StopAsync(Guid id, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Set<Import>().FirstOrDefaultAsync(i => i.Id == id, ct) is not { State: ImportState.Importing } import) return;
        import.Stop(clock.GetUtcNow());
        if (!await SaveAsync(db, import, ct)) return;
        await jobs.CancelAsync<ImportJob>([ImportJob.Key(id)], CancellationToken.None);
    }

    public async Task<Import?> FindAsync(Guid id, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Import>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct);
    }

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<Import>> LatestAsync(int count, Actor by, CancellationToken ct)
    {
        by.Require(Role.Editor);
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Set<Import>().AsNoTracking().OrderByDescending(i => i.CreatedAt).Take(count).ToListAsync(ct);
    }

    /// <summary>How far it is at this moment, where it runs on this machine.</summary>
    public ImportProgress? ProgressOf(Guid id) => _progress.GetValueOrDefault(id);

    internal void Tell(Guid id, ImportProgress progress)
    {
        _progress[id] = progress;
        news.Publish(ImportChanged.Topic(id), new ImportChanged(id, progress));
    }

    /// <summary>Saves the change of state, starts the job where there is one to do, and tells everybody. False when somebody else was first.</summary>
    internal async Task<bool> SaveAsync(MediaDb db, Import import, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        if (import.IsMoving) await jobs.CommitAndEnqueueAsync(transaction, [ImportJob.Of(import.Id)], ct);
        else await transaction.CommitAsync(ct);
        if (import.State is ImportState.Done or ImportState.Unreadable) File.Delete(Csv(import.Id));
        if (!import.IsMoving) _progress.TryRemove(import.Id, out _);
        var changed = new ImportChanged(import.Id, null);
        news.Publish(ImportChanged.Topic(import.Id), changed);
        news.Publish(ImportChanged.AllTopic, changed);
        return true;
    }
}
