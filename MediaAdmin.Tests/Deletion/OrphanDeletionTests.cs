using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Deletion;

/// <summary>Files that belong to no picture: nobody can undo their deletion, so somebody must be able to give it up, for good.</summary>
public sealed class OrphanDeletionTests
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_orphan_that_waits_can_be_given_up_and_stays_in_the_store(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        var (kept, gone) = (await QueueAsync(app), await QueueAsync(app));
        Assert.True((await app.Get<DeletionList>().FindAsync(kept.Id, default))!.CanGiveUp);
        Assert.True(await app.Get<DeletionControl>().GiveUpAsync(kept.Id, "still needed by the printers", Actor.Portal, default));
        await app.Get<DeletionControl>().HurryAsync(new DeletionQuery(), Actor.Portal, default);
        await app.Get<Purge>().RunAsync(PurgeRun.OfTheJob, default);
        await Eventually.GetAsync(async () => (await app.Get<DeletionList>().FindAsync(gone.Id, default))!, d => d.State == DeletionState.Deleted, "the other one to be deleted");
        Assert.Equal((true, false), (app.StoreHas(kept.Key), app.StoreHas(gone.Key)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_was_given_up_is_remembered_after_other_stories_are_forgotten(TestDatabase database)
    {
        var clock = new MovedClock();
        await using var app = new MediaApp(services: s => s.AddSingleton<TimeProvider>(clock), database: database);
        var (kept, gone) = (await QueueAsync(app), await QueueAsync(app));
        await app.Get<DeletionControl>().GiveUpAsync(kept.Id, "still needed", Actor.Portal, default);
        await app.Get<DeletionControl>().HurryAsync(gone.Id, Actor.Portal, default);
        await Eventually.GetAsync(async () => (await app.Get<DeletionList>().FindAsync(gone.Id, default))!, d => d.EndedAt is not null, "the other one to be deleted");
        clock.PutForward(new DeletionOptions().KeepHistory + TimeSpan.FromDays(1));
        await app.Get<Purge>().RunAsync(PurgeRun.OfTheJob, default);
        Assert.Equal(DeletionState.GivenUp, (await app.Get<DeletionList>().FindAsync(kept.Id, default))!.State);
        Assert.Null(await app.Get<DeletionList>().FindAsync(gone.Id, default));
    }

    [Fact]
    public async Task A_deletion_can_be_undone_for_longer_than_the_undo_window_when_it_is_asked_for()
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Deletion:UndoWindow"] = "00:00:00" });
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 2);
        var longer = await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[0]]), Actor.Portal, default, TimeSpan.FromDays(30));
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[1]]), Actor.Portal, default);
        await Eventually.GetAsync(() => app.KeysAsync(ids[1]), keys => keys.Length == 0, "the other one to be purged");
        Assert.InRange(longer.NotBefore - DateTimeOffset.UtcNow, TimeSpan.FromDays(29), TimeSpan.FromDays(30));
        Assert.Equal(new Restored(1, 1), await app.Get<Trash>().RestoreAsync([ids[0]], Actor.Portal, default));
    }

    private static async Task<(long Id, string Key)> QueueAsync(MediaApp app)
    {
        var (key, now) = ($"orphan/{Guid.NewGuid():N}", DateTimeOffset.UtcNow);
        var folder = Directory.CreateDirectory(Path.Combine(app.Data, "store", key, "0123456789abcdef.png")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "original.png"), [1]);
        await using var db = await app.DbAsync();
        var entry = QueuedDeletion.Of(DeletionOrigin.Orphan, new(null, "orphan.png", 1, "local", key, "", null), Guid.NewGuid(), "user:1", "Ann", now, now.AddHours(1));
        db.Add(entry);
        await db.SaveChangesAsync();
        return (entry.Id, key);
    }
}
