using System.Diagnostics;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using MediaAdmin.Data;
using MediaAdmin.Imaging;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Setup;

public enum CheckSubject { Database, Staging, Store, JobEngine, ImageTool }

/// <summary>What a check found: a fact to show when all is well (a version, free space), or what went wrong. The cure's words belong to the page.</summary>
public sealed record CheckResult(CheckSubject Subject, bool IsGood, string Fact, TimeSpan Took);

/// <summary>Really tries each part the portal stands on: writes and reads, stores and deletes, runs a job, draws a picture.</summary>
public sealed class SelfChecks(
    IDbContextFactory<MediaDb> dbs, DatabaseOptions database, Staging staging, StoreTest store, JobScheduler jobs, ImageTool images)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <param name="heard">Told of each step of the store's test as it ends.</param>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(Action<StoreStepResult>? heard, CancellationToken ct) => await Task.WhenAll(
        CheckAsync(CheckSubject.Database, DatabaseAsync, ct),
        CheckAsync(CheckSubject.Staging, StagingAsync, ct),
        StoreAsync(heard, ct),
        CheckAsync(CheckSubject.JobEngine, JobEngineAsync, ct),
        CheckAsync(CheckSubject.ImageTool, ImageToolAsync, ct));

    private static async Task<CheckResult> CheckAsync(CheckSubject subject, Func<CancellationToken, Task<string>> check, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            return new(subject, true, await Task.Run(() => check(limit.Token), limit.Token), watch.Elapsed);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(subject, false, $"No answer within {Limit.TotalSeconds} s.", watch.Elapsed);
        }
        catch (Exception e) when (e is not OperationCanceledException) // whatever is broken, the page must be able to say it
        {
            return new(subject, false, e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message, watch.Elapsed);
        }
    }

    /// <summary>Writes a row and takes it back, and compares the schema with the program.</summary>
    private async Task<string> DatabaseAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any()) throw new InvalidOperationException("The database is older than this program; restart the portal to bring it up to date.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(UploadBatch.Create(Guid.NewGuid(), "self-check", "self-check", null, DateTimeOffset.UnixEpoch));
        await db.SaveChangesAsync(ct);
        await transaction.RollbackAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        return $"{(database.IsSqlite ? "SQLite" : "PostgreSQL")} {db.Database.GetDbConnection().ServerVersion}";
    }

    private async Task<string> StagingAsync(CancellationToken ct)
    {
        var probe = staging.Scratch(".check");
        try
        {
            await File.WriteAllBytesAsync(probe, new byte[4096], ct);
            DurableFile.Flush(probe);
            DurableFile.FlushDirectory(staging.Root);
        }
        finally
        {
            File.Delete(probe);
        }
        return $"{staging.Root} · {FreeGigabytes(staging.Root):0.#} GB";
    }

    /// <summary>Each step has a limit of its own.</summary>
    private async Task<CheckResult> StoreAsync(Action<StoreStepResult>? heard, CancellationToken ct)
    {
        var (watch, failed) = (Stopwatch.StartNew(), (StoreStepResult?)null);
        await foreach (var step in store.RunAsync(ct))
        {
            heard?.Invoke(step);
            if (!step.IsGood) failed ??= step;
        }
        return new(CheckSubject.Store, failed is null, failed?.Fact ?? store.Name, watch.Elapsed);
    }

    private async Task<string> JobEngineAsync(CancellationToken ct)
    {
        var id = jobs.Start(Job.FromExpression<ProbeJob>(j => j.Run(Guid.NewGuid())));
        while (await jobs.StateAsync(id, ct) != SucceededState.StateName) await Task.Delay(25, ct); // any machine may take it: only the engine's own tables can tell
        return $"Hangfire {typeof(BackgroundJob).Assembly.GetName().Version?.ToString(3)}";
    }

    private async Task<string> ImageToolAsync(CancellationToken ct)
    {
        var path = staging.Scratch(".png");
        await File.WriteAllBytesAsync(path, StoreTest.OnePixel, ct);
        try
        {
            var verdict = await images.ExamineAsync(path, path + ".clean", [], ct);
            if (verdict is PictureVerdict.Refused refused) throw new InvalidOperationException($"It does not read a sound picture: {refused.Detail}");
        }
        finally
        {
            File.Delete(path);
        }
        return $"libvips {await images.VersionAsync(ct)}";
    }

    private static double FreeGigabytes(string folder) => new DriveInfo(folder).AvailableFreeSpace / 1e9;
}

/// <summary>A job that does nothing, to see that jobs run.</summary>
[JobName("self-check"), Queue(JobQueues.Maintenance)]
public sealed class ProbeJob
{
    public void Run(Guid check) => _ = check;
}
