using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Live;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Deletion;

/// <summary>What one person is told of their own acts.</summary>
public sealed class ActProgressTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    private static int _people;
    private readonly Actor _me = Actor.User(1000 + Interlocked.Increment(ref _people), "Ann", Role.Editor);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_act_with_something_left_to_do_is_told_however_long_ago_it_was(TestDatabase database)
    {
        var app = apps.On(database);
        var trashed = await PutAsync(app, await app.ShelveAsync(await app.NewProductAsync(), 3));
        var act = Assert.Single(await ProgressAsync(app, since: DateTimeOffset.UtcNow.AddYears(1)));
        Assert.Equal((trashed.Operation, 3, 3, 0, false), (act.Operation, act.Entries, act.Undoable, act.Done, act.IsOver));
        Assert.Equal(trashed.NotBefore, act.NotBefore, TimeSpan.FromMilliseconds(1)); // PostgreSQL keeps microseconds
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_was_taken_back_is_not_counted_and_an_act_that_ended_before_is_not_told(TestDatabase database)
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Deletion:UndoWindow"] = "01:00:00" }, database: database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 3);
        await PutAsync(app, ids);
        await app.Get<Trash>().RestoreAsync([ids[1]], _me, default);
        await app.Get<DeletionControl>().HurryAsync(new DeletionQuery(), Actor.Portal, default);
        await Eventually.GetAsync(async () => (await ProgressAsync(app)).Single(), a => a is { Entries: 2, Done: 2, IsOver: true, EndedAt: not null }, "two gone");
        Assert.Empty(await ProgressAsync(app, since: DateTimeOffset.UtcNow.AddMinutes(1)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Given_up_is_not_gone(TestDatabase database)
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Deletion:UndoWindow"] = "00:00:00", ["Deletion:MaxAttempts"] = "1" }, database: database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 1);
        await using (var db = await app.DbAsync())
            await db.Set<Asset>().Where(a => a.Id == ids[0]).ExecuteUpdateAsync(a => a.SetProperty(x => x.Store, "elsewhere"));
        await PutAsync(app, ids);
        await Eventually.GetAsync(async () => (await ProgressAsync(app)).Single(), a => a.Failed == 1, "failed");
        var entry = (await app.Get<DeletionList>().OfAssetsAsync(ids, default))[ids[0]];
        Assert.True(await app.Get<DeletionControl>().GiveUpAsync(entry.Id, "no longer ours", Actor.Portal, default));
        var act = Assert.Single(await ProgressAsync(app));
        Assert.Equal((0, 1, true), (act.Done, act.GivenUp, act.IsOver));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_product_is_told_by_name_also_when_it_had_no_pictures(TestDatabase database)
    {
        var app = apps.On(database);
        var (full, bare) = (await app.NewProductAsync("Full"), await app.NewProductAsync("Bare"));
        await app.ShelveAsync(full, 2);
        var first = await app.Get<Trash>().PutAsync(new DeletionTarget.OfProduct(full), _me, default);
        var second = await app.Get<Trash>().PutAsync(new DeletionTarget.OfProduct(bare), _me, default);
        var acts = await ProgressAsync(app, heard: second.Operation);
        Assert.Equal([("Bare", 0), ("Full", 2)], acts.Select(a => (a.Product, a.Entries)));
        Assert.Equal(second.NotBefore, acts[0].NotBefore, TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await app.Get<Trash>().RestoreAsync(second.Operation, _me, default)).Products);
        Assert.Equal([first.Operation], (await ProgressAsync(app, heard: second.Operation)).Select(a => a.Operation));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_product_without_pictures_that_goes_and_comes_back_is_news_to_those_who_look_at_it(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, heard) = (await app.NewProductAsync(), 0);
        using var listening = app.Get<Announcements>().Subscribe<GalleryChanged>(GalleryChanged.Topic(product), _ => heard++);
        var trashed = await app.Get<Trash>().PutAsync(new DeletionTarget.OfProduct(product), _me, default);
        Assert.Equal(1, heard);
        await app.Get<Trash>().RestoreAsync(trashed.Operation, _me, default);
        Assert.Equal(2, heard);
    }

    private Task<Trashed> PutAsync(MediaApp app, long[] ids) => app.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids), _me, default);

    private Task<IReadOnlyList<ActProgress>> ProgressAsync(MediaApp app, DateTimeOffset? since = null, params Guid[] heard) =>
        app.Get<DeletionList>().ProgressAsync(_me.Id, since ?? DateTimeOffset.UtcNow.AddMinutes(-1), heard, default);
}
