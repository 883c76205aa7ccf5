using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Notices;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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
        var told = await app.Get<NoticeBoard>().ListAsync(Actor.User(8, "Bob", Role.Admin), default);
        Assert.Equal([new(DeletionFault.StoreRefused, 3), new(DeletionFault.NotConnected, 2)], told.Select(n => n.As<DeletionsFailed>()).OrderBy(f => f!.Fault));
        Assert.Empty(await app.Get<NoticeBoard>().ListAsync(Actor.User(7, "Ada", Role.Editor), default));
        Assert.Equal([new DeletionActor("user:7", "Ada")], await List(app).ActorsAsync(default));

        await db.Set<QueuedDeletion>().Where(d => d.Fault == DeletionFault.StoreRefused).ExecuteUpdateAsync(d => d.SetProperty(x => x.StoreKey, x => x.StoreKey.Substring(Spoilt.Length)));
        Assert.Equal(3, await app.Get<DeletionControl>().HurryAsync(new DeletionQuery(State: DeletionState.Failed, Fault: DeletionFault.StoreRefused), Actor.Portal, default));
        await Eventually.HoldsAsync(async () => await List(app).StatsAsync(default) is { DeletedToday: 3, Failed: 2, Waiting: 0 }, "three deleted, the other cause untouched");
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_pause_that_is_over_is_told_until_the_store_has_served_what_it_held_up(TestDatabase database)
    {
        var clock = new MovedClock();
        await using var app = new MediaApp(new Dictionary<string, string>(AtOnce) { ["Deletion:FirstRetry"] = "01:00:00", ["Deletion:SweepEvery"] = "1.00:00:00" },
            s => s.AddSingleton<TimeProvider>(clock), database: database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 2);
        Directory.Delete(Path.Combine(app.Data, "store"), recursive: true);
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids), Actor.Portal, default);
        var held = await Eventually.GetAsync(() => List(app).StatsAsync(default), s => s is { Pause: not null, Waiting: 2 }, "a pause, and the queue as it was");
        Assert.Equal((0, DeletionFault.StoreUnavailable), (held.Failed, held.Pause!.Fault));

        clock.PutForward(TimeSpan.FromHours(2));
        Assert.NotNull((await List(app).StatsAsync(default)).Pause);
        await Eventually.HoldsAsync(async () =>
        {
            clock.PutForward(TimeSpan.FromHours(2)); // a run that was under way may have paused once more
            foreach (var entry in (await List(app).FindAsync(new DeletionQuery(), default)).Items) await app.Get<DeletionControl>().GiveUpAsync(entry.Id, "no disk any more", Actor.Portal, default);
            return (await List(app).StatsAsync(default)).Pause is null;
        }, "no pause where nothing is held up");
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_the_clean_up_page_asks_is_as_many_statements_for_a_thousand_entries_as_for_one(TestDatabase database)
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Deletion:UndoWindow"] = "01:00:00" }, database: database);
        var product = await app.NewProductAsync();
        async Task<int> StatementsAsync(int pictures)
        {
            await app.Get<Trash>().PutAsync(new DeletionTarget.Assets(await app.ShelveAsync(product, pictures)), Actor.Portal, default);
            return await Statements.OfAsync(async () =>
            {
                await List(app).StatsAsync(default);
                await List(app).FailedAsync(default);
                await List(app).FindAsync(new DeletionQuery(Client: "any", Search: "shelf", PageSize: 50), default);
                Assert.Equal(50, (await List(app).FindAsync(new DeletionQuery(), default)).Size);
            });
        }
        var ofOne = await StatementsAsync(1);
        Assert.InRange(ofOne, 1, 8);
        Assert.Equal(ofOne, await StatementsAsync(1000));
    }

    private static DeletionList List(MediaApp app) => app.Get<DeletionList>();
}
