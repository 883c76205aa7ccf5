using System.Collections.Concurrent;
using MediaAdmin.Jobs;
using MediaAdmin.Tests.Support;
using Quartz;

namespace MediaAdmin.Tests.Jobs;

public sealed record GatedInput(string Test);

/// <summary>A job that runs until its test lets it go, and counts how many do so at once.</summary>
public sealed class GatedJob : IJob<GatedInput>
{
    public static readonly ConcurrentDictionary<string, GatedJobs> All = new();

    public async ValueTask Execute(IJobExecutionContext context, GatedInput input, CancellationToken cancellationToken) => await All[input.Test].RunAsync(context.JobDetail.Key.Group, cancellationToken);
}

public sealed class GatedJobs
{
    private readonly ConcurrentDictionary<string, int> _running = new(), _begun = new();
    private readonly TaskCompletionSource _open = new();

    public int Running(string kind) => _running.GetValueOrDefault(kind);
    public int Begun(string kind) => _begun.GetValueOrDefault(kind);
    public void Open() => _open.TrySetResult();

    public async Task RunAsync(string kind, CancellationToken ct)
    {
        _running.AddOrUpdate(kind, 1, (_, n) => n + 1);
        _begun.AddOrUpdate(kind, 1, (_, n) => n + 1);
        try { await _open.Task.WaitAsync(ct); }
        finally { _running.AddOrUpdate(kind, 0, (_, n) => n - 1); }
    }
}

/// <summary>Kinds of work stand still and go on, and run so many at once as somebody set, on both databases.</summary>
public sealed class WorkGateTests : IAsyncLifetime
{
    private const string Paused = "paused", Other = "other";
    private readonly GatedJobs _jobs = GatedJob.All[nameof(WorkGateTests)] = new();

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_runs_is_finished_what_comes_waits_and_other_kinds_go_on(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        await OrderAsync(app, Paused, 2);
        await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Running(Paused) == 2), "two run");
        await app.Get<Pauses>().PauseByHandAsync(Paused, "the store moves house", "Ada", null, default);
        await StandsStillAsync(app, 0);
        await OrderAsync(app, Paused, 300);
        await OrderAsync(app, Other, 1);
        await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Begun(Other) == 1), "the other kind runs");
        Assert.Equal(2, _jobs.Begun(Paused));
        _jobs.Open();
        await OrderAsync(app, Other, 5);
        await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Begun(Other) == 6 && _jobs.Running(Paused) == 0), "all others ran and what was in hand is finished");
        Assert.Equal(2, _jobs.Begun(Paused));
        Assert.True(await app.Get<Pauses>().ResumeAsync(Paused, default));
        await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Begun(Paused) == 302), "all that waited ran");
    }

    [Fact]
    public async Task A_pause_outlives_the_portal_and_ends_by_itself_when_it_was_given_an_end()
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;
        await using (var first = new MediaApp(dataDirectory: data))
        {
            await first.Get<Pauses>().PauseByHandAsync(Paused, "", "Ada", null, default);
            await StandsStillAsync(first, 0);
            await OrderAsync(first, Paused, 3);
        }
        await using (var second = new MediaApp(dataDirectory: data))
        {
            await OrderAsync(second, Other, 1);
            await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Begun(Other) == 1), "the other kind runs");
            Assert.Equal(0, _jobs.Begun(Paused));
            await second.Get<Pauses>().PauseByHandAsync(Paused, "", "Ada", DateTimeOffset.UtcNow.AddSeconds(1), default);
            await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Begun(Paused) == 3), "the pause is over");
            Assert.Null(await second.Get<Pauses>().FindAsync(Paused, default));
            _jobs.Open();
        }
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task How_long_work_waited_counts_from_when_it_was_due_and_not_from_when_it_was_ordered(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        await app.Get<Pauses>().PauseByHandAsync(Paused, "", "Ada", null, default);
        await StandsStillAsync(app, 0);
        var (overdue, soon) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        foreach (var due in (DateTimeOffset[])[overdue, soon])
        {
            var order = JobOrder.For<GatedJob, GatedInput>(Paused, Guid.NewGuid().ToString("N"), new(nameof(WorkGateTests)), RetryPolicy.None);
            await app.Get<JobScheduler>().StartAsync([order with { Trigger = order.Trigger.GetTriggerBuilder().StartAt(due).Build() }], default);
        }
        _jobs.Open();
        await app.Get<Pauses>().ResumeAsync(Paused, default);
        var told = await Eventually.GetAsync(async () => (await app.Get<JobHistory>().DurationsAsync(default)).FirstOrDefault(d => d.Kind == Paused), d => d?.Runs == 2, "both runs in the history");
        Assert.InRange(told!.WaitP50!.Value, TimeSpan.Zero, DateTimeOffset.UtcNow - soon);
        Assert.InRange(told.WaitP95!.Value, TimeSpan.FromHours(1), DateTimeOffset.UtcNow - overdue);
    }

    [Fact]
    public async Task So_many_run_at_once_as_somebody_set_and_a_change_holds_at_once()
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Jobs:Concurrency"] = "6" });
        await app.Get<WorkGate>().LimitAsync(Paused, 2, default);
        await StandsStillAsync(app, 2);
        await OrderAsync(app, Paused, 10);
        await OrderAsync(app, Other, 1);
        await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Running(Paused) == 2 && _jobs.Running(Other) == 1), "two of the one kind run");
        await app.Get<WorkGate>().LimitAsync(Paused, 4, default);
        await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Running(Paused) == 4), "four run");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => app.Get<WorkGate>().LimitAsync(Paused, 0, default));
        await app.Get<WorkGate>().LimitAsync(Paused, null, default);
        await Eventually.HoldsAsync(() => Task.FromResult(_jobs.Running(Paused) == 5), "all there is room for run");
        _jobs.Open();
    }

    [Fact]
    public async Task A_schedule_that_is_switched_off_has_no_next_run_until_it_is_on_again()
    {
        await using var app = new MediaApp();
        var (sweep, off) = (new TriggerKey("uploads", "sweep"), WorkPause.OfSchedule("sweep", "uploads"));
        var scheduler = await app.Get<ISchedulerFactory>().GetScheduler();
        await app.Get<Pauses>().PauseByHandAsync(off, "", "Ada", null, default);
        await Eventually.HoldsAsync(async () => await scheduler.GetTriggerState(sweep) == TriggerState.Paused, "it is off");
        await app.Get<Pauses>().ResumeAsync(off, default);
        await Eventually.HoldsAsync(async () => await scheduler.GetTriggerState(sweep) == TriggerState.Normal, "it is on");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _jobs.Open();
        return Task.CompletedTask;
    }

    private static Task OrderAsync(MediaApp app, string kind, int count) => app.Get<JobScheduler>().StartAsync(
        [.. Enumerable.Range(0, count).Select(_ => JobOrder.For<GatedJob, GatedInput>(kind, Guid.NewGuid().ToString("N"), new(nameof(WorkGateTests)), RetryPolicy.None))], default);

    /// <summary>Until the engine was told that so many of the kind may run.</summary>
    private static async Task StandsStillAsync(MediaApp app, int atOnce)
    {
        var scheduler = await app.Get<ISchedulerFactory>().GetScheduler();
        await Eventually.HoldsAsync(async () =>
            (await scheduler.GetExecutionLimits()) is { } limits && limits.TryGetLimit(ExecutionGroupScope.Named(Paused), out var limit) && limit == atOnce, "the engine was told");
    }
}
