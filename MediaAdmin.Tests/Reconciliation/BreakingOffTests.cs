using System.Net;
using MediaAdmin.Access;
using MediaAdmin.Reconciliation;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Reconciliation;

/// <summary>A check that breaks off says so and changes nothing; one runs at a time, and who stops or dies holds up nobody.</summary>
public sealed class BreakingOffTests
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_store_that_fails_in_the_middle_of_its_list_gives_no_finding_that_is_acted_on(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 30);
        app.AgeObjects();
        var orphans = Enumerable.Range(0, 5).Select(_ => Balance.PlantObject(app.Data)).ToArray();
        foreach (var failure in (Exception[])[new StorageException("the disk is on fire", StorageFault.Unavailable), new HttpRequestException("the disk is on fire")])
        {
            app.Script().Listing = (number, _) => number == 20 ? throw failure : Task.CompletedTask;
            var report = await app.CheckAsync(fix: true);
            Assert.Equal((ReconciliationState.NotFinished, ReconciliationFault.StoreFailed, "the disk is on fire"), (report.State, report.Fault, report.Reason));
            Assert.Equal((false, (DateTimeOffset?)null), (report.CanFix, report.FixedAt));
            Assert.False(await app.Get<ReconciliationControl>().FixAsync(report.Id, Actor.Portal, default));
        }
        Assert.Empty(await app.QueuedAsync(orphans));
        Assert.Equal(ids, await app.OrderAsync(product));
        app.Script().Listing = (_, _) => Task.CompletedTask;
        Assert.Equal((5, 0), ((await app.CheckAsync()) is var whole ? whole.Found(Difference.Orphan) : 0, whole.Found(Difference.Lost)));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_given_up()
    {
        await using var app = await Balance.QuietAppAsync(TestDatabase.Sqlite, ("Reconciliation:StoreTimeout", "00:00:01"));
        await app.ShelveAsync(await app.NewProductAsync(), 2);
        app.Script().Listing = (number, ct) => number == 2 ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask;
        var report = await app.CheckAsync();
        Assert.Equal((ReconciliationState.NotFinished, ReconciliationFault.StoreFailed), (report.State, report.Fault));
        Assert.Contains("00:00:01", report.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Of_many_who_ask_at_once_one_gets_a_check_and_the_others_are_told_that_it_runs(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        await app.ShelveAsync(await app.NewProductAsync(), 2);
        var (listing, go) = Hold(app);
        var ordered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Get<ReconciliationControl>().CheckAsync(false, Actor.Portal, default)));
        var report = Assert.Single(ordered.OfType<long>());
        await listing;
        var running = (await app.StatusAsync()).Running!;
        Assert.Equal((report, false, "MediaAdmin"), (running.Report, running.Fixing, running.ActorName));
        using (var late = await app.Admin.PostAsync("/api/cleanup/reconciliation", null)) Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        go.SetResult();
        Assert.Equal(ReconciliationState.Balanced, (await app.UntilOverAsync(report)).State);
        Assert.Empty((await app.StatusAsync()).Earlier);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_check_that_is_stopped_says_nothing_about_differences_and_makes_room_at_once(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        Balance.PlantObject(app.Data);
        var (listing, go) = Hold(app);
        var stopped = (await app.Get<ReconciliationControl>().CheckAsync(true, Actor.Portal, default))!.Value;
        await listing;
        Assert.True(await app.Get<ReconciliationControl>().StopAsync(Actor.Portal, default));
        Assert.False(await app.Get<ReconciliationControl>().StopAsync(Actor.Portal, default));
        app.Script().Listing = (_, _) => Task.CompletedTask;
        var next = await app.CheckAsync();
        go.SetResult();
        Assert.Equal((ReconciliationState.Differences, 1), (next.State, next.Found(Difference.Orphan)));
        var earlier = Assert.Single((await app.StatusAsync()).Earlier);
        Assert.Equal((stopped, ReconciliationState.NotFinished), (earlier.Id, earlier.State));
        Assert.Empty(await app.QueuedAsync(next.Keys(Difference.Orphan).ToArray()));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_hand_that_was_taken_for_dead_writes_nothing_over_the_one_that_took_its_place(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var report = await BeginAsync(app);
        var input = new ReconciliationInput(report, Check: true, Fix: false, Actor.Portal.Id, Actor.Portal.Name);
        Balance.PlantObject(app.Data);
        var (listing, go) = Hold(app);
        var first = app.Get<Reconciler>().RunAsync(input, default);
        await listing;
        app.Script().Listing = (_, _) => Task.CompletedTask;
        await app.Get<Reconciler>().RunAsync(input, default);
        go.SetResult();
        await first;
        var seen = (await app.StatusAsync()).Last!;
        Assert.Equal((report, 1, 1), (seen.Id, seen.Found(Difference.Orphan), seen.Keys(Difference.Orphan).Count()));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_check_whose_hand_died_counts_as_cut_off_and_the_next_one_runs(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database, ("Reconciliation:StoreTimeout", "00:00:01"));
        var dead = await BeginAsync(app);
        Assert.Null(await app.Get<ReconciliationControl>().CheckAsync(false, Actor.Portal, default));
        await using (var db = await app.DbAsync())
        {
            var row = (await db.FindAsync<ReconciliationReport>(dead))!;
            row.Prolong(DateTimeOffset.UtcNow.AddSeconds(-1));
            await db.SaveChangesAsync();
        }
        var last = (await app.StatusAsync()).Last!;
        Assert.Equal((dead, ReconciliationState.NotFinished, ReconciliationFault.CutOff), (last.Id, last.State, last.Fault));
        Assert.Equal(ReconciliationState.Balanced, (await app.CheckAsync()).State);
        Assert.Equal(ReconciliationState.NotFinished, Assert.Single((await app.StatusAsync()).Earlier).State);
    }

    /// <summary>The next list stands still at its first object or its end, until it may go on.</summary>
    private static (Task Listing, TaskCompletionSource Go) Hold(MediaApp app)
    {
        var (listing, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        app.Script().Listing = async (number, _) =>
        {
            listing.TrySetResult();
            if (number == 1) await go.Task;
        };
        return (listing.Task, go);
    }

    private static async Task<long> BeginAsync(MediaApp app)
    {
        await using var db = await app.DbAsync();
        return (await app.Get<ReconciliationReports>().BeginAsync(db, Actor.Portal, default))!.Id;
    }
}
