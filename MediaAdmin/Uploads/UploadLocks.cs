namespace MediaAdmin.Uploads;

/// <summary>
/// One request at a time per upload. A new one asks the holder to stop: after a Wi-Fi drop the browser is back long before the server notices
/// that the old connection is dead, and the old request keeps what it has received. The locks live in memory, so none outlives the process.
/// </summary>
public sealed class UploadLocks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Hold> _held = [];

    /// <summary>The lock, or null when the holder did not let go in time (423).</summary>
    public async Task<Hold?> TakeAsync(Guid upload, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        while (true)
        {
            Hold other;
            lock (_gate)
            {
                if (!_held.TryGetValue(upload, out other!)) return _held[upload] = new(this, upload);
            }
            other.AskToStop();
            try
            {
                await other.Released.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                ct.ThrowIfCancellationRequested();
                return null;
            }
        }
    }

    /// <summary>The lock when nobody holds it; asks nobody to stop.</summary>
    public Hold? TryTake(Guid upload)
    {
        lock (_gate) return _held.ContainsKey(upload) ? null : _held[upload] = new(this, upload);
    }

    public sealed class Hold : IDisposable
    {
        private readonly UploadLocks _locks;
        private readonly Guid _upload;
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _wanted = new();

        internal Hold(UploadLocks locks, Guid upload) => (_locks, _upload) = (locks, upload);

        /// <summary>Cancelled as soon as somebody else wants the lock.</summary>
        public CancellationToken Wanted => _wanted.Token;

        internal Task Released => _released.Task;

        internal void AskToStop() => _wanted.Cancel();

        public void Dispose()
        {
            lock (_locks._gate) _locks._held.Remove(_upload);
            _released.TrySetResult();
        }
    }
}
