using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Local;
using MediaAdmin.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Uploads;

/// <summary>The local store behind a door that a test can script for each upload; it keeps a ledger of what was asked.</summary>
public sealed class ScriptedStore(LocalStore real) : IMediaStore
{
    private readonly ConcurrentDictionary<string, Func<int, CancellationToken, Task>> _puts = new();
    private readonly ConcurrentDictionary<string, Func<Task>> _deletes = new();
    private readonly ConcurrentDictionary<string, int> _tries = new();

    public string Name => real.Name;
    public int DeletesPerCall => real.DeletesPerCall;

    /// <summary>Runs before each object that is listed, with its number from 1, and once more when all are.</summary>
    public Func<int, CancellationToken, Task> Listing { get; set; } = (_, _) => Task.CompletedTask;

    public static MediaApp App(IReadOnlyDictionary<string, string>? settings = null, TestDatabase database = TestDatabase.Sqlite) => new(settings,
        s => s.AddSingleton<ScriptedStore>().AddSingleton<IMediaStore>(p => p.GetRequiredService<ScriptedStore>()), database: database);

    /// <summary>Runs before this upload's bytes are put, with the number of the try from 1.</summary>
    public void BeforePut(string url, Func<int, CancellationToken, Task> script) => _puts[Journey.Id(url).ToString("N")] = script;

    public void BeforeDelete(string url, Func<Task> script) => _deletes[Journey.Id(url).ToString("N")] = script;

    public int Tries(string url) => _tries.GetValueOrDefault(Journey.Id(url).ToString("N"));

    public async Task<StoredPicture> PutAsync(OutgoingPicture picture, IProgress<long> progress, CancellationToken ct)
    {
        var id = picture.Key.Split('/')[^1];
        var tries = _tries.AddOrUpdate(id, 1, (_, n) => n + 1);
        if (_puts.TryGetValue(id, out var script)) await script(tries, ct);
        return await real.PutAsync(picture, progress, ct);
    }

    public Task<Stream?> OpenAsync(StoredPicture picture, CancellationToken ct) => real.OpenAsync(picture, ct);

    public async Task<IReadOnlyDictionary<string, DeleteOutcome>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        foreach (var key in keys)
            if (_deletes.TryGetValue(key.Split('/')[^1], out var script)) await script();
        return await real.DeleteAsync(keys, ct);
    }

    public Task<bool> IsServedAsync(StoredPicture picture, CancellationToken ct) => real.IsServedAsync(picture, ct);

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var number = 0;
        await foreach (var found in real.ListAsync(ct))
        {
            await Listing(++number, ct);
            yield return found;
        }
        await Listing(++number, ct);
    }

    public string Address(StoredPicture picture, PictureSize size) => real.Address(picture, size);
}
