using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;
using Microsoft.Extensions.Logging;

namespace MediaAdmin.Tests.Deletion;

/// <summary>The log tells of every step with named values, and one id leads from the click to the confirmation of each file.</summary>
public sealed class DeletionLogTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private static readonly Actor Ann = Actor.User(7, "Ann", Role.Admin);

    [Fact]
    public async Task From_the_click_to_each_files_confirmation_there_is_one_id()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var ids = await bench.App.ShelveAsync(await bench.App.NewProductAsync(), 3);
        var operation = (await bench.Trash.PutAsync(new DeletionTarget.Assets(ids), Ann, default)).Operation;
        bench.Clock.PutForward(QueueBench.UndoWindow);
        var keys = await bench.App.KeysAsync(ids);
        await bench.Store.Real.DeleteAsync([keys[1]], default);
        bench.Store.Refuse(keys[2]);
        await bench.PurgeAsync();

        var click = Assert.Single(bench.Log.Of<Trash>("LogTrashed"));
        Assert.Equal((operation, 3, 1, "user:7"), (click["Operation"], click["Pictures"], click["Products"], click["Actor"]));
        var files = bench.Log.Of<Purge>("LogAsked").OrderBy(e => e["Asset"]).ToList();
        Assert.Equal(ids, files.Select(e => (long)e["Asset"]!));
        Assert.Equal(["shelf-001.png", "shelf-002.png", "shelf-003.png"], files.Select(e => e["FileName"]));
        Assert.Equal(keys, files.Select(e => e["StoreKey"]));
        Assert.Equal([("Deleted", ""), ("AlreadyGone", ""), ("StoreRefused", "no")], files.Select(e => ((string)e["Result"]!, (string)e["Detail"]!)));
        Assert.All(files, e => Assert.Equal((operation, "local", 1), (e["Operation"], e["Store"], e["Attempt"])));
        Assert.All(files, e => Assert.InRange((long)e["Milliseconds"]!, 0, 60_000));
    }

    [Fact]
    public async Task Each_file_that_was_asked_for_in_vain_is_told_with_the_stores_words_and_the_pause_once()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var ids = await bench.DueAsync(3);
        var operation = (await bench.EntryAsync(ids[0])).OperationId;
        bench.Store.Deleting = (_, _) => throw new StorageException("429 Too Many Requests", StorageFault.RateLimited);
        await bench.PurgeAsync();
        var files = bench.Log.Of<Purge>("LogAsked");
        Assert.Equal(ids, files.Select(e => (long)e["Asset"]!).Order());
        Assert.All(files, e => Assert.Equal((operation, "StoreAsksToWait", "429 Too Many Requests"), (e["Operation"], e["Result"], e["Detail"])));
        var pause = Assert.Single(bench.Log.Of<Purge>("LogPaused"));
        Assert.Equal((LogLevel.Warning, 3, DeletionFault.StoreAsksToWait), (pause.Level, pause["Entries"], pause["Fault"]));
    }

    [Fact]
    public async Task What_people_do_to_the_queue_is_told_with_the_same_id()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var (ids, control) = (await bench.TrashAsync(3), bench.App.Get<DeletionControl>());
        var operation = (await bench.EntryAsync(ids[0])).OperationId;
        await bench.Trash.RestoreAsync([ids[0]], Ann, default);
        await control.HurryAsync((await bench.EntryAsync(ids[1])).Id, Ann, default);
        bench.Store.Refuse(await bench.App.KeysAsync(ids[1]));
        await bench.PurgeAsync();
        await control.GiveUpAsync((await bench.EntryAsync(ids[1])).Id, "kept", Ann, default);

        var product = (await bench.Trash.PutAsync(new DeletionTarget.OfProduct(await bench.App.NewProductAsync()), Ann, default)).Operation;
        await bench.Trash.RestoreAsync(product, Ann, default);
        Assert.Equal(("user:7", product), (Assert.Single(bench.Log.Of<Trash>("LogProductRestored"))["Actor"], Assert.Single(bench.Log.Of<Trash>("LogProductRestored"))["Operation"]));

        var undo = Assert.Single(bench.Log.Of<Trash>("LogRestored"));
        Assert.Equal((1, "user:7", operation), (undo["Back"], undo["Actor"], undo["Operation"]));
        var hurried = Assert.Single(bench.Log.Of<DeletionControl>("LogHurried"));
        Assert.Equal((1, "user:7", operation), (hurried["Entries"], hurried["Actor"], hurried["Operation"]));
        var given = Assert.Single(bench.Log.Of<DeletionControl>("LogGivenUp"));
        Assert.Equal(("user:7", "kept", operation, ids[1], "shelf-002.png"), (given["Actor"], given["Reason"], given["Operation"], given["Asset"], given["FileName"]));
    }
}
