using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Tests.Deletion;

/// <summary>
/// A portal on each database whose deletion queue moves only when a test says so: no job engine runs, the clock is put forward by hand and the store
/// is scripted. Shared by the tests of a class; each begins with an empty queue.
/// </summary>
public sealed class BenchOnEachDatabase : IAsyncLifetime
{
    private readonly Dictionary<TestDatabase, QueueBench> _benches = [];

    public async Task<QueueBench> OnAsync(TestDatabase database)
    {
        if (!_benches.TryGetValue(database, out var bench)) _benches[database] = bench = new(database);
        await bench.ClearAsync();
        return bench;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var bench in _benches.Values) await bench.App.DisposeAsync();
    }
}

/// <summary>The queue of one portal, and the hands that move it.</summary>
public sealed class QueueBench
{
    public static readonly TimeSpan UndoWindow = TimeSpan.FromHours(1), FirstRetry = TimeSpan.FromSeconds(5);

    public QueueBench(TestDatabase database) => App = ScriptedStore.App(
        new Dictionary<string, string> { ["Deletion:UndoWindow"] = $"{UndoWindow}", ["Deletion:FirstRetry"] = $"{FirstRetry}" },
        database, s =>
        {
            s.RemoveHosted<JobServers>();
            s.AddSingleton<TimeProvider>(Clock).AddSingleton<ILoggerProvider>(Log);
            Statements.Count(s);
            s.AddLogging(log => log.AddFilter<EventsOfLog>("MediaAdmin", LogLevel.Information));
        });

    public MediaApp App { get; }
    public MovedClock Clock { get; } = new();
    public EventsOfLog Log { get; } = new();
    public AppStatements Statements { get; } = new();
    public ScriptedStore Store => App.Get<ScriptedStore>();
    public Trash Trash => App.Get<Trash>();
    public DeletionOptions Options => App.Get<IOptions<DeletionOptions>>().Value;

    /// <summary>So many new pictures at the end of a gallery whose files nobody will look for.</summary>
    public async Task<long[]> AssetsAsync(int count, long? product)
    {
        await using var db = await App.DbAsync();
        var client = await db.Set<Product>().Where(p => p.Id == product).Select(p => (long?)p.ClientId).FirstOrDefaultAsync();
        var assets = Enumerable.Range(1, count).Select(n => Asset.Create(client, $"shelf-{n:000}.png", new("image/png", 1, 1, 1, "", "local", $"shelf/{Guid.NewGuid():N}", "0.png"), "user:1", Clock.GetUtcNow())).ToList();
        db.AddRange(assets);
        await db.SaveChangesAsync();
        if (product is not null) await App.PlaceAsync(product.Value, null, [.. assets.Select(a => a.Id)]);
        return [.. assets.Select(a => a.Id)];
    }

    /// <summary>So many new pictures in the trash, by one act.</summary>
    public async Task<long[]> TrashAsync(int count, long? product = null)
    {
        var ids = await App.ShelveAsync(product, count);
        await Trash.PutAsync(new DeletionTarget.Assets(ids), Actor.Portal, default);
        return ids;
    }

    /// <summary>The same, with their undo window over.</summary>
    public async Task<long[]> DueAsync(int count)
    {
        var ids = await TrashAsync(count);
        Clock.PutForward(UndoWindow);
        return ids;
    }

    public async Task<(long Product, long Variant)> ProductWithVariantAsync()
    {
        var id = await App.NewProductAsync();
        await using var db = await App.DbAsync();
        var variant = (await db.Set<Product>().Include(p => p.Variants).SingleAsync(p => p.Id == id)).AddVariant("V", "Variant");
        await db.SaveChangesAsync();
        return (id, variant.Id);
    }

    /// <summary>As the job does it.</summary>
    public Task<PurgeResult> PurgeAsync(CancellationToken ct = default) => App.Get<Purge>().RunAsync(PurgeRun.OfTheJob, ct);

    /// <summary>As a person does it.</summary>
    public Task<PurgeResult> PurgeNowAsync(int limit = int.MaxValue, int? maxAttempts = null) => App.Get<Purge>().RunAsync(new(limit, maxAttempts, Now: true), default);

    public async Task<IReadOnlyList<QueuedDeletion>> EntriesAsync()
    {
        await using var db = await App.DbAsync();
        return await db.Set<QueuedDeletion>().AsNoTracking().OrderBy(d => d.Id).ToListAsync();
    }

    public async Task<QueuedDeletion> EntryAsync(long asset) => (await EntriesAsync()).Last(d => d.AssetId == asset);

    public Task<WorkPause?> PauseAsync() => App.Get<Pauses>().FindAsync(PurgeJob.Queue, default);

    /// <summary>As if these had been stored before the portal was connected with another store.</summary>
    public async Task BelongsElsewhereAsync(long[] assets)
    {
        await using var db = await App.DbAsync();
        await db.Set<QueuedDeletion>().Where(d => assets.Contains(d.AssetId!.Value)).ExecuteUpdateAsync(d => d.SetProperty(x => x.Store, "cloudinary"));
    }

    internal async Task ClearAsync()
    {
        await using var db = await App.DbAsync();
        await db.Set<QueuedDeletion>().ExecuteDeleteAsync();
        await db.Set<WorkPause>().ExecuteDeleteAsync();
        (Options.StoreTimeout, Options.MaxAttempts, Options.BatchSize) = (TimeSpan.FromMinutes(1), 3, 100);
        Store.Reset();
        Log.Clear();
    }
}

static class Hosting
{
    /// <summary>Has a background service not start.</summary>
    public static void RemoveHosted<TService>(this IServiceCollection services) where TService : IHostedService
    {
        foreach (var service in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is Func<IServiceProvider, TService>).ToList()) services.Remove(service);
    }
}
