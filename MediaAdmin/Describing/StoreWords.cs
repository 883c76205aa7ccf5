using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Describing;

/// <summary>News: the store was told words of pictures, or refused them, or serves nobody.</summary>
public sealed record StoreWordsChanged
{
    public const string Topic = "store-words";
}

/// <summary>
/// Keeps the words that the store has of its pictures in step with the portal's: tells it what it is owed, batch by batch, the longest owed first. May be cut off anywhere: what
/// was not struck off is told again. One at a time.
/// </summary>
public sealed partial class StoreWords(WordsLedger ledger, IMediaStore store, Pauses pauses, Announcements news, IOptions<DescribingOptions> options, ILogger<StoreWords> log)
{
    /// <summary>The kind of work that pauses while the store serves nobody.</summary>
    public const string Queue = JobQueues.Metadata;

    /// <summary>Returns when the next run is due; null when nothing is owed that could be told.</summary>
    public async Task<DateTimeOffset?> RunAsync(CancellationToken ct)
    {
        var turn = await pauses.TakeTurnAsync(Queue, options.Value.FirstRetry, ct);
        if (turn.WaitUntil is { } waitUntil) return waitUntil;
        var pause = turn.Saw;
        // After a pause one goes first: if the store still serves nobody, only one was told of in vain.
        while (await ledger.TakeAsync(pause is null ? options.Value.BatchSize : 1, ct) is { Count: > 0 } owed)
        {
            try
            {
                var refused = await store.DescribeAsync([.. owed.Select(o => o.Words)], ct);
                await ledger.WriteAsync(owed, refused, CancellationToken.None); // the store has spoken: that is written down also when the run is called off meanwhile
                LogTold(owed.Count - refused.Count, refused.Count);
            }
            catch (StorageException e)
            {
                var until = await pauses.PauseAsync(Queue, e.Fault.ToString(), e.Message, options.Value.FirstRetry, e.RetryAfter, pause, CancellationToken.None);
                LogPaused(until, e.Message);
                news.Publish(StoreWordsChanged.Topic, new StoreWordsChanged());
                return until;
            }
            if (pause is not null) await pauses.EndAsync(Queue, CancellationToken.None);
            pause = null;
            news.Publish(StoreWordsChanged.Topic, new StoreWordsChanged());
        }
        return await ledger.NextAsync(ct);
    }

    [LoggerMessage(LogLevel.Information, "The store was told the words of {Told} pictures; it refused those of {Refused}")]
    private partial void LogTold(int told, int refused);

    [LoggerMessage(LogLevel.Warning, "The store takes no words now: telling it pauses until {Until} ({Detail})")]
    private partial void LogPaused(DateTimeOffset until, string detail);
}
