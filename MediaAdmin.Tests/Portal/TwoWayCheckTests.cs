using System.Globalization;
using Bunit;
using MediaAdmin.Access;
using MediaAdmin.Live;
using MediaAdmin.Portal.Cleanup;
using MediaAdmin.Reconciliation;
using MediaAdmin.Tests.Reconciliation;
using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Tests.Portal;

public sealed class TwoWayCheckTests : PortalParts
{
    private readonly List<string> _acts = [];

    public TwoWayCheckTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public void Before_the_first_check_it_says_what_one_does_and_offers_it()
    {
        var panel = Panel(new(null, null, []));
        Assert.Contains("Not checked yet", panel.Find(".never").TextContent);
        Assert.Contains("changes nothing", panel.Find(".never").TextContent);
        panel.Find("[data-check]").Click();
        Assert.Equal(["check"], _acts);
    }

    [Fact]
    public void While_a_check_runs_it_tells_how_far_it_is_and_can_be_stopped_but_not_begun_again()
    {
        var panel = Panel(new(new(7, false, Some.Noon, "Ann", 1000, 0), Report(ReconciliationState.Differences, orphans: 3), []), new(7, 40_000, 12_000, 0));
        Assert.Contains("40,000 files in the store, 12,000 pictures", panel.Find(".running").TextContent);
        Assert.Contains("by Ann", panel.Find(".running").TextContent);
        Assert.Equal("Stop", Assert.Single(panel.FindAll("button")).TextContent.Trim());
        panel.Find("[data-stop]").Click();
        Assert.Equal(["stop"], _acts);
    }

    [Fact]
    public void Numbers_of_another_check_are_not_shown() =>
        Assert.Contains("1,000 files", Panel(new(new(8, false, Some.Noon, "Ann", 1000, 0), null, []), new(7, 40_000, 12_000, 0)).Find(".running").TextContent);

    [Fact]
    public void While_it_is_put_in_order_it_tells_how_much_is_done() =>
        Assert.Contains("Putting in order, done so far: 12", Panel(new(new(7, true, Some.Noon, "Ann", 0, 0), Report(ReconciliationState.Differences, orphans: 30), []), new(7, 0, 0, 12)).Find(".running").TextContent);

    [Fact]
    public void Books_that_balance_are_said_to_with_who_checked_and_how_much()
    {
        var panel = Panel(new(null, Report(ReconciliationState.Balanced), []));
        Assert.Contains("The books balance", panel.Find(".balanced h3").TextContent);
        Assert.Contains("by MediaAdmin · 40,000 files in the store (4.2 GB) and 12,000 pictures of the library checked", panel.Find(".when").TextContent);
        Assert.Empty(panel.FindAll("article"));
        Assert.Single(panel.FindAll("button"));
    }

