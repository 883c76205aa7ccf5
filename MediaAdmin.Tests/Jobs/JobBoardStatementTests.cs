using System.Net.Http.Json;
using MediaAdmin.Jobs;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Jobs;

/// <summary>What looking into the engine room costs.</summary>
public sealed class JobBoardStatementTests
{
    private static readonly Dictionary<string, string> Quiet = new() { ["Uploads:SweepEvery"] = "1.00:00:00", ["Deletion:SweepEvery"] = "1.00:00:00" };

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task However_much_waits_and_failed_it_is_read_by_the_same_few_statements(TestDatabase database)
    {
        var statements = new AppStatements();
        await using var app = new MediaApp(Quiet, services: statements.Count, database: database);
        await app.Admin.PutAsJsonAsync($"/api/jobs/{StoreUploadJob.Queue}/pause", new { reason = "so that they wait" });
        await WaitAsync(app, 2);
        var few = await statements.OfAsync(() => app.Get<JobBoard>().ReadAsync(default));
        await WaitAsync(app, 60);
        await using (var db = await app.DbAsync())
            await db.Set<Upload>().Where(u => u.Ordinal > 30).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Failed).SetProperty(x => x.Fault, UploadFault.StoreRefused));
        var room = await app.Get<JobBoard>().ReadAsync(default);
        Assert.Equal((32, 30), (room.Work.Single(w => w.Kind == StoreUploadJob.Queue).Waiting, room.Failures.Single().Items));
        await Eventually.HoldsAsync(async () => await statements.OfAsync(() => app.Get<JobBoard>().ReadAsync(default)) == few, "the same number while nothing else happens");
        Assert.InRange(few, 8, 20);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task With_fifty_that_run_and_ten_thousand_that_ran_the_page_asks_what_it_asks_with_five_and_a_hundred(TestDatabase database)
    {
        var (statements, jobs) = (new AppStatements(), GatedJob.All[$"{nameof(JobBoardStatementTests)}/{database}"] = new());
        await using var app = new MediaApp(new Dictionary<string, string>(Quiet) { ["Jobs:Concurrency"] = "50" }, services: s => { statements.Count(s); s.AddJob<GatedJob>(); }, database: database);
        async Task<int> CostAsync(int running, int ran)
        {
            app.Get<JobScheduler>().Enqueue([.. Enumerable.Range(0, running - jobs.Running(GatedJob.Queue)).Select(_ => GatedJob.Of($"{nameof(JobBoardStatementTests)}/{database}"))]);
            await app.RememberRunsAsync(ran);
            await Eventually.HoldsAsync(async () => (await app.Get<JobBoard>().ReadAsync(default)).Running.Count == running, "so many to run");
            return await statements.OfAsync(async () =>
            {
                await app.Get<JobBoard>().ReadAsync(default);
                await app.Get<JobHistory>().ChartAsync(ChartSpan.Week, default);
                Assert.Equal((ran, 20), await app.Get<JobHistory>().FindAsync(new("seeded"), 0, 20, default) is var runs ? (runs.Total, runs.Items.Count) : default);
            });
        }
        var few = await CostAsync(5, 100);
        await Eventually.HoldsAsync(async () => await CostAsync(50, 10_000) == few, "the same number while nothing else happens");
        jobs.Open();
    }

    private static async Task WaitAsync(MediaApp app, int files)
    {
        var (tus, batch) = (new TusClient(app.Admin), Guid.NewGuid().ToString());
        for (var n = 0; n < files; n++)
        {
            var url = await tus.CreateAsync(4, ("filename", $"{n}.png"), ("batch", batch));
            using var patch = await tus.PatchAsync(url, [1, 2, 3, 4], 0);
        }
    }
}
