using MediaAdmin.Imaging;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.Extensions.Options;
using Quartz;

namespace MediaAdmin.Uploads;

public sealed record StoreUploadInput(Guid Upload);

/// <summary>
/// The job of <see cref="StoreUpload"/>: Quartz repeats it with growing waits while the store or the image tool is not available; anything else ends with a reason on the row.
/// A store that asks to be left alone, or that fails one upload after the other, pauses all jobs of this kind, which uses up none of their tries.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class StoreUploadJob(
    StoreUpload store, UploadWork work, UploadFaults faults, StoreStreak streak, JobScheduler jobs, Pauses pauses, BatchEnd batches, IOptions<UploadOptions> options, TimeProvider clock, ILogger<StoreUploadJob> log) : IJob<StoreUploadInput>
{
    public const string Kind = "store-upload";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>So many times the first wait the one that goes first after a pause has, before another tries.</summary>
    private const int Trial = 5;

    public static JobKey Key(Guid upload) => new(upload.ToString("N"), Kind);

    public static JobOrder Order(Guid upload, UploadOptions options) => JobOrder.For<StoreUploadJob, StoreUploadInput>(
        Kind, upload.ToString("N"), new(upload), RetryPolicy.Exponential(options.MaxRetries, options.FirstRetry, 2, options.FirstRetry > LongestWait ? options.FirstRetry : LongestWait));

    public async ValueTask Execute(IJobExecutionContext context, StoreUploadInput input, CancellationToken cancellationToken)
    {
        try { await RunAsync(context, input, cancellationToken); }
        finally { await batches.LookAsync(input.Upload, CancellationToken.None); }
    }

    private async Task RunAsync(IJobExecutionContext context, StoreUploadInput input, CancellationToken cancellationToken)
    {
        using var span = JobOrder.Continue(context);
        span?.SetTag("mediaadmin.upload.id", input.Upload);
        var turn = await pauses.TakeTurnAsync(Kind, options.Value.FirstRetry * Trial, cancellationToken);
        if (turn.WaitUntil is { } waitUntil)
        {
            context.Result = JobRunReport.Skipped();
            await HoldAsync(input.Upload, turn.Saw!.Detail, waitUntil);
            return;
        }
        var name = Key(input.Upload).Name;
        var about = (await work.SubjectsAsync([name], cancellationToken)).GetValueOrDefault(name)?.Text;
        context.Result = JobRunReport.Succeeded(about);
        try
        {
            if (!await store.RunAsync(input.Upload, cancellationToken, sent => context.ReportProgress(sent, ""))) return;
            streak.End();
            if (turn.Saw is not null) await pauses.EndAsync(Kind, CancellationToken.None);
        }
        catch (StorageException e) when (!e.IsTransient)
        {
            context.Result = JobRunReport.Failed($"{about} · {e.Message}");
            await faults.EndAsync(input.Upload, UploadFault.StoreRefused, e.Message, CancellationToken.None);
        }
        catch (StorageException e) when (e.Fault == StorageFault.RateLimited || e.RetryAfter is not null || streak.Failed(input.Upload))
        {
            context.Result = JobRunReport.Failed($"{about} · {e.Message}");
            var until = await pauses.PauseAsync(Kind, e.Fault.ToString(), e.Message, options.Value.FirstRetry, e.RetryAfter, turn.Saw, CancellationToken.None);
            LogPaused(until, e.Message);
            await HoldAsync(input.Upload, e.Message, until);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // an HTTP client tells its own time-out as a cancellation too
        {
            if (await FailAsync(context, input.Upload, e)) throw;
        }
    }

    // Soon, and not at the end of the pause: until then the engine runs none of this kind, and when somebody resumes it goes on at once.
    private async Task HoldAsync(Guid upload, string detail, DateTimeOffset until)
    {
        var soon = clock.GetUtcNow() + Pauses.Soon;
        await faults.HoldAsync(upload, detail, until, CancellationToken.None);
        await jobs.TryAgainAsync(Order(upload, options.Value), soon < until ? soon : until, CancellationToken.None);
    }

    /// <summary>True: Quartz has to hear of it.</summary>
    private async Task<bool> FailAsync(IJobExecutionContext context, Guid upload, Exception e)
    {
        var fault = e switch { StorageException => UploadFault.StoreUnavailable, ImageToolException => UploadFault.ImageToolBroken, _ => UploadFault.Unexpected };
        var (order, attempts) = (Order(upload, options.Value), context.RetryAttempt + 1);
        if (attempts > options.Value.MaxRetries)
        {
            await faults.EndAsync(upload, fault, e.Message, CancellationToken.None);
            return true;
        }
        var next = clock.GetUtcNow() + order.Trigger.RetryPolicy!.DelayFor(attempts);
        await faults.PostponeAsync(upload, fault, e.Message, attempts, next, CancellationToken.None);
        // Quartz runs a job that a kill cut off by a trigger of its own making, which knows no retry policy: it gets its own again.
        if (context.RetryPolicy is not null) return true;
        await jobs.TryAgainAsync(order, next, CancellationToken.None);
        return false;
    }

    [LoggerMessage(LogLevel.Warning, "The store serves nobody or asks to be left alone: storing uploads pauses until {Until} ({Detail})")]
    private partial void LogPaused(DateTimeOffset until, string detail);
}
