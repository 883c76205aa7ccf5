using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Deletion;

/// <summary>What could not be deleted: told by cause, and tried again by cause.</summary>
public sealed class FailedDeletionsTests
{
    private const string Spoilt = "not a key/";

    private static readonly Dictionary<string, string> AtOnce = new() { ["Deletion:UndoWindow"] = "00:00:00", ["Deletion:MaxAttempts"] = "1" };

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Failures_are_told_by_cause_however_the_store_words_each_and_tried_again_by_cause(TestDatabase database)
    {
        await using var app = new MediaApp(AtOnce, database: database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 5);
        await using var db = await app.DbAsync();
        await db.Set<Asset>().Where(a => ids.Take(2).Contains(a.Id)).ExecuteUpdateAsync(a => a.SetProperty(x => x.Store, "elsewhere"));
        await db.Set<Asset>().Where(a => ids.Skip(2).Contains(a.Id)).ExecuteUpdateAsync(a => a.SetProperty(x => x.StoreKey, x => Spoilt + x.StoreKey));
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids), Actor.User(7, "Ada", Role.Editor), default);

        var groups = await Eventually.GetAsync(() => List(app).FailedAsync(default), g => g.Sum(f => f.Entries) == 5, "five failures");
        Assert.Equal([(DeletionFault.StoreRefused, 3, 3), (DeletionFault.NotConnected, 2, 1)], groups.Select(g => (g.Fault, g.Entries, g.Errors)));
        Assert.Contains("'elsewhere'", groups[1].Error);
        Assert.Equal([new DeletionActor("user:7", "Ada")], await List(app).ActorsAsync(default));

        await db.Set<QueuedDeletion>().Where(d => d.Fault == DeletionFault.StoreRefused).ExecuteUpdateAsync(d => d.SetProperty(x => x.StoreKey, x => x.StoreKey.Substring(Spoilt.Length)));
        Assert.Equal(3, await app.Get<DeletionControl>().HurryAsync(new DeletionQuery(State: DeletionState.Failed, Fault: DeletionFault.StoreRefused), Actor.Portal, default));
        await Eventually.HoldsAsync(async () => await List(app).StatsAsync(default) is { DeletedToday: 3, Failed: 2, Waiting: 0 }, "three deleted, the other cause untouched");
    }

    private static DeletionList List(MediaApp app) => app.Get<DeletionList>();
}
