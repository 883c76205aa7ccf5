using Hangfire;
using Hangfire.Common;
using Hangfire.Server;
using MediaAdmin.Imaging;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads;

/// <summary>
/// The job of <see cref="StoreUpload"/>: tried again with growing waits while the store or the image tool is not available; anything else ends with a reason on the row.
/// A store that asks to be left alone, or that fails one upload after the other, pauses the queue, which uses up none of its jobs' attempts.
/// </summary>
[JobName("store-upload"), Queue(JobQueues.Uploads)]
public sealed partial class StoreUploadJob(
    StoreUpload store, UploadWork work, UploadFaults faults, UploadControl control, StoreStreak streak, Pauses pauses, BatchEnd batches, IOptions<UploadOptions> options, TimeProvider clock,
    ILogger<StoreUploadJob> log)
{
    public const string Queue = JobQueues.Uploads;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>So many times the first wait the one that goes first after a pause has, before another tries.</summary>
    private const int Trial = 5;

    /// <summary>The name of an upload among the jobs that move it.</summary>
    public static string Key(Guid upload) => upload.ToString("N");

    public static Job Of(Guid upload) => Job.FromExpression<StoreUploadJob>(j => j.RunAsync(upload, null, CancellationToken.None));

    public async Task RunAsync(Guid upload, PerformContext? context, CancellationToken cancellationToken)
    {
        try { await StoreAsync(upload, context, cancellationToken); }
        finally { await batches.LookAsync(upload, CancellationToken.None); }
    }

    private async Task StoreAsync(Guid upload, PerformContext? context, CancellationToken ct)
    {
        System.Diagnostics.Activity.Current?.SetTag("mediaadmin.upload.id", upload);
        var turn = await pauses.TakeTurnAsync(Queue, options.Value.FirstRetry * Trial, ct);
        if (turn.WaitUntil is { } waitUntil)
        {
            context.Skip();
            await HoldAsync(upload, turn.Saw!.Detail, waitUntil);
        }
        context.Describe((await work.SubjectsAsync([Key(upload)], ct)).GetValueOrDefault(Key(upload))?.Text);
        if (context.IsRequeued()) await control.ReopenAsync(upload, ct);
        try
        {
            if (!await store.RunAsync(upload, ct, context.ReportProgress)) return;
            streak.End();
            if (turn.Saw is not null) await pauses.EndAsync(Queue, CancellationToken.None);
        }
        catch (StorageException e) when (!e.IsTransient)
        {
            await faults.EndAsync(upload, UploadFault.StoreRefused, e.Message, CancellationToken.None);
            throw;
        }
        catch (StorageException e) when (e.Fault == StorageFault.RateLimited || e.RetryAfter is not null || streak.Failed(upload))
        {
            context.Fail(e.Message);
            var until = await pauses.PauseAsync(Queue, e.Fault.ToString(), e.Message, options.Value.FirstRetry, e.RetryAfter, turn.Saw, CancellationToken.None);
            LogPaused(until, e.Message);
            await HoldAsync(upload, e.Message, until);
        }
        catch (Exception e) when (e is not RetryLaterException && !ct.IsCancellationRequested) // an HTTP client tells its own time-out as a cancellation too
        {
            await FailAsync(upload, context.Attempt(), e);
            throw;
        }
    }

    // Soon, and not at the end of the pause: until then the queue has no worker, and when somebody resumes it the job goes on at once.
    private async Task HoldAsync(Guid upload, string detail, DateTimeOffset until)
    {
        var soon = clock.GetUtcNow() + Pauses.Soon;
        await faults.HoldAsync(upload, detail, until, CancellationToken.None);
        throw new RetryLaterException(soon < until ? soon : until, detail, isAttempt: false);
    }

    /// <summary>Has it tried again, or ends it when that was the last attempt.</summary>
    private async Task FailAsync(Guid upload, int attempt, Exception e)
    {
        var fault = e switch { StorageException => UploadFault.StoreUnavailable, ImageToolException => UploadFault.ImageToolBroken, _ => UploadFault.Unexpected };
        if (attempt > options.Value.MaxRetries)
        {
            await faults.EndAsync(upload, fault, e.Message, CancellationToken.None);
            return;
        }
        var next = clock.GetUtcNow() + RetryLaterException.Wait(attempt, options.Value.FirstRetry, LongestWait);
        await faults.PostponeAsync(upload, fault, e.Message, attempt, next, CancellationToken.None);
        throw new RetryLaterException(next, e.Message, inner: e);
    }

    [LoggerMessage(LogLevel.Warning, "The store serves nobody or asks to be left alone: storing uploads pauses until {Until} ({Detail})")]
    private partial void LogPaused(DateTimeOffset until, string detail);
}
