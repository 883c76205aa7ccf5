using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Reconciliation;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Reconciliation;

/// <summary>Checks database against store, and puts differences of each kind between them by hand.</summary>
static class Balance
{
    public static readonly DateTime LongAgo = DateTime.UtcNow.AddHours(-3);

    /// <summary>An app whose sweep and purge have had their turn and do not come again by themselves.</summary>
    public static async Task<MediaApp> QuietAppAsync(TestDatabase database, params (string Key, string Value)[] settings)
    {
        var all = settings.Append(("Deletion:UndoWindow", "01:00:00")).Append(("Uploads:SweepEvery", "1.00:00:00")).DistinctBy(s => s.Item1).ToDictionary(s => s.Item1, s => s.Item2);
        var app = ScriptedStore.App(all, database);
        await Eventually.HoldsAsync(async () => (await app.Get<JobScheduler>().QueuedAsync<UploadSweepJob>(default)).Count == 0, "the sweep of the start to be over");
        return app;
    }

    /// <summary>Checks as the page and the API do, and waits until it is over.</summary>
    public static async Task<ReconciliationView> CheckAsync(this MediaApp app, bool fix = false)
    {
        using var answer = await app.Admin.PostAsync($"/api/cleanup/reconciliation?fix={fix}", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await app.UntilOverAsync((await answer.Content.ReadFromJsonAsync<ReconciliationOrdered>(MediaApp.Json))!.Report);
    }

    public static async Task<ReconciliationView> UntilOverAsync(this MediaApp app, long report) =>
        (await Eventually.GetAsync(app.StatusAsync, s => s.Running is null && s.Last?.Id == report, "the check to be over")).Last!;

    public static async Task<ReconciliationStatus> StatusAsync(this MediaApp app) => (await app.Admin.GetFromJsonAsync<ReconciliationStatus>("/api/cleanup/reconciliation", MediaApp.Json))!;

    public static ScriptedStore Script(this MediaApp app) => app.Get<ScriptedStore>();

    public static IEnumerable<string> Keys(this ReconciliationView report, Difference kind) => report.Groups.Single(g => g.Kind == kind).Examples.Select(e => e.Key).Order();

    public static int Found(this ReconciliationView report, Difference kind) => report.Groups.Single(g => g.Kind == kind).Found;

    /// <summary>An object in the local store, as old as given; by default older than the grace.</summary>
    public static string PlantObject(string data, string? key = null, DateTime? changed = null)
    {
        key ??= $"planted/orphan/{Guid.NewGuid():N}";
        var folder = Directory.CreateDirectory(Path.Combine(data, "store", key, "0123456789abcdef.png")).FullName;
        foreach (var name in (string[])["original.png", "thumbnail.webp"])
        {
            File.WriteAllBytes(Path.Combine(folder, name), new byte[500]);
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), changed ?? LongAgo);
        }
        return key;
    }

    /// <summary>Takes the objects of these pictures out of the store, behind the portal's back.</summary>
    public static async Task<string[]> LoseAsync(this MediaApp app, params long[] assets)
    {
        var keys = await app.KeysAsync(assets);
        foreach (var key in keys) Directory.Delete(Path.Combine(app.Data, "store", key), recursive: true);
        return keys;
    }

    /// <summary>Makes every object that the store has older than the grace.</summary>
    public static void AgeObjects(this MediaApp app)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(app.Data, "store"), "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, LongAgo);
    }

    public static void Stage(this MediaApp app, Guid upload, int bytes = 10)
    {
        var path = app.Get<Staging>().Bytes(upload);
        File.WriteAllBytes(path, new byte[bytes]);
        File.SetLastWriteTimeUtc(path, LongAgo);
    }

    /// <summary>A row of an upload of 10 bytes in a state of its own; returns its id.</summary>
    public static async Task<Guid> PlantUploadAsync(this MediaApp app, UploadState state, string storeKey = "", UploadFault? fault = null, DateTimeOffset? expires = null)
    {
        var id = Journey.Id(await new TusClient(app.Admin).CreateAsync(10, ("filename", $"{state}.png")));
        var (received, until) = (new DateTimeOffset(LongAgo), expires ?? DateTimeOffset.UtcNow.AddDays(1));
        await using var db = await app.DbAsync();
        await db.Set<Upload>().Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, state).SetProperty(x => x.Fault, fault)
            .SetProperty(x => x.StoreKey, storeKey).SetProperty(x => x.ReceivedAt, received).SetProperty(x => x.ExpiresAt, until));
        return id;
    }

    /// <summary>An entry of the deletion queue in this state, with its object still in the store.</summary>
    public static async Task<long> PlantDeletionAsync(this MediaApp app, DeletionOrigin origin, DeletionState state)
    {
        var (key, now) = (PlantObject(app.Data), DateTimeOffset.UtcNow);
        await using var db = await app.DbAsync();
        var entry = QueuedDeletion.Of(origin, new(null, "old.png", 500, "local", key, "0123456789abcdef.png", null), Guid.NewGuid(), "user:1", "Ann", now, now.AddHours(1));
        db.Add(entry);
        await db.SaveChangesAsync();
        var ended = state is DeletionState.GivenUp ? now : (DateTimeOffset?)null;
        await db.Set<QueuedDeletion>().Where(d => d.Id == entry.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.State, state).SetProperty(x => x.EndedAt, ended));
        return entry.Id;
    }

    /// <summary>States and origins of the queue for these keys.</summary>
    public static async Task<List<QueuedDeletion>> QueuedAsync(this MediaApp app, params string[] keys)
    {
        await using var db = await app.DbAsync();
        return await db.Set<QueuedDeletion>().AsNoTracking().Where(d => keys.Contains(d.StoreKey)).OrderBy(d => d.StoreKey).ToListAsync();
    }
}
