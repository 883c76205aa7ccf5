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
        await app.Admin.PutAsJsonAsync($"/api/jobs/{StoreUploadJob.Kind}/pause", new { reason = "so that they wait" });
        await WaitAsync(app, 2);
        var few = await statements.OfAsync(() => app.Get<JobBoard>().ReadAsync(default));
        await WaitAsync(app, 60);
        await using (var db = await app.DbAsync())
            await db.Set<Upload>().Where(u => u.Ordinal > 30).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Failed).SetProperty(x => x.Fault, UploadFault.StoreRefused));
        var room = await app.Get<JobBoard>().ReadAsync(default);
        Assert.Equal((32, 30), (room.Work.Single(w => w.Kind == StoreUploadJob.Kind).Waiting, room.Failures.Single().Items));
        await Eventually.HoldsAsync(async () => await statements.OfAsync(() => app.Get<JobBoard>().ReadAsync(default)) == few, "the same number while nothing else happens");
        Assert.InRange(few, 8, 20);
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
