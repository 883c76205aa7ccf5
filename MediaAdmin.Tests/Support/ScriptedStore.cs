using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Local;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Support;

/// <summary>The local store behind a door that a test can script: what happens before an upload is put, who answers deletes and looks. It keeps a ledger of what was asked.</summary>
public sealed class ScriptedStore(LocalStore real) : IMediaStore
{
    private readonly ConcurrentDictionary<string, Func<int, CancellationToken, Task>> _puts = new();
    private readonly ConcurrentDictionary<string, int> _tries = new();
    private readonly ConcurrentQueue<string[]> _deletes = new();

    public LocalStore Real => real;
    public string Name => real.Name;
    public int DeletesPerCall { get; set; } = real.DeletesPerCall;

    public TimeSpan Lingers { get; set; }

    /// <summary>Answers a call to delete these keys.</summary>
    public Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyDictionary<string, DeleteOutcome>>> Deleting { get; set; } = real.DeleteAsync;

    /// <summary>Answers whether a picture is still served.</summary>
    public Func<StoredPicture, CancellationToken, Task<bool>> Looking { get; set; } = real.IsServedAsync;

    /// <summary>Runs before each object that is listed, with its number from 1, and once more when all are.</summary>
    public Func<int, CancellationToken, Task> Listing { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The keys of every call to delete so far, in the order of the calls.</summary>
    public IReadOnlyList<string[]> Deletes => [.. _deletes];

    public static MediaApp App(IReadOnlyDictionary<string, string>? settings = null, TestDatabase database = TestDatabase.Sqlite, Action<IServiceCollection>? services = null) => new(settings, s =>
    {
        s.AddSingleton<ScriptedStore>().AddSingleton<IMediaStore>(p => p.GetRequiredService<ScriptedStore>());
        services?.Invoke(s);
    }, database: database);

    /// <summary>Runs before this upload's bytes are put, with the number of the try from 1.</summary>
    public void BeforePut(string url, Func<int, CancellationToken, Task> script) => _puts[Journey.Id(url).ToString("N")] = script;

    public int Tries(string url) => _tries.GetValueOrDefault(Journey.Id(url).ToString("N"));

    /// <summary>Says no to these keys, and deletes the others.</summary>
    public void Refuse(params string[] keys) => Deleting = async (asked, ct) =>
    {
        var outcomes = new Dictionary<string, DeleteOutcome>(await real.DeleteAsync([.. asked.Except(keys)], ct));
        foreach (var key in asked.Intersect(keys)) outcomes[key] = DeleteOutcome.Failed("no");
        return outcomes;
    };

    /// <summary>Works again as the local store does, and forgets what was asked.</summary>
    public void Reset()
    {
        (DeletesPerCall, Deleting, Looking, Lingers) = (real.DeletesPerCall, real.DeleteAsync, real.IsServedAsync, TimeSpan.Zero);
        _deletes.Clear();
    }

    public async Task<StoredPicture> PutAsync(OutgoingPicture picture, IProgress<long> progress, CancellationToken ct)
    {
        var id = picture.Key.Split('/')[^1];
        var tries = _tries.AddOrUpdate(id, 1, (_, n) => n + 1);
        if (_puts.TryGetValue(id, out var script)) await script(tries, ct);
        return await real.PutAsync(picture, progress, ct);
    }

    public Task<Stream?> OpenAsync(StoredPicture picture, CancellationToken ct) => real.OpenAsync(picture, ct);

    public Task<IReadOnlyDictionary<string, DeleteOutcome>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        _deletes.Enqueue([.. keys]);
        return Deleting(keys, ct);
    }

    public Task<bool> IsServedAsync(StoredPicture picture, CancellationToken ct) => Looking(picture, ct);

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
