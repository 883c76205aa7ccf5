using MediaAdmin.Storage;

namespace MediaAdmin.Reconciliation;

/// <summary>Waits for a store's answers, for each no longer than <paramref name="limit"/>: one that hangs must not hold up a check for ever.</summary>
sealed class StorePatience(TimeSpan limit, CancellationToken ct) : IDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(ct);

    /// <summary>For calls that give more than one answer.</summary>
    public CancellationToken Limit => _limit.Token;

    /// <exception cref="StorageException">The store failed, in whatever way.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> question)
    {
        _limit.CancelAfter(limit);
        try
        {
            return await question(_limit.Token);
        }
        catch (Exception e) when (e is not StorageException && !ct.IsCancellationRequested) // an HTTP client tells its own time-out as a cancellation
        {
            throw new StorageException(_limit.IsCancellationRequested ? $"No answer within {limit}." : e.Message, StorageFault.Unavailable, inner: e);
        }
        finally
        {
            _limit.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _limit.Dispose();
}
