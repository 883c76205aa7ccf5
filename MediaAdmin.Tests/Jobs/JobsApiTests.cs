using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Jobs;

/// <summary>The engine room as programs see it, on both databases.</summary>
public sealed class JobsApiTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    private const string Kind = StoreUploadJob.Queue;

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task It_tells_kinds_schedules_and_machines_and_each_run_by_the_file_it_was_about(TestDatabase database)
    {
        var app = apps.On(database);
        var file = $"vase-{Guid.NewGuid():N}.png";
        var product = await app.NewProductAsync();
        await new TusClient(app.Admin).UploadAsync(Pictures.Png(4711), file, product);
        await Eventually.HoldsAsync(async () => (await HistoryAsync(app, $"search={file}")).Total == 1, "the run is in the history");
        var run = Assert.Single((await HistoryAsync(app, $"search={file.ToUpperInvariant()}&kind={Kind}&outcome=succeeded")).Items);
        Assert.Contains("-1 · ", run.About, StringComparison.Ordinal); // the product's SKU, and then who it was
        Assert.Equal((Kind, JobRunOutcome.Succeeded), (run.Kind, run.Outcome));
        Assert.Equal(0, (await HistoryAsync(app, $"search={file}&outcome=failed")).Total);

        var room = (await app.Admin.GetFromJsonAsync<EngineRoom>("/api/jobs", MediaApp.Json))!;
        Assert.Superset(new HashSet<string> { Kind, JobQueues.Deletions, JobQueues.Imports, JobQueues.Maintenance }, room.Work.Select(w => w.Kind).ToHashSet());
        Assert.Contains(room.Schedules, s => s is { Kind: JobQueues.Maintenance, Name: "nightly-check", Next: not null });
        Assert.Contains(room.Schedules, s => s is { Kind: JobQueues.Maintenance, Name: "upload-sweep" });
        Assert.DoesNotContain(room.Schedules, s => s.Kind == Kind);
        Assert.True(Assert.Single(room.Nodes).IsAlive);
        var chart = (await app.Admin.GetFromJsonAsync<JobChart>("/api/jobs/chart?span=hour", MediaApp.Json))!;
        Assert.Equal(60, chart.Bars.Count);
        Assert.True(chart.Bars.Sum(b => b.Succeeded) > 0);
        Assert.Contains(chart.Durations, d => d.Kind == Kind && d.Runs > 0 && d.P50 > TimeSpan.Zero && d.P95 >= d.P50);
        Assert.Contains(room.LastHour!, d => d.Kind == Kind && d.WaitP50 > TimeSpan.Zero && d.WaitP95 >= d.WaitP50);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_run_that_deleted_many_files_is_found_by_each_of_them(TestDatabase database)
    {
        var app = apps.On(database);
        var file = $"bowl-{Guid.NewGuid():N}.png";
        var product = await app.NewProductAsync();
        var upload = await app.UntilAsync(await new TusClient(app.Admin).UploadAsync(Pictures.Png(4713), file, product), UploadState.Stored);
        (await app.Admin.DeleteAsync($"/api/assets/{upload.AssetId}")).EnsureSuccessStatusCode();
        await app.Get<DeletionControl>().HurryAsync(new DeletionQuery(file), Actor.User(1, "Ada", Role.Admin), default);
        await Eventually.HoldsAsync(async () => (await HistoryAsync(app, $"search={file}&kind=deletions")).Items is [{ About: var about }] && about.StartsWith("1 deleted", StringComparison.Ordinal), "the run that deleted it");
        Assert.Equal(0, (await HistoryAsync(app, $"search={Guid.NewGuid():N}&kind=deletions")).Total);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Failures_come_by_cause_and_are_retried_or_given_up_by_cause_or_one_by_one(TestDatabase database)
    {
        var app = apps.On(database);
        await app.Admin.PutAsJsonAsync($"/api/jobs/{Kind}/pause", new { reason = "a test looks at what waits" });
        var refused = await FailAsync(app, 3, UploadFault.StoreRefused);
        await FailAsync(app, 2, UploadFault.NotAPicture);
        var causes = await CausesAsync(app);
        Assert.Equal([("StoreRefused", 3, true), ("NotAPicture", 2, false)], causes.Select(c => (c.Cause, c.Items, c.CanRetry)));
        Assert.Equal(1, await CountAsync(app, "retry", new { ids = new[] { $"{refused[0]:N}" } }));
        Assert.Equal(2, await CountAsync(app, "retry", new { cause = "StoreRefused" }));
        Assert.Equal(2, await CountAsync(app, "give-up", new { cause = "NotAPicture", reason = "wrong folder" }));
        Assert.Empty(await CausesAsync(app));
        var view = (await app.Admin.GetFromJsonAsync<EngineRoom>("/api/jobs", MediaApp.Json))!.Work.Single(w => w.Kind == Kind);
        Assert.Equal((3, 0, "a test looks at what waits"), (view.Waiting, view.Failed, view.Pause!.Reason));
        Assert.Equal(HttpStatusCode.NoContent, (await app.Admin.DeleteAsync($"/api/jobs/{Kind}/pause")).StatusCode);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_file_that_is_being_examined_runs_and_does_not_wait(TestDatabase database)
    {
        var app = apps.On(database);
        await app.Admin.PutAsJsonAsync($"/api/jobs/{Kind}/pause", new { reason = "a test looks at what waits" });
        await Eventually.HoldsAsync(async () => (await app.Admin.GetFromJsonAsync<EngineRoom>("/api/jobs", MediaApp.Json))!.Running.All(r => r.Kind != Kind), "what ran before the pause to end");
        var upload = await app.UploadAsync(await new TusClient(app.Admin).UploadAsync(Pictures.Png(4714), "jug.png"));
        var work = app.Services.GetServices<IWorkItems>().Single(w => w.Kind == Kind);
        Assert.Equal((UploadState.Queued, 1), (upload.State, (await work.FiguresAsync([], default)).Waiting - (await work.FiguresAsync([$"{upload.Id:N}"], default)).Waiting));
        Assert.Equal(HttpStatusCode.NoContent, (await app.Admin.DeleteAsync($"/api/jobs/{Kind}/pause")).StatusCode);
    }

    [Fact]
    public async Task Editors_look_and_only_admins_act()
    {
        var app = apps.On(TestDatabase.Sqlite);
        using var editor = app.Client(await app.NewKeyAsync(Role.Editor));
        Assert.Equal(HttpStatusCode.OK, (await editor.GetAsync("/api/jobs")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await editor.GetAsync("/api/jobs/history")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await editor.PutAsJsonAsync($"/api/jobs/{Kind}/pause", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await editor.PutAsJsonAsync($"/api/jobs/{Kind}/limit", new { atOnce = 2 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await editor.PostAsJsonAsync($"/api/jobs/{Kind}/failures/retry", new { })).StatusCode);
    }

    [Theory]
    [InlineData("/api/jobs/no-such-work/pause", "{}", HttpStatusCode.NotFound)]
    [InlineData("/api/jobs/uploads/pause", """{"until":"2001-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest)]
    [InlineData("/api/jobs/uploads/limit", """{"atOnce":0}""", HttpStatusCode.BadRequest)]
    [InlineData("/api/jobs/uploads/limit", """{"atOnce":65}""", HttpStatusCode.BadRequest)]
    [InlineData("/api/jobs/maintenance/schedules/no-such/off", "{}", HttpStatusCode.NotFound)]
    public async Task A_wish_that_makes_no_sense_is_refused(string address, string body, HttpStatusCode answer) =>
        Assert.Equal(answer, (await apps.On(TestDatabase.Sqlite).Admin.PutAsync(address, new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).StatusCode);

    private static async Task<JobRuns> HistoryAsync(MediaApp app, string query) => (await app.Admin.GetFromJsonAsync<JobRuns>($"/api/jobs/history?{query}", MediaApp.Json))!;

    private static async Task<IReadOnlyList<FailureCause>> CausesAsync(MediaApp app) =>
        [.. (await app.Admin.GetFromJsonAsync<EngineRoom>("/api/jobs", MediaApp.Json))!.Failures.Where(c => c.Kind == Kind)];

    private static async Task<int> CountAsync(MediaApp app, string act, object which) =>
        (await (await app.Admin.PostAsJsonAsync($"/api/jobs/{Kind}/failures/{act}", which)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").GetInt32();

    /// <summary>So many uploads that failed so, with their bytes in staging.</summary>
    private static async Task<IReadOnlyList<Guid>> FailAsync(MediaApp app, int count, UploadFault fault)
    {
        await using var db = await app.DbAsync();
        var batch = UploadBatch.Create(Guid.NewGuid(), "user:1", "Ada", null, DateTimeOffset.UtcNow);
        var uploads = Enumerable.Range(1, count).Select(n => Upload.Expect(batch, new($"{fault}-{n}.png", 4), new(null, null, null), n, DateTimeOffset.UtcNow, TimeSpan.FromDays(1))).ToList();
        foreach (var upload in uploads) upload.Fail(fault, "the words behind it");
        db.AddRange([batch, .. uploads]);
        await db.SaveChangesAsync();
        foreach (var upload in uploads) await File.WriteAllBytesAsync(app.Get<Staging>().Bytes(upload.Id), new byte[4]);
        return [.. uploads.Select(u => u.Id)];
    }
}
