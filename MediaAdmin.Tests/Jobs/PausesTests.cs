using MediaAdmin.Jobs;
using MediaAdmin.Tests.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Jobs;

/// <summary>A kind of work of which many pieces run at once, and whom it depends on serves nobody.</summary>
public sealed class PausesTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private const string Kind = JobQueues.Uploads;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2), Trial = TimeSpan.FromSeconds(10);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task After_a_pause_one_goes_first_and_the_others_wait_for_how_it_ends(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var pauses = bench.App.Get<Pauses>();
        Assert.Equal(new WorkTurn(null, null), await pauses.TakeTurnAsync(Kind, Trial, default));
        await pauses.PauseAsync(Kind, "RateLimited", "429", First, null, null, default);
        var until = (await pauses.FindAsync(Kind, default))!.Until;
        Assert.Equal(until, (await pauses.TakeTurnAsync(Kind, Trial, default)).WaitUntil);

        bench.Clock.PutForward(First);
        var turns = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => pauses.TakeTurnAsync(Kind, Trial, default))));
        var goes = Assert.Single(turns, t => t.WaitUntil is null);
        Assert.Equal(until, goes.Saw!.Until);
        Assert.All(turns.Except([goes]), t => Assert.InRange(t.WaitUntil!.Value, bench.Clock.GetUtcNow() + Trial / 2, bench.Clock.GetUtcNow() + Trial));

        bench.Clock.PutForward(Trial); // it is not heard of: another one tries
        Assert.Null((await pauses.TakeTurnAsync(Kind, Trial, default)).WaitUntil);
        await pauses.EndAsync(Kind, default);
        Assert.Equal(new WorkTurn(null, null), await pauses.TakeTurnAsync(Kind, Trial, default));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_many_tell_of_one_outage_counts_once_and_the_longest_wait_that_was_asked_for_holds(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var pauses = bench.App.Get<Pauses>();
        for (var told = 0; told < 5; told++) await pauses.PauseAsync(Kind, "RateLimited", "429", First, null, null, default);
        var pause = (await pauses.FindAsync(Kind, default))!;
        Assert.Equal(1, pause.Strikes);
        Assert.InRange(pause.Until, bench.Clock.GetUtcNow(), bench.Clock.GetUtcNow() + First);
        Assert.InRange(await pauses.PauseAsync(Kind, "RateLimited", "429", First, TimeSpan.FromHours(1), null, default), bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(59), DateTimeOffset.MaxValue);

        bench.Clock.PutForward(TimeSpan.FromHours(1));
        var turn = await pauses.TakeTurnAsync(Kind, Trial, default);
        await pauses.PauseAsync(Kind, "RateLimited", "429", First, null, turn.Saw, default);
        Assert.Equal(2, (await pauses.FindAsync(Kind, default))!.Strikes); // it asked again after the pause: the next is longer
        await pauses.EndAsync(Kind, default);
    }
}
