using MediaAdmin.Deletion;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>A store that serves nobody: the queue waits for it, no entry pays for it.</summary>
public sealed class StoreOutageTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(2);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_outage_of_many_tries_over_a_long_queue_uses_up_no_attempt_and_fails_nothing(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        await bench.DueAsync(500);
        bench.Store.Deleting = (_, _) => throw new StorageException("502 Bad Gateway", StorageFault.Unavailable);
        for (var tries = 0; tries < 8; tries++)
        {
            var result = await bench.PurgeAsync();
            Assert.Equal((0, 0, 500), (result.Processed, result.Failed, result.Remaining));
            Assert.InRange(result.PausedUntil!.Value, bench.Clock.GetUtcNow(), bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(10));
            bench.Clock.PutForward(result.PausedUntil.Value - bench.Clock.GetUtcNow());
        }
        var entries = await bench.EntriesAsync();
        Assert.All(entries, e => Assert.Equal((DeletionState.Waiting, 0, null), (e.State, e.Attempts, (object?)e.ClaimId)));
        Assert.Equal([100, 1, 1, 1, 1, 1, 1, 1], bench.Store.Deletes.Select(d => d.Length)); // one goes first to see whether the store is back
        Assert.Equal(107, entries.Count(e => e is { Fault: DeletionFault.StoreUnavailable, Error: "502 Bad Gateway", TriedAt: not null }));

        bench.Store.Deleting = bench.Store.Real.DeleteAsync;
        Assert.Equal(new PurgeResult(500, 500, 0, 0, 0), await bench.PurgeAsync());
        Assert.Null(await bench.PauseAsync());
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Deleted, 1, null, ""), (e.State, e.Attempts, e.Fault, e.Error)));
    }

    public static TheoryData<string, Exception, DeletionFault> Outages() => new()
    {
        { "the store says it is broken", new StorageException("500", StorageFault.Unavailable), DeletionFault.StoreUnavailable },
        { "it asks to wait", new StorageException("420 Enhance Your Calm", StorageFault.RateLimited), DeletionFault.StoreAsksToWait },
        { "it does not know the portal", new StorageException("401", StorageFault.AccessDenied), DeletionFault.StoreDeniesAccess },
        { "no connection", new HttpRequestException("Connection refused"), DeletionFault.StoreUnavailable },
        { "reset in the middle", new IOException("Connection reset by peer"), DeletionFault.StoreUnavailable },
        { "an HTTP client's own time-out", new TaskCanceledException("The request timed out."), DeletionFault.StoreUnavailable },
        { "an answer that cannot be read", new System.Text.Json.JsonException("'<' is an invalid start of a value."), DeletionFault.StoreUnavailable },
    };

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Whatever_the_store_throws_the_queue_pauses_with_its_words_and_goes_on_by_itself(string what, Exception thrown, DeletionFault fault)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(3);
        bench.Store.Deleting = (_, _) => throw thrown;
        var result = await bench.PurgeAsync();
        Assert.True(result is { Processed: 0, Failed: 0, Remaining: 3, PausedUntil: not null }, what);
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Waiting, 0, (DeletionFault?)fault, thrown.Message, result.PausedUntil), (e.State, e.Attempts, e.Fault, e.Error, e.DueAt)));
        Assert.Equal(new DeletionPause(fault, thrown.Message, (await bench.PauseAsync())!.Since, result.PausedUntil!.Value), (await bench.App.Get<DeletionList>().StatsAsync(default)).Pause);

        bench.Store.Deleting = bench.Store.Real.DeleteAsync;
        bench.Clock.PutForward(TimeSpan.FromMinutes(1));
        Assert.Equal(3, (await bench.PurgeAsync()).Deleted);
        Assert.Null(await bench.PauseAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_does_not_answer_is_not_waited_for_even_if_it_cannot_be_called_off(bool canBeCalledOff)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(2);
        bench.Options.StoreTimeout = TimeSpan.FromMilliseconds(150);
        bench.Store.Deleting = async (keys, ct) =>
        {
            await Task.Delay(Timeout.Infinite, canBeCalledOff ? ct : default);
            return new Dictionary<string, DeleteOutcome>();
        };
        var result = await bench.PurgeAsync().WaitAsync(Eventually.Patience);
        Assert.NotNull(result.PausedUntil);
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Waiting, 0, "No answer within 00:00:00.1500000."), (e.State, e.Attempts, e.Error)));
    }

    [Fact]
    public async Task Each_pause_is_twice_as_long_as_the_one_before_up_to_ten_minutes()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(1);
        bench.Store.Deleting = (_, _) => throw new StorageException("503", StorageFault.Unavailable);
        foreach (var seconds in (int[])[5, 10, 20, 40, 80, 160, 320, 600, 600])
        {
            await bench.PurgeAsync();
            var pause = (await bench.PauseAsync())!;
            Assert.Equal(seconds, (pause.Until - bench.Clock.GetUtcNow()).TotalSeconds, tolerance: 4);
            bench.Clock.PutForward(pause.Until - bench.Clock.GetUtcNow());
        }
        bench.Store.Deleting = bench.Store.Real.DeleteAsync;
        await bench.PurgeAsync();
        await bench.DueAsync(1);
        bench.Store.Deleting = (_, _) => throw new StorageException("503", StorageFault.Unavailable);
        await bench.PurgeAsync();
        Assert.Equal(1, (await bench.PauseAsync())!.Strikes); // a success in between: it begins anew
    }

    [Theory]
    [InlineData(3600, 3600)]
    [InlineData(1, 5)] // shorter than the portal would wait by itself
    [InlineData(1e12, 24 * 3600)] // more than anybody can mean
    public async Task A_store_that_says_how_long_to_wait_is_left_alone_so_long(double asked, double waited)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(2);
        var retryAfter = asked > TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue : TimeSpan.FromSeconds(asked);
        bench.Store.Deleting = (_, _) => throw new StorageException("429", StorageFault.RateLimited, retryAfter);
        var until = (await bench.PurgeAsync()).PausedUntil!.Value;
        Assert.Equal(waited, (until - bench.Clock.GetUtcNow()).TotalSeconds, tolerance: 4);

        bench.Store.Deleting = bench.Store.Real.DeleteAsync;
        Assert.Equal(new PurgeResult(0, 0, 0, 0, 2, until), await bench.PurgeAsync()); // asks nothing
        Assert.Single(bench.Store.Deletes);
        Assert.Equal(until, await bench.App.Get<Purge>().NextAsync(default));
        bench.Clock.PutForward(until - bench.Clock.GetUtcNow());
        Assert.Equal(2, (await bench.PurgeAsync()).Deleted);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_pause_holds_the_job_but_not_a_person_and_ends_with_the_first_success(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        await bench.DueAsync(5);
        bench.Store.Deleting = (_, _) => throw new StorageException("429", StorageFault.RateLimited, Long);
        await bench.PurgeAsync();
        Assert.Equal(0, (await bench.PurgeAsync()).Processed);

        var stillAway = await bench.PurgeNowAsync();
        Assert.True(stillAway is { Processed: 0, Failed: 0, PausedUntil: not null });
        Assert.Equal([5, 1], bench.Store.Deletes.Select(d => d.Length));
        bench.Store.Deleting = bench.Store.Real.DeleteAsync;
        Assert.Equal(new PurgeResult(5, 5, 0, 0, 0), await bench.PurgeNowAsync());
        Assert.Null(await bench.PauseAsync());
    }

    [Fact]
    public async Task What_was_confirmed_before_the_store_went_away_is_written_down()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(25);
        bench.Options.BatchSize = 10;
        bench.Store.Deleting = (keys, ct) => bench.Store.Deletes.Count > 2 ? throw new StorageException("503", StorageFault.Unavailable) : bench.Store.Real.DeleteAsync(keys, ct);
        var result = await bench.PurgeAsync();
        Assert.True(result is { Processed: 20, Deleted: 20, Remaining: 5, PausedUntil: not null }, $"{result}");
        Assert.Equal(20, (await bench.EntriesAsync()).Count(e => e is { State: DeletionState.Deleted, Attempts: 1 }));
    }

    [Fact]
    public async Task An_entry_of_a_store_that_is_not_connected_does_not_end_the_pause_of_the_one_that_is()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        bench.Store.Deleting = (_, _) => throw new StorageException("503", StorageFault.Unavailable);
        await bench.DueAsync(1);
        await bench.PurgeAsync();
        await bench.BelongsElsewhereAsync(await bench.TrashAsync(1));
        bench.Clock.PutForward(QueueBench.UndoWindow);
        await bench.PurgeAsync();
        await bench.PurgeAsync();
        Assert.True((await bench.PauseAsync())!.Strikes > 1);
    }
}
