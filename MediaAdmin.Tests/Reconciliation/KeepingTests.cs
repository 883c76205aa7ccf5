using System.Net;
using MediaAdmin.Access;
using MediaAdmin.Jobs;
using MediaAdmin.Reconciliation;
using MediaAdmin.Setup;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace MediaAdmin.Tests.Reconciliation;

/// <summary>Reports are kept, also over a restart; a check comes every night by itself; who may ask.</summary>
public sealed class KeepingTests
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_last_thirty_reports_are_kept_and_only_the_newest_with_all_it_found(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        for (var i = 0; i < 25; i++) Balance.PlantObject(app.Data);
        for (var i = 0; i < ReconciliationReports.Kept + 2; i++)
        {
            await using var db = await app.DbAsync();
            var report = (await app.Get<ReconciliationReports>().BeginAsync(db, Actor.Portal, default))!;
            await app.Get<Reconciler>().RunAsync(new(report.Id, Check: true, Fix: false, Actor.Portal.Id, Actor.Portal.Name), default);
        }
        var status = await app.StatusAsync();
        Assert.Equal(ReconciliationReports.Kept - 1, status.Earlier.Count);
        Assert.All(status.Earlier, e => Assert.Equal((ReconciliationState.Differences, 25), (e.State, e.Found)));
        await using var rows = await app.DbAsync();
        var findings = await rows.Set<ReconciliationFinding>().GroupBy(f => f.ReportId).Select(g => new { g.Key, Count = g.Count() }).OrderBy(g => g.Key).ToListAsync();
        Assert.Equal([.. Enumerable.Repeat(ReconciliationFinding.Examples, ReconciliationReports.Kept - 1), 25], findings.Select(f => f.Count));
    }

    [Fact]
    public async Task A_report_is_there_after_a_restart_and_can_be_put_in_order()
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-");
        long report;
        await using (var before = new MediaApp(dataDirectory: data.FullName))
        {
            Balance.PlantObject(before.Data);
            report = (await before.CheckAsync()).Id;
        }
        await using (var app = new MediaApp(dataDirectory: data.FullName))
        {
            var last = (await app.StatusAsync()).Last!;
            Assert.Equal((report, ReconciliationState.Differences, 1, true), (last.Id, last.State, last.Found(Difference.Orphan), last.CanFix));
            Assert.True(await app.Get<ReconciliationControl>().FixAsync(report, Actor.Portal, default));
            Assert.Equal(1, (await app.UntilOverAsync(report)).Groups[0].Fixed);
        }
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_night_a_check_is_ordered_in_the_portals_name_unless_one_runs()
    {
        await using var app = await Balance.QuietAppAsync(TestDatabase.Sqlite, ("Reconciliation:At", "04:45"));
        var next = (await ScheduleAsync(app))!.Next!.Value.UtcDateTime;
        Assert.Equal(new TimeOnly(4, 45), TimeOnly.FromDateTime(next));
        Assert.InRange(next, DateTime.UtcNow, DateTime.UtcNow.AddDays(1));

        Assert.True(app.Get<JobControl>().RunNow(JobQueues.Maintenance, NightlyReconciliationJob.Name, Actor.User(1, "Ada", Role.Admin)));
        var last = await Eventually.GetAsync(app.StatusAsync, s => s.Last is not null, "the nightly check");
        Assert.Equal((ReconciliationState.Balanced, "MediaAdmin"), (last.Last!.State, last.Last.ActorName));
    }

    [Fact]
    public async Task Without_a_time_of_day_no_check_comes_by_itself_also_not_by_an_earlier_schedule()
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-");
        await using (new MediaApp(dataDirectory: data.FullName)) { }
        await using (var app = new MediaApp(new Dictionary<string, string> { ["Reconciliation:At"] = "" }, dataDirectory: data.FullName))
        {
            Assert.Null(await ScheduleAsync(app));
            await using var engine = await app.Get<IDbContextFactory<EngineDb>>().CreateDbContextAsync();
            Assert.DoesNotContain(NightlyReconciliationJob.Name, await engine.Recurring.Select(r => r.Name).ToListAsync());
            Assert.Null((await app.StatusAsync()).Last);
        }
        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData("At", "half past three", "a time of day such as 03:30")]
    [InlineData("LargestShare", "1.5", "between 0 and 1")]
    [InlineData("Grace", "soon", "a time span")]
    [InlineData("Grcae", "1", "is no setting")]
    public void A_wrong_setting_is_told_with_its_key(string key, string value, string cure)
    {
        var fault = Assert.Single(Faults(($"Reconciliation:{key}", value)));
        Assert.Contains($"Reconciliation:{key}", fault, StringComparison.Ordinal);
        Assert.Contains(cure, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("03:30")]
    [InlineData("23:59:59")]
    public void A_time_of_day_or_none_is_taken(string at) => Assert.Empty(Faults(("Reconciliation:At", at)));

    [Fact]
    public async Task Only_admins_may_ask_for_a_check_and_read_what_it_found()
    {
        await using var app = new MediaApp();
        using var editor = app.Client(await app.NewKeyAsync(Role.Editor));
        using (var refused = await editor.PostAsync("/api/cleanup/reconciliation", null)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var refused = await editor.GetAsync("/api/cleanup/reconciliation")) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var wrong = await app.Admin.PostAsync("/api/cleanup/reconciliation?fix=perhaps", null)) Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Get<ReconciliationControl>().CheckAsync(true, Actor.User(1, "Ed", Role.Editor), default));
        Assert.Null((await app.StatusAsync()).Last);
    }

    private static IReadOnlyList<string> Faults((string Key, string Value) setting)
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-");
        try
        {
            return ConfigurationCheck.Faults(new ConfigurationBuilder().AddInMemoryCollection([new("DataDirectory", data.FullName), new(setting.Key, setting.Value)]).Build());
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<ScheduleView?> ScheduleAsync(MediaApp app) => (await app.Get<JobBoard>().ReadAsync(default)).Schedules.FirstOrDefault(s => s.Name == NightlyReconciliationJob.Name);
}
