using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Reconciliation;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Reconciliation;

/// <summary>What is found is put in order by the ways that are there already, each thing only if it is still so; then the books balance.</summary>
public sealed class FixingTests
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task After_every_kind_of_difference_is_put_in_order_the_books_balance(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 60);
        app.AgeObjects();
        var orphans = Enumerable.Range(0, 5).Select(_ => Balance.PlantObject(app.Data)).Order().ToArray();
        await app.LoseAsync(ids[0], ids[7]);
        var full = await app.PlantUploadAsync(UploadState.Receiving);
        app.Stage(full);
        var expired = await app.PlantUploadAsync(UploadState.Receiving, expires: DateTimeOffset.UtcNow.AddDays(-1));
        app.Stage(Guid.NewGuid());

        var report = await app.CheckAsync(fix: true);
        Assert.Equal((ReconciliationState.Differences, true, "setup"), (report.State, report.FixedAt is not null, report.FixedByName));
        Assert.All(report.Groups, g => Assert.Equal(g.Found, g.Fixed));
        Assert.Equal([5, 2, 2, 1], report.Groups.Select(g => g.Found));
        Assert.All(await app.QueuedAsync(orphans), d => Assert.Equal((DeletionOrigin.Orphan, DeletionState.Waiting), (d.Origin, d.State)));
        Assert.Equal(5, (await app.QueuedAsync(orphans)).Count);
        Assert.Equal(ids.Except([ids[0], ids[7]]), await app.OrderAsync(product));
        Assert.Equal(UploadState.Failed, (await app.UploadAsync($"/api/uploads/{expired:N}")).State);
        await app.UntilAsync($"/api/uploads/{full:N}", u => u.State == UploadState.Failed, "the full one to be examined, and refused"); // ten zeros are no picture

        Assert.Equal((ReconciliationState.Balanced, 0), ((await app.CheckAsync(fix: true)) is var again ? again.State : default, again.Found));
        Assert.Equal(5, (await app.QueuedAsync(orphans)).Count);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_orphan_leaves_the_store_when_its_undo_window_is_over_and_its_story_stays(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database, ("Deletion:UndoWindow", "00:00:00"));
        var key = Balance.PlantObject(app.Data);
        await app.CheckAsync(fix: true);
        await Eventually.HoldsAsync(async () => (await app.QueuedAsync(key)).Single().State == DeletionState.Deleted, "the orphan to be deleted");
        Assert.False(app.StoreHas(key));
        Assert.Equal(ReconciliationState.Balanced, (await app.CheckAsync()).State);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_lost_picture_can_be_brought_back_long_after_the_undo_window_with_its_places(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database, ("Deletion:UndoWindow", "00:00:00"));
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 3);
        app.AgeObjects();
        await app.LoseAsync(ids[1]);
        Assert.Equal(1, (await app.CheckAsync(fix: true)).Groups.Single(g => g.Kind == Difference.Lost).Fixed);
        await app.Get<Purge>().RunAsync(PurgeRun.OfTheJob, default);
        Assert.Equal([ids[0], ids[2]], await app.OrderAsync(product));
        Assert.Equal(ReconciliationState.Balanced, (await app.CheckAsync()).State);

        Assert.Equal(new Restored(1, 1), await app.Get<Trash>().RestoreAsync([ids[1]], Actor.Portal, default));
        Assert.Equal(ids, await app.OrderAsync(product));
        Assert.Equal(1, (await app.CheckAsync()).Found(Difference.Lost));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Just_what_the_report_found_is_put_in_order_and_only_what_is_still_so(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 10);
        app.AgeObjects();
        var (adopted, queued, orphan) = (Balance.PlantObject(app.Data), Balance.PlantObject(app.Data), Balance.PlantObject(app.Data));
        var lost = await app.LoseAsync(ids[0], ids[1], ids[2]);
        var report = await app.CheckAsync();
        Assert.Equal((3, 3, true), (report.Found(Difference.Orphan), report.Found(Difference.Lost), report.CanFix));

        await using (var db = await app.DbAsync()) // meanwhile a restored database knows one orphan, somebody queued another, a file came back, a picture was deleted
        {
            db.Add(Asset.Create(null, "adopted.png", new("image/png", 500, 1, 1, new string('0', 64), "local", adopted, "0123456789abcdef.png"), "user:1", DateTimeOffset.UtcNow));
            db.Add(QueuedDeletion.Of(DeletionOrigin.Orphan, new(null, "queued.png", 500, "local", queued, "", null), Guid.NewGuid(), "user:1", "Ann", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)));
            await db.SaveChangesAsync();
        }
        Balance.PlantObject(app.Data, lost[0]);
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[1]]), Actor.Portal, default);
        var late = Balance.PlantObject(app.Data);

        Assert.True(await app.Get<ReconciliationControl>().FixAsync(report.Id, Actor.Portal, default));
        var done = await app.UntilOverAsync(report.Id);
        Assert.Equal((1, 1, "MediaAdmin"), (done.Groups[0].Fixed, done.Groups[1].Fixed, done.FixedByName));
        Assert.Equal((1, 1, 1, 0), ((await app.QueuedAsync(orphan)).Count, (await app.QueuedAsync(queued)).Count, (await app.QueuedAsync(lost[2])).Count, (await app.QueuedAsync(adopted, late, lost[0])).Count));
        Assert.Equal(ids.Except([ids[1], ids[2]]), await app.OrderAsync(product));
        Assert.False(await app.Get<ReconciliationControl>().FixAsync(report.Id, Actor.Portal, default)); // done is done
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_store_or_a_database_that_is_rather_the_wrong_one_is_not_put_in_order(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 22);
        var orphans = Enumerable.Range(0, 2).Select(_ => Balance.PlantObject(app.Data)).ToArray();
        app.AgeObjects();
        await app.LoseAsync(ids[..21]);
        var report = await app.CheckAsync(fix: true);
        Assert.Equal((ReconciliationState.Differences, ReconciliationFault.TooMuch, true, false), (report.State, report.Fault, report.TooMuch, report.CanFix));
        Assert.Equal((21, 0, 2, 0), (report.Groups[1].Found, report.Groups[1].Fixed, report.Groups[0].Found, report.Groups[0].Fixed));
        Assert.Equal(ids, await app.OrderAsync(product));
        Assert.Empty(await app.QueuedAsync(orphans));
    }

    [Fact]
    public async Task A_person_who_knows_better_can_have_it_put_in_order_nevertheless()
    {
        await using var app = await Balance.QuietAppAsync(TestDatabase.Sqlite, ("Reconciliation:LargestShare", "1"));
        for (var i = 0; i < 30; i++) Balance.PlantObject(app.Data);
        Assert.Equal(30, (await app.CheckAsync(fix: true)).Groups[0].Fixed);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Putting_in_order_that_breaks_off_is_told_and_can_be_gone_on_with(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 10);
        app.AgeObjects();
        var orphan = Balance.PlantObject(app.Data);
        await app.LoseAsync(ids[0]);
        var report = await app.CheckAsync();
        var store = Path.Combine(app.Data, "store");
        Directory.Move(store, store + "-away"); // a picture cannot be asked for now
        await app.Get<ReconciliationControl>().FixAsync(report.Id, Actor.Portal, default);
        var broken = await app.UntilOverAsync(report.Id);
        Assert.Equal((ReconciliationState.Differences, ReconciliationFault.StoreFailed, (DateTimeOffset?)null, true), (broken.State, broken.Fault, broken.FixedAt, broken.CanFix));
        Directory.Move(store + "-away", store);
        await app.Get<ReconciliationControl>().FixAsync(report.Id, Actor.Portal, default);
        var done = await Eventually.GetAsync(() => app.UntilOverAsync(report.Id), r => r.FixedAt is not null, "the rest to be put in order");
        Assert.Equal((1, 1, (ReconciliationFault?)null), (done.Groups[0].Fixed, done.Groups[1].Fixed, done.Fault));
        Assert.Single(await app.QueuedAsync(orphan));
    }
}
