using System.Collections.Concurrent;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Notices;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Deletion;

/// <summary>Many hands on one queue at the same moment: undo against purge has one winner, and no file is asked for twice.</summary>
public sealed class PurgeRaceTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private const int Rounds = 20, MostRounds = 300, Pictures = 6;

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Undo_and_purge_of_the_same_pictures_have_one_winner_for_each_and_the_disk_agrees(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var product = await bench.App.NewProductAsync();
        var (back, gone) = (0, 0);
        // Both must have won sometimes, or nothing was tried.
        for (var round = 0; round < Rounds || (round < MostRounds && (back == 0 || gone == 0)); round++)
        {
            var (before, headStart) = (await bench.App.OrderAsync(product), TimeSpan.FromMilliseconds(round % 10));
            var ids = await bench.TrashAsync(Pictures, product);
            var keys = ids.Zip(await bench.App.KeysAsync(ids)).ToDictionary(p => p.First, p => p.Second);
            bench.Clock.PutForward(QueueBench.UndoWindow);
            var operation = (await bench.EntryAsync(ids[0])).OperationId;
            var undoes = new ConcurrentBag<Restored>();
            var purged = new ConcurrentBag<PurgeResult>();
            await AtOnceAsync([
                async () => purged.Add(await bench.PurgeNowAsync()),
                .. ids.Take(3).Select(id => (Func<Task>)(() => UndoAsync([id]))),
                async () => { await Task.Delay(headStart); undoes.Add(await bench.Trash.RestoreAsync(operation, Actor.Portal, default)); },
            ]);

            var restored = (await bench.EntriesAsync()).Where(e => e.OperationId == operation && e.State == DeletionState.Undone).Select(e => e.AssetId!.Value).Order().ToArray();
            var deleted = (await bench.EntriesAsync()).Where(e => e.OperationId == operation && e.State == DeletionState.Deleted).Select(e => e.AssetId!.Value).Order().ToArray();
            Assert.Equal(ids, restored.Concat(deleted).Order());
            Assert.Equal((restored.Length, deleted.Length), (undoes.Sum(u => u.Back), purged.Sum(p => p.Deleted)));
            Assert.Equal(before.Concat(restored), await bench.App.OrderAsync(product));
            Assert.All(restored, id => Assert.True(bench.App.StoreHas(keys[id]), "brought back without its file"));
            Assert.All(deleted, id => Assert.False(bench.App.StoreHas(keys[id]), "deleted, and its file is there"));
            Assert.Empty(await bench.App.KeysAsync(deleted));
            (back, gone) = (back + restored.Length, gone + deleted.Length);

            async Task UndoAsync(long[] some)
            {
                await Task.Delay(headStart);
                undoes.Add(await bench.Trash.RestoreAsync(some, Actor.Portal, default));
            }
        }
        Assert.True(back > 0 && gone > 0, $"this was no race: {back} brought back, {gone} deleted");
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Undo_of_a_long_act_and_purges_that_take_it_at_the_same_time_do_not_stand_in_each_others_way(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        bench.Options.BatchSize = 120;
        for (var round = 0; round < 5; round++)
        {
            var ids = await bench.DueAsync(120);
            var (undoes, purged) = (new ConcurrentBag<Restored>(), new ConcurrentBag<PurgeResult>());
            var shuffled = ids.Index().OrderBy(i => i.Index % 7).Select(i => i.Item).ToArray();
            await AtOnceAsync([
                async () => purged.Add(await bench.PurgeNowAsync()),
                async () => undoes.Add(await bench.Trash.RestoreAsync(shuffled, Actor.Portal, default)),
                async () => purged.Add(await bench.PurgeAsync()),
                async () => await bench.App.Get<DeletionControl>().HurryAsync(new DeletionQuery(), Actor.Portal, default),
            ]);
            purged.Add(await bench.PurgeNowAsync());
            Assert.Equal(120, undoes.Sum(u => u.Back) + purged.Sum(p => p.Deleted));
        }
        Assert.All(await bench.EntriesAsync(), e => Assert.Contains(e.State, (DeletionState[])[DeletionState.Undone, DeletionState.Deleted]));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_job_a_person_and_a_command_line_at_once_ask_for_each_file_once_and_lose_no_answer(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        await using var commandLine = SecondProcess(bench);
        bench.Options.BatchSize = 10;
        await bench.DueAsync(120);
        var (results, arrived, two) = (new ConcurrentBag<PurgeResult>(), 0, new TaskCompletionSource());
        bench.Store.Deleting = async (keys, ct) =>
        {
            if (Interlocked.Increment(ref arrived) == 2) two.SetResult();
            await two.Task.WaitAsync(Eventually.Patience, ct); // nobody is done before a second one is at it too
            return await bench.Store.Real.DeleteAsync(keys, ct);
        };
        await AtOnceAsync([
            async () => results.Add(await bench.PurgeAsync()),
            async () => results.Add(await bench.PurgeNowAsync()),
            async () => results.Add(await commandLine.GetRequiredService<Purge>().RunAsync(new(int.MaxValue, Now: true), default)),
            async () => results.Add(await bench.PurgeNowAsync()),
        ]);
        var asked = bench.Store.Deletes.SelectMany(d => d).ToList();
        Assert.Equal((120, 120), (asked.Count, asked.Distinct().Count()));
        Assert.Equal((120, 120), (results.Sum(r => r.Processed), results.Sum(r => r.Deleted)));
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Deleted, 1), (e.State, e.Attempts)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_hand_whose_claim_ran_out_writes_nothing(TestDatabase database)
    {
        foreach (var saysDeleted in (bool[])[false, true]) await WritesNothingAsync(await benches.OnAsync(database), saysDeleted);
    }

    private static async Task WritesNothingAsync(QueueBench bench, bool saysDeleted)
    {
        var ids = await bench.DueAsync(2);
        var (slow, asked) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Store.Deleting = async (keys, _) =>
        {
            asked.SetResult();
            await slow.Task;
            return keys.ToDictionary(k => k, _ => saysDeleted ? DeleteOutcome.Deleted : DeleteOutcome.Failed("too late"));
        };
        bench.Store.Looking = (_, _) => Task.FromResult(false);
        var first = bench.PurgeAsync();
        await asked.Task;
        Assert.Equal(0, (await bench.PurgeNowAsync()).Processed); // they are in the first one's hands

        bench.Clock.PutForward(3 * bench.Options.StoreTimeout);
        var (other, otherAsked) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Store.Deleting = async (keys, ct) =>
        {
            otherAsked.SetResult();
            await other.Task;
            return await bench.Store.Real.DeleteAsync(keys, ct);
        };
        var second = bench.PurgeAsync();
        await otherAsked.Task;
        slow.SetResult();
        await first;
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Deleting, 0, null), (e.State, e.Attempts, e.Fault)));
        Assert.Equal(2, (await bench.App.KeysAsync(ids)).Length); // the second one's store has not confirmed anything yet

        other.SetResult();
        Assert.Equal(2, (await second).Deleted);
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Deleted, 1), (e.State, e.Attempts)));
        Assert.Empty(await bench.App.KeysAsync(ids));
    }

    [Fact]
    public async Task A_hand_that_has_to_ask_many_times_keeps_its_claim()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(16);
        var (poison, lost) = ((await bench.EntriesAsync())[5].StoreKey, 0);
        bench.Store.Deleting = async (keys, ct) =>
        {
            bench.Clock.PutForward(2 * bench.Options.StoreTimeout);
            await bench.App.Get<PurgeClaims>().RecoverAsync(bench.Clock.GetUtcNow(), ct);
            lost += (await bench.EntriesAsync()).Count(e => e.State != DeletionState.Deleting);
            return keys.Contains(poison) ? throw new StorageException("400", StorageFault.Refused) : await bench.Store.Real.DeleteAsync(keys, ct);
        };
        Assert.Equal((new PurgeResult(16, 15, 0, 1, 1), 0), (await bench.PurgeAsync(), lost));
    }

    /// <summary>What the program makes of itself for a verb: the same database and store, nothing else shared.</summary>
    private static ServiceProvider SecondProcess(QueueBench bench)
    {
        var configuration = bench.App.Get<IConfiguration>();
        return new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(bench.Clock)
            .AddMediaDb(configuration).AddLive(configuration).AddNotices().AddStorage(configuration).AddJobs(configuration).AddCatalog().AddDeletion(configuration)
            .AddSingleton<IMediaStore>(bench.Store).BuildServiceProvider();
    }

    /// <summary>All of them begin when each has a thread.</summary>
    private static async Task AtOnceAsync(List<Func<Task>> hands)
    {
        using var line = new Barrier(hands.Count);
        await Task.WhenAll(hands.Select(hand => Task.Factory.StartNew(() =>
        {
            line.SignalAndWait();
            return hand();
        }, TaskCreationOptions.LongRunning).Unwrap()));
    }
}