    [Fact]
    public void Differences_are_four_groups_in_plain_words_and_putting_in_order_asks_with_the_counts()
    {
        var panel = Panel(new(null, Report(ReconciliationState.Differences, orphans: 30, lost: 1), []));
        Assert.Contains("31 differences", panel.Find("h3").TextContent);
        Assert.Equal(["30", "1", "0", "0"], panel.FindAll(".sum strong").Select(s => s.TextContent));
        Assert.Contains("for at least 30 days", panel.FindAll("article")[1].TextContent);
        Assert.Equal("/products/5", panel.FindAll("article")[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("and 29 more", panel.FindAll("article")[0].TextContent);
        panel.Find(".act button").Click();
        Assert.Equal("Put in order? 30 files leave the store, 1 picture goes to the trash.", panel.Find(".confirm > span").TextContent);
        Assert.Empty(_acts);
        panel.Find(".danger").Click();
        Assert.Equal(["fix 7"], _acts);
    }

    [Fact]
    public void What_was_put_in_order_says_so_and_offers_it_no_more()
    {
        var panel = Panel(new(null, Report(ReconciliationState.Differences, orphans: 30) with { FixedAt = Some.Noon, FixedByName = "Ann" }, []));
        Assert.Contains("Put in order by Ann", panel.Find(".fixed").TextContent);
        Assert.Contains("put in order: 28", panel.Find(".done").TextContent);
        Assert.Empty(panel.FindAll(".act"));
    }

    [Fact]
    public void Too_much_is_warned_of_and_not_put_in_order()
    {
        var panel = Panel(new(null, Report(ReconciliationState.Differences, orphans: 30_000) with { TooMuch = true }, []));
        Assert.Contains("wrong database or the wrong store", panel.Find(".fault").TextContent);
        Assert.Empty(panel.FindAll(".act"));
    }

    [Fact]
    public void A_check_that_broke_off_claims_nothing_and_tells_why_in_the_stores_words_too()
    {
        var panel = Panel(new(null, Report(ReconciliationState.NotFinished, orphans: 3) with { Fault = ReconciliationFault.StoreFailed, Reason = "503 from the moon" }, []));
        Assert.Contains("did not finish", panel.Find("h3").TextContent);
        Assert.Contains("nothing was changed", panel.Find(".what").TextContent);
        Assert.Contains("The store did not go on", panel.Find(".fault").TextContent);
        Assert.Equal("503 from the moon", panel.Find("q").TextContent);
        Assert.Empty(panel.FindAll("article"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("tr")]
    public void No_state_shows_a_word_that_is_not_there(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var earlier = Enum.GetValues<ReconciliationState>().Where(s => s != ReconciliationState.Running).Select((s, i) => new ReconciliationSummary(i, s, Some.Noon, "Ann", 3, IsFixed: i == 1)).ToList();
        var reports = from state in earlier.Select(e => e.State)
                      from fault in Enum.GetValues<ReconciliationFault>().Cast<ReconciliationFault?>().Append(null)
                      select Report(state, 30, 1, 2, 1) with { Fault = fault };
        foreach (var report in reports)
        {
            var panel = Panel(new(null, report, earlier));
            if (panel.FindAll(".act button") is [var fix]) fix.Click();
            Assert.DoesNotMatch(@"[A-Za-z]+_[A-Za-z]+|\{\d", panel.Find("section").TextContent);
        }
    }

    [Fact]
    public async Task It_follows_a_real_check_by_news_alone_and_has_put_in_order_what_it_shows()
    {
        await using var app = await Balance.QuietAppAsync(TestDatabase.Sqlite);
        await app.ShelveAsync(await app.NewProductAsync(), 3);
        Balance.PlantObject(app.Data);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Script().Listing = (number, _) => number == 1 ? go.Task : Task.CompletedTask;
        Services.AddSingleton(app.Get<ReconciliationList>()).AddSingleton(app.Get<ReconciliationControl>()).AddSingleton(app.Get<IOptions<ReconciliationOptions>>())
            .AddSingleton(app.Get<Announcements>()).AddScoped<Pulse>().AddSingleton(TimeProvider.System);
        var check = Render<TwoWayCheck>(p => p.Add(c => c.Me, Actor.User(1, "Ann", Role.Admin)));
        check.WaitForAssertion(() => Assert.Contains("Not checked yet", check.Markup), Eventually.Patience);

        await check.Find("[data-check]").ClickAsync(new());
        check.WaitForAssertion(() => Assert.Contains("Checked so far", check.Find(".running").TextContent), Eventually.Patience);
        go.SetResult();
        check.WaitForAssertion(() => Assert.Contains("1 difference", check.Find("h3").TextContent), Eventually.Patience);
        await check.Find(".act button").ClickAsync(new());
        await check.Find(".danger").ClickAsync(new());
        check.WaitForAssertion(() => Assert.Contains("Put in order by Ann", check.Find(".fixed").TextContent), Eventually.Patience);
        app.Script().Listing = (_, _) => Task.CompletedTask;
        await app.CheckAsync(); // by somebody else
        check.WaitForAssertion(() => Assert.Contains("The books balance", check.Markup), Eventually.Patience);
    }

    private IRenderedComponent<TwoWayPanel> Panel(ReconciliationStatus status, ReconciliationProgress? progress = null) => Render<TwoWayPanel>(p => p
        .Add(c => c.Status, status).Add(c => c.Progress, progress).Add(c => c.KeepDays, 30)
        .Add(c => c.OnCheck, EventCallback.Factory.Create(this, () => _acts.Add("check"))).Add(c => c.OnStop, EventCallback.Factory.Create(this, () => _acts.Add("stop")))
        .Add(c => c.OnFix, EventCallback.Factory.Create<long>(this, report => _acts.Add($"fix {report}"))));

    private static ReconciliationView Report(ReconciliationState state, int orphans = 0, int lost = 0, int unconfirmed = 0, int leftovers = 0)
    {
        DifferenceGroup Group(Difference kind, int found) => new(kind, found, found * 1000L, Math.Max(0, found - 2),
            found == 0 ? [] : [new($"shop/lamp/{kind}", "front.jpg", 1000, Some.Noon, 3, kind == Difference.Lost ? 5 : null, kind == Difference.Lost ? "LAMP-1" : null)]);
        return new(7, state, Some.Noon, Some.Noon, "MediaAdmin", null, "", 40_000, 4_200_000_000, 12_000,
            [Group(Difference.Orphan, orphans), Group(Difference.Lost, lost), Group(Difference.Unconfirmed, unconfirmed), Group(Difference.Leftover, leftovers)], false, null, "");
    }
}
