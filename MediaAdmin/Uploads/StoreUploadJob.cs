using MediaAdmin.Imaging;
using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using Microsoft.Extensions.Options;
using Quartz;

namespace MediaAdmin.Uploads;

public sealed record StoreUploadInput(Guid Upload);

/// <summary>The job of <see cref="StoreUpload"/>: Quartz repeats it with growing waits while the store or the image tool is not available; anything else ends with a reason on the row.</summary>
[DisallowConcurrentExecution]
public sealed class StoreUploadJob(StoreUpload store, UploadFaults faults, JobScheduler jobs, IOptions<UploadOptions> options, TimeProvider clock) : IJob<StoreUploadInput>
{
    public const string Kind = "store-upload";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static JobKey Key(Guid upload) => new(upload.ToString("N"), Kind);

    public static JobOrder Order(Guid upload, UploadOptions options) => JobOrder.For<StoreUploadJob, StoreUploadInput>(
        Kind, upload.ToString("N"), new(upload), RetryPolicy.Exponential(options.MaxRetries, options.FirstRetry, 2, LongestWait));

    public async ValueTask Execute(IJobExecutionContext context, StoreUploadInput input, CancellationToken cancellationToken)
    {
        try
        {
            await store.RunAsync(input.Upload, cancellationToken);
        }
        catch (StorageException e) when (!e.IsTransient)
        {
            await faults.EndAsync(input.Upload, UploadFault.StoreRefused, e.Message, CancellationToken.None);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // an HTTP client tells its own time-out as a cancellation too
        {
            var fault = e switch { StorageException => UploadFault.StoreUnavailable, ImageToolException => UploadFault.ImageToolBroken, _ => UploadFault.Unexpected };
            var (order, attempts) = (Order(input.Upload, options.Value), context.RetryAttempt + 1);
            if (attempts > options.Value.MaxRetries)
            {
                await faults.EndAsync(input.Upload, fault, e.Message, CancellationToken.None);
                throw;
            }
            var next = clock.GetUtcNow() + order.Trigger.RetryPolicy!.DelayFor(attempts);
            await faults.PostponeAsync(input.Upload, fault, e.Message, attempts, next, CancellationToken.None);
            // Quartz runs a job that a kill cut off by a trigger of its own making, which knows no retry policy: it gets its own again.
            if (context.RetryPolicy is null) await jobs.TryAgainAsync(order, next, CancellationToken.None);
            else throw;
        }
    }
}
