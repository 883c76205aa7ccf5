using System.Diagnostics;
using MediaAdmin.Telemetry;

namespace MediaAdmin.Storage;

/// <summary>
/// The store as everybody gets it: each call to it is a span of its own in the trace of who asked, named by what is done to which store ("put cloudinary"), with how many keys it was about and,
/// when it failed, why. Listing is read over minutes by its consumer, and addresses are only spelled: neither is a call.
/// </summary>
public sealed class TracedStore(IMediaStore store) : IMediaStore
{
    public string Name => store.Name;
    public string? Origin => store.Origin;
    public int DeletesPerCall => store.DeletesPerCall;
    public TimeSpan Lingers => store.Lingers;

    public Task<StoredPicture> PutAsync(OutgoingPicture picture, IProgress<long> progress, CancellationToken ct) => TraceAsync("put", 1, () => store.PutAsync(picture, progress, ct));

    public Task<Stream?> OpenAsync(StoredPicture picture, CancellationToken ct) => TraceAsync("open", 1, () => store.OpenAsync(picture, ct));

    public Task<IReadOnlyDictionary<string, DeleteOutcome>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken ct) => TraceAsync("delete", keys.Count, () => store.DeleteAsync(keys, ct));

    public Task<bool> IsServedAsync(StoredPicture picture, CancellationToken ct) => TraceAsync("look", 1, () => store.IsServedAsync(picture, ct));

    public IAsyncEnumerable<StoredObject> ListAsync(CancellationToken ct) => store.ListAsync(ct);

    public Task<IReadOnlyDictionary<string, string>> DescribeAsync(IReadOnlyCollection<PictureWords> pictures, CancellationToken ct) => TraceAsync("describe", pictures.Count, () => store.DescribeAsync(pictures, ct));

    public string Address(StoredPicture picture, PictureSize size) => store.Address(picture, size);

    private async Task<T> TraceAsync<T>(string call, int keys, Func<Task<T>> ask)
    {
        using var span = Tracing.Call($"{call} {store.Name}");
        span?.SetTag("peer.service", store.Name).SetTag("mediaadmin.store.keys", keys);
        try
        {
            return await ask();
        }
        catch (Exception e)
        {
            span?.SetTag("error.type", e is StorageException { Fault: var fault } ? fault.ToString() : e.GetType().FullName).SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }
}
