using MediaAdmin.Deletion;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;
using Outcomes = System.Collections.Generic.IReadOnlyDictionary<string, MediaAdmin.Storage.DeleteOutcome>;

namespace MediaAdmin.Tests.Deletion;

/// <summary>A store that serves, but not every file: what it says of each is honoured, and no file pays for another.</summary>
public sealed class StoreAnswerTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Each_file_gets_its_own_answer(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var ids = await bench.DueAsync(4);
        var keys = await bench.App.KeysAsync(ids);
        await bench.Store.Real.DeleteAsync([keys[3]], default);
        bench.Store.Deleting = async (asked, ct) => new Dictionary<string, DeleteOutcome>(await bench.Store.Real.DeleteAsync([keys[0], keys[3]], ct)) { [keys[1]] = DeleteOutcome.Failed("locked by a legal hold") };
        Assert.Equal(new PurgeResult(4, 1, 1, 2, 2), await bench.PurgeAsync());

        var entries = await bench.EntriesAsync();
        Assert.Equal([DeletionState.Deleted, DeletionState.Waiting, DeletionState.Waiting, DeletionState.AlreadyGone], entries.Select(e => e.State));
        Assert.Equal([1, 1, 1, 1], entries.Select(e => e.Attempts));
        Assert.Equal((DeletionFault.StoreRefused, "locked by a legal hold"), (entries[1].Fault, entries[1].Error));
        Assert.Equal(DeletionFault.NotAnswered, entries[2].Fault);
        Assert.All((QueuedDeletion[])[entries[0], entries[3]], e => Assert.True(e is { ConfirmedAt: not null, UnservedAt: not null, EndedAt: not null, Fault: null }));
        Assert.Equal([keys[1], keys[2]], await bench.App.KeysAsync(ids)); // the rows of what is gone are gone
        Assert.Null(await bench.PauseAsync());
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_the_store_refuses_is_tried_again_ever_later_and_then_stays_in_sight_until_a_person_looks(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var (stubborn, other) = ((await bench.DueAsync(1))[0], 3);
        await bench.DueAsync(other);
        var key = (await bench.App.KeysAsync(stubborn)).Single();
        bench.Store.Refuse(key);
        foreach (var seconds in (int[])[5, 20])
        {
            await bench.PurgeAsync();
            var waiting = await bench.EntryAsync(stubborn);
            Assert.Equal((DeletionState.Waiting, seconds), (waiting.State, (int)Math.Round((waiting.DueAt - waiting.TriedAt!.Value).TotalSeconds)));
            Assert.Equal(0, (await bench.PurgeAsync()).Processed); // not before its time
            bench.Clock.PutForward(TimeSpan.FromSeconds(seconds));
        }
        await bench.PurgeAsync();
        var failed = await bench.EntryAsync(stubborn);
        Assert.Equal((DeletionState.Failed, 3, DeletionFault.StoreRefused, "no"), (failed.State, failed.Attempts, failed.Fault, failed.Error));

        bench.Clock.PutForward(TimeSpan.FromDays(400));
        Assert.Equal(0, (await bench.PurgeAsync()).Processed);
        Assert.Equal(1, (await bench.App.Get<DeletionList>().StatsAsync(default)).Failed);
        Assert.Equal(("no", 1), ((await bench.App.Get<DeletionList>().FailedAsync(default)).Single().Error, (await bench.App.Get<DeletionList>().FailedAsync(default)).Single().Entries));
        Assert.Equal(3, bench.Store.Deletes.Count(d => d.Contains(key)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task As_many_attempts_as_are_asked_for_are_made(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var id = (await bench.DueAsync(1))[0];
        bench.Store.Refuse(await bench.App.KeysAsync(id));
        await bench.PurgeNowAsync(maxAttempts: 1);
        Assert.Equal((DeletionState.Failed, 1), await StateAsync(bench, id));
        Assert.Equal(0, (await bench.PurgeNowAsync(maxAttempts: 1)).Processed);
        Assert.Equal(1, (await bench.PurgeNowAsync(maxAttempts: 3)).Failed); // a run asks once, however often it may
        Assert.Equal((DeletionState.Waiting, 2), await StateAsync(bench, id));
        Assert.Equal(1, (await bench.PurgeNowAsync()).Failed); // a person does not wait for the next try
        Assert.Equal((DeletionState.Failed, 3), await StateAsync(bench, id));
        Assert.Equal(0, (await bench.PurgeNowAsync()).Processed);
        Assert.Equal(3, bench.Store.Deletes.Count);
    }

    [Fact]
    public async Task A_store_that_says_yes_and_does_nothing_is_not_believed()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var id = (await bench.DueAsync(1))[0];
        bench.Store.Deleting = (keys, _) => Task.FromResult<Outcomes>(keys.ToDictionary(k => k, _ => DeleteOutcome.Deleted));
        Assert.Equal(new PurgeResult(1, 0, 0, 1, 1), await bench.PurgeAsync());
        Assert.Equal((DeletionState.Waiting, DeletionFault.StillServed), ((await bench.EntryAsync(id)).State, (await bench.EntryAsync(id)).Fault));
        Assert.True(bench.App.StoreHas((await bench.App.KeysAsync(id)).Single()));

        bench.Store.Deleting = bench.Store.Real.DeleteAsync;
        Assert.Equal(1, (await bench.PurgeNowAsync()).Deleted);
        Assert.True(await bench.EntryAsync(id) is { State: DeletionState.Deleted, Attempts: 2, Fault: null, UnservedAt: not null });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_nobody_can_look_whether_it_is_still_served_the_story_does_not_say_so(bool throws)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var ids = await bench.DueAsync(3);
        bench.Options.StoreTimeout = TimeSpan.FromMilliseconds(150);
        bench.Store.Looking = async (_, _) =>
        {
            if (throws) throw new HttpRequestException("no way there");
            await Task.Delay(Timeout.Infinite, CancellationToken.None); // and cannot be called off
            return true;
        };
        Assert.Equal(3, (await bench.PurgeAsync().WaitAsync(Eventually.Patience)).Deleted);
        Assert.All(await bench.EntriesAsync(), e => Assert.True(e is { State: DeletionState.Deleted, ConfirmedAt: not null, UnservedAt: null }));
        Assert.Empty(await bench.App.KeysAsync(ids));
    }

    [Fact]
    public async Task Addresses_are_looked_at_side_by_side()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(20);
        var (here, eight) = (0, new TaskCompletionSource());
        bench.Store.Looking = async (_, ct) =>
        {
            if (Interlocked.Increment(ref here) == 8) eight.SetResult();
            await eight.Task.WaitAsync(ct);
            return false;
        };
        bench.Options.StoreTimeout = TimeSpan.FromSeconds(20);
        await bench.PurgeAsync();
        Assert.All(await bench.EntriesAsync(), e => Assert.NotNull(e.UnservedAt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Keys_for_which_a_store_refuses_a_whole_call_do_not_burn_the_others(int poisoned)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var ids = await bench.DueAsync(60);
        var poison = (await bench.App.KeysAsync(ids)).Where((_, i) => i % 20 == 7).Take(poisoned).ToHashSet();
        bench.Store.Deleting = (keys, ct) => keys.Any(poison.Contains) ? throw new StorageException("400 Bad Request", StorageFault.Refused) : bench.Store.Real.DeleteAsync(keys, ct);
        Assert.Equal(new PurgeResult(60, 60 - poisoned, 0, poisoned, poisoned), await bench.PurgeAsync());
        var entries = await bench.EntriesAsync();
        Assert.All(entries, e => Assert.Equal(1, e.Attempts));
        Assert.Equal(poison, entries.Where(e => e is { State: DeletionState.Waiting, Fault: DeletionFault.StoreRefused, Error: "400 Bad Request" }).Select(e => e.StoreKey).ToHashSet());
        Assert.InRange(bench.Store.Deletes.Count, 2, 14 * poisoned); // by halves, not one by one
        Assert.Null(await bench.PauseAsync());
    }

    [Fact]
    public async Task A_file_of_a_store_that_is_not_connected_is_never_asked_of_another()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var (elsewhere, here) = (await bench.TrashAsync(1), await bench.TrashAsync(1));
        await bench.BelongsElsewhereAsync(elsewhere);
        bench.Clock.PutForward(QueueBench.UndoWindow);
        Assert.Equal(new PurgeResult(2, 1, 0, 1, 1), await bench.PurgeAsync());
        var entry = await bench.EntryAsync(elsewhere[0]);
        Assert.Equal((DeletionState.Waiting, DeletionFault.NotConnected, 1), (entry.State, entry.Fault, entry.Attempts));
        Assert.Contains("'cloudinary'", entry.Error, StringComparison.Ordinal);
        Assert.Equal([(await bench.EntryAsync(here[0])).StoreKey], bench.Store.Deletes.Single());
        Assert.True(bench.App.StoreHas(entry.StoreKey));
    }

    [Fact]
    public async Task A_call_asks_for_no_more_keys_than_the_provider_takes()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(20);
        bench.Store.DeletesPerCall = 7;
        Assert.Equal(20, (await bench.PurgeAsync()).Deleted);
        Assert.Equal([7, 7, 6], bench.Store.Deletes.Select(d => d.Length));
    }

    [Fact]
    public async Task A_run_takes_no_more_than_its_limit_and_leaves_alone_what_can_still_be_undone()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(8);
        var undoable = await bench.TrashAsync(2);
        Assert.Equal(new PurgeResult(5, 5, 0, 0, 5), await bench.PurgeNowAsync(limit: 5));
        Assert.Equal(new PurgeResult(3, 3, 0, 0, 2), await bench.PurgeNowAsync());
        Assert.Equal(2, (await bench.Trash.RestoreAsync(undoable, MediaAdmin.Access.Actor.Portal, default)).Back);
    }

    private static async Task<(DeletionState, int)> StateAsync(QueueBench bench, long asset) => await bench.EntryAsync(asset) is var entry ? (entry.State, entry.Attempts) : default;
}
