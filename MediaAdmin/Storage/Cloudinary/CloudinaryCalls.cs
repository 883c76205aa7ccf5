using System.Net;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>One call. Its request is made anew for each attempt, and gets what is to be called whenever bytes were taken: a slow upload is not a dead one.</summary>
sealed record CloudinaryCall(Func<Action, HttpRequestMessage> Request)
{
    /// <summary>404 is an answer, null, and no fault.</summary>
    public bool MayBeMissing { get; init; }

    /// <summary>The quota that the call costs one of, when it is of the Admin API, and how much it leaves to others.</summary>
    public AdminQuota? Quota { get; init; }
    public int Reserve { get; init; }
}

/// <summary>
/// Speaks with one side of Cloudinary, politely and stubbornly: only so many calls at once, each attempt with a time limit, tried again with growing,
/// scattered waits while that can help, and left alone for a while once most attempts fail. Every failure is a <see cref="StorageException"/>.
/// </summary>
sealed partial class CloudinaryCalls
{
    /// <summary>A longer wait is not sat out here: the caller's job comes back later.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Most of at least so many attempts within so long have to fail before Cloudinary is left alone.</summary>
    private const int EnoughAttempts = 6;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly CloudinaryOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CloudinaryFaults _faults;
    private readonly SemaphoreSlim _turns;
    private readonly ResiliencePipeline _pipeline;

    public CloudinaryCalls(HttpClient http, CloudinaryOptions options, TimeProvider clock, ILogger log)
    {
        (_http, _options, _clock, _log, _faults, _turns) = (http, options, clock, log, new(options, clock), new(options.Parallel));
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(Retry()).AddCircuitBreaker(Circuit()).Build();
    }

    /// <param name="read">Takes what is wanted out of the answer, which is then the reader's to dispose.</param>
    public async Task<T?> SendAsync<T>(CloudinaryCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token =>
            {
                await _turns.WaitAsync(token);
                try
                {
                    call.Quota?.Take(call.Reserve);
                    return await AttemptAsync(call, read, token);
                }
                finally
                {
                    _turns.Release();
                }
            }, ct);
        }
        catch (BrokenCircuitException e)
        {
            var wait = e.RetryAfter ?? _options.Pause;
            throw new StorageException(
                $"Cloudinary failed most of the latest calls and is left alone until {_clock.GetUtcNow() + wait:HH:mm:ss} UTC. {e.InnerException?.Message}".TrimEnd(), StorageFault.Unavailable, wait, e,
                (e.InnerException as StorageException)?.Cause ?? StorageCause.Unknown);
        }
    }

    private async Task<T?> AttemptAsync<T>(CloudinaryCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.Timeout);
        using var request = call.Request(() => limit.CancelAfter(_options.Timeout));
        var (address, started) = (request.RequestUri!, _clock.GetTimestamp());
        HttpResponseMessage? answer = null;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            LogAnswer(request.Method, address.AbsolutePath, (int)answer.StatusCode, _clock.GetElapsedTime(started).TotalMilliseconds);
            call.Quota?.Learn(answer);
            if (answer.IsSuccessStatusCode) return await read(answer, limit.Token);
            if (!call.MayBeMissing || answer.StatusCode != HttpStatusCode.NotFound) throw await _faults.ReadAsync(answer, call.Quota, limit.Token);
            answer.Dispose();
            return default;
        }
        catch (Exception e)
        {
            answer?.Dispose();
            if (!ct.IsCancellationRequested && Told(e, address) is { } told) throw told;
            throw;
        }
    }

    private StorageException? Told(Exception e, Uri address) => e switch
    {
        OperationCanceledException => _faults.Silent(address, e),
        HttpRequestException broken => CloudinaryFaults.Unreachable(broken, address),
        IOException broken => CloudinaryFaults.Unreachable(new(null, broken), address),
        JsonException strange => CloudinaryFaults.Unreadable(address, strange),
        _ => null,
    };

    private RetryStrategyOptions Retry() => new()
    {
        MaxRetryAttempts = _options.Retries,
        Delay = _options.FirstRetry,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        MaxDelay = LongestWait,
        ShouldHandle = arguments => ValueTask.FromResult(MayPass(arguments.Outcome.Exception, arguments.AttemptNumber)),
        DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as StorageException)?.RetryAfter),
        OnRetry = arguments =>
        {
            LogRetry(arguments.AttemptNumber + 1, arguments.RetryDelay.TotalSeconds, arguments.Outcome.Exception!.Message);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>What asks for no wait at all may be asked again once: a stale request, which is then signed anew.</summary>
    private static bool MayPass(Exception? e, int attempt) =>
        e is StorageException fault && (fault.IsTransient ? fault.RetryAfter is null || fault.RetryAfter <= LongestWait : fault.RetryAfter == TimeSpan.Zero && attempt == 0);

    private CircuitBreakerStrategyOptions Circuit() => new()
    {
        FailureRatio = 0.6,
        MinimumThroughput = EnoughAttempts,
        SamplingDuration = Sampling,
        BreakDuration = _options.Pause,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is StorageException { Fault: StorageFault.Unavailable }),
        OnOpened = arguments =>
        {
            LogPause(arguments.BreakDuration.TotalSeconds);
            return ValueTask.CompletedTask;
        },
    };

    [LoggerMessage(LogLevel.Debug, "Cloudinary: {Method} {Path} answered {Status} in {Milliseconds:0} ms")]
    private partial void LogAnswer(HttpMethod method, string path, int status, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "Cloudinary: try {Attempt} failed, the next comes in {Seconds:0.0} s. {Reason}")]
    private partial void LogRetry(int attempt, double seconds, string reason);

    [LoggerMessage(LogLevel.Warning, "Cloudinary failed most of the latest calls and is left alone for {Seconds:0} s")]
    private partial void LogPause(double seconds);
}
