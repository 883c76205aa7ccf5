using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Deletion;

/// <summary>A run that is cut off, by the end of the portal or of the request that asked for it: what the store has confirmed is kept, the rest goes back at once.</summary>
public sealed class PurgeStopTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    [Theory]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(HttpRequestException))]
    public async Task What_the_store_was_being_asked_goes_back_to_the_queue_however_the_call_ends(Type thrown)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(3);
        using var stop = new CancellationTokenSource();
        bench.Store.Deleting = async (_, _) =>
        {
            await stop.CancelAsync();
            throw (Exception)Activator.CreateInstance(thrown)!;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.PurgeAsync(stop.Token));
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Waiting, 0, null, null), (e.State, e.Attempts, e.Fault, e.ClaimId)));
        Assert.Null(await bench.PauseAsync());
        bench.Store.Deleting = bench.Store.Real.DeleteAsync;
        Assert.Equal(3, (await bench.PurgeAsync()).Deleted);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_the_store_has_confirmed_is_written_down_although_the_run_was_called_off_meanwhile(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var ids = await bench.DueAsync(3);
        using var stop = new CancellationTokenSource();
        bench.Store.Deleting = async (keys, _) =>
        {
            var outcomes = await bench.Store.Real.DeleteAsync(keys, default);
            await stop.CancelAsync();
            return outcomes;
        };
        await Record.ExceptionAsync(() => bench.PurgeAsync(stop.Token));
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Deleted, 1), (e.State, e.Attempts)));
        Assert.Empty(await bench.App.KeysAsync(ids));
    }

    [Fact]
    public async Task A_run_that_is_called_off_while_addresses_are_looked_at_keeps_what_the_store_said()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(3);
        using var stop = new CancellationTokenSource();
        bench.Store.Looking = async (_, ct) =>
        {
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
            return false;
        };
        await Record.ExceptionAsync(() => bench.PurgeAsync(stop.Token));
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal((DeletionState.Deleted, 1), (e.State, e.Attempts)));
    }

    [Fact]
    public async Task A_run_that_cannot_write_down_what_the_store_said_loses_nothing()
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        var ids = await bench.DueAsync(2);
        await using var db = await bench.App.DbAsync();
        await db.Database.ExecuteSqlRawAsync("create trigger Broken before delete on Assets begin select raise(abort, 'disk full'); end");
        Assert.Contains("disk full", (await Record.ExceptionAsync(() => bench.PurgeAsync()))!.Message, StringComparison.Ordinal);
        Assert.All(await bench.EntriesAsync(), e => Assert.Equal(DeletionState.Deleting, e.State)); // nobody knows: neither undone nor over
        Assert.Equal(0, (await bench.Trash.RestoreAsync(ids, Actor.Portal, default)).Back);

        await db.Database.ExecuteSqlRawAsync("drop trigger Broken");
        Assert.Equal(0, (await bench.PurgeAsync()).Processed);
        bench.Clock.PutForward(3 * bench.Options.StoreTimeout);
        Assert.Equal(2, (await bench.PurgeAsync()).AlreadyGone);
        Assert.Empty(await bench.App.KeysAsync(ids));
    }
}
