namespace MediaAdmin.Storage;

public static class StallingPut
{
    /// <summary>Puts a picture, and gives up when the store takes no byte for so long.</summary>
    /// <exception cref="StorageException">Also when it stalled.</exception>
    public static async Task<StoredPicture> PutAsync(this IMediaStore store, OutgoingPicture picture, TimeSpan stall, Action<long> tell, CancellationToken ct)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stalled.CancelAfter(stall);
        var progress = new Told(sent =>
        {
            stalled.CancelAfter(stall);
            tell(sent);
        });
        try
        {
            return await store.PutAsync(picture, progress, stalled.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested && stalled.IsCancellationRequested)
        {
            throw new StorageException($"The store took no byte for {stall}.", StorageFault.Unavailable, inner: e);
        }
    }

    /// <summary>Reports at once on the caller's thread; <see cref="Progress{T}"/> would reorder the reports.</summary>
    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
