using Bunit;
using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Portal.Jobs;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Tests.Portal;

/// <summary>What needs a person in the engine room and what has run there, with the portal behind it.</summary>
public sealed class FailedWorkTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    private static readonly Actor Admin = Actor.User(1, "Ada", Role.Admin);

    [Fact]
    public async Task A_cause_tells_its_number_and_the_act_that_helps_and_asks_before_it_acts()
    {
        await FailAsync(3, UploadFault.NotAPicture);
        var done = 0;
        var work = Render<FailedWork>(p => p.Add(w => w.Causes, [Cause(UploadFault.NotAPicture, 3, canRetry: false), Cause(UploadFault.StoreRefused, 1500)]).Add(w => w.Telling, Telling()).Add(w => w.Me, Admin).Add(w => w.MayAct, true).Add(w => w.OnDone, () => done++));
        Assert.Equal(["Give up 3", "Give up 1,500", "Retry 1,500"], work.FindAll(".buttons button").Select(b => b.TextContent));
        Assert.Empty(work.FindAll("[data-retry-all]")); // only one of the two can be retried
        work.FindAll(".buttons button")[0].Click();
        Assert.Equal("Give 3 items up?", work.Find("dialog h2").TextContent);
        Assert.False(work.Find("dialog [type=submit]").HasAttribute("disabled")); // a browser does not submit a form whose button is still disabled
        work.Find("dialog form").Submit();
        Assert.Single(work.FindAll("dialog")); // without a reason nothing is given up
        work.Find("dialog input").Input("wrong folder");
        work.Find("dialog form").Submit();
        work.WaitForAssertion(() => Assert.Equal("3 items given up.", work.Find(".said").TextContent), Eventually.Patience);
        Assert.Equal((1, 0), (done, work.FindAll("dialog").Count));
        work.FindAll(".buttons button")[2].Click();
        Assert.Equal("Try 1,500 items again?", work.Find("dialog h2").TextContent);
    }

    [Fact]
    public async Task Some_of_a_cause_are_chosen_by_their_file()
    {
        var ids = await FailAsync(4, UploadFault.Unexpected);
        FailedChoice? chosen = null;
        var group = Render<CauseGroup>(p => p.Add(g => g.View, Cause(UploadFault.Unexpected, 4)).Add(g => g.Telling, Telling()).Add(g => g.MayAct, true).Add(g => g.OnRetry, (FailedChoice which) => chosen = which));
        Assert.StartsWith("Something went wrong that nobody foresaw", group.Find("h3").TextContent, StringComparison.Ordinal);
        group.Find("details").TriggerEvent("ontoggle", EventArgs.Empty);
        group.WaitForAssertion(() => Assert.Equal(4, group.FindAll("li").Count), Eventually.Patience);
        group.Find("[aria-label='Choose Unexpected-2.png · Ada']").Change(true);
        Assert.Equal("Retry 1", group.FindAll(".buttons button")[1].TextContent);
        group.FindAll(".buttons button")[1].Click();
        Assert.Equal(("Unexpected", $"{ids[1]:N}"), (chosen!.Cause, Assert.Single(chosen.Ids!)));
    }

    [Fact]
    public void Who_only_looks_is_offered_nothing() =>
        Assert.Empty(Render<FailedWork>(p => p.Add(w => w.Causes, [Cause(UploadFault.StoreRefused, 2), Cause(UploadFault.Unexpected, 2)]).Add(w => w.Telling, Telling()).Add(w => w.Me, Me)).FindAll("button"));

    [Fact]
    public async Task History_is_searched_by_file_and_narrowed_by_kind_and_end()
    {
        var file = $"jug-{Guid.NewGuid():N}.png";
        await new TusClient(App.Admin).UploadAsync(Pictures.Png(4242), file);
        await Eventually.HoldsAsync(async () => (await App.Get<JobHistory>().FindAsync(new(file), 0, 1, default)).Total == 1, "the run is in the history");
        var panel = Render<HistoryPanel>(p => p.Add(h => h.Kinds, [StoreUploadJob.Queue, PurgeJob.Queue]));
        Assert.Equal(["All kinds", "Storing pictures", "Deleting files"], panel.FindAll("select")[0].Children.Select(o => o.TextContent));
        panel.Find("[type=search]").Input(file);
        panel.WaitForAssertion(() => Assert.Equal("1 run", panel.Find("h2 [role=status]").TextContent), Eventually.Patience);
        panel.FindAll("select")[1].Change(nameof(JobRunOutcome.Failed));
        panel.WaitForAssertion(() => Assert.Equal("No run fits. The history goes back seven days.", panel.Find(".none").TextContent), Eventually.Patience);
    }

    private static FailureCause Cause(UploadFault fault, int items, bool canRetry = true) => new(StoreUploadJob.Queue, $"{fault}", items, Some.Noon, "the words behind it", canRetry, CanGiveUp: true);

    private CauseWords Telling() => new(Words<JobsWords>(), Words<UploadWords>(), Words<DeletionWords>(), Some.Limits);

    private IStringLocalizer<T> Words<T>() => Services.GetRequiredService<IStringLocalizer<T>>();

    private async Task<IReadOnlyList<Guid>> FailAsync(int count, UploadFault fault)
    {
        await using var db = await App.DbAsync();
        var batch = UploadBatch.Create(Guid.NewGuid(), "user:1", "Ada", null, DateTimeOffset.UtcNow);
        var uploads = Enumerable.Range(1, count).Select(n => Upload.Expect(batch, new($"{fault}-{n}.png", 4), new(null, null, null), n, DateTimeOffset.UtcNow, TimeSpan.FromDays(1))).ToList();
        foreach (var upload in uploads) upload.Fail(fault, "the words behind it");
        db.AddRange([batch, .. uploads]);
        await db.SaveChangesAsync();
        return [.. uploads.Select(u => u.Id)];
    }
}
