using AngleSharp.Dom;
using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Portal.Jobs;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Portal;

/// <summary>The engine room, part by part, at a noon that stands still.</summary>
public sealed class JobsPartsTests : CleanupParts
{
    private static readonly DateTimeOffset Soon = Some.Noon.AddSeconds(20);
    private static readonly PauseView ByHand = new("the store moves house", "", "Ada", Some.Noon.AddMinutes(-1), null, false), ByItself = new(nameof(DeletionFault.StoreUnavailable), "connection refused", "", Some.Noon.AddMinutes(-1), Soon, false);

    private readonly List<string> _done = [];

    [Theory]
    [InlineData("en", "Storing pictures Running 3 Waiting 1,200 2 failed 7 tried again Active oldest since", "as fits")]
    [InlineData("tr", "Görselleri depolama Süren 3 Bekleyen 1.200 2 başarısız 7 yeniden denenecek Etkin en eskisi:", "sığdığı kadar")]
    public void A_tile_tells_what_runs_and_waits_and_what_needs_looking_at(string language, string words, string asFits)
    {
        Speak(language);
        var tile = Tile(Work(running: 3, waiting: 1200, retrying: 7, failed: 2));
        Assert.StartsWith(words, Text(tile.Find("li")), StringComparison.Ordinal);
        Assert.Equal(("/jobs#failed", asFits), (tile.Find("a").GetAttribute("href"), tile.Find("option").TextContent));
        tile.Find("select").Change("4");
        tile.Find("select").Change("0");
        tile.Find("button").Click();
        Assert.Equal(["at once 4", "at once ", "pause"], _done);
    }

    [Fact]
    public void A_tile_with_nothing_to_do_has_no_badge_and_who_only_looks_no_button()
    {
        var tile = Tile(Work(), mayAct: false);
        Assert.Equal("Storing pictures Running 0 Waiting 0 Active", Text(tile.Find("li")));
        Assert.Empty(tile.FindAll("button, select, .badges"));
    }

    [Theory]
    [InlineData(false, "Paused")]
    [InlineData(true, "Trying one")]
    public void A_tile_of_work_that_stands_still_says_so_and_resumes(bool isTrying, string state)
    {
        var tile = Tile(Work(pause: ByItself with { IsTrying = isTrying }));
        Assert.Equal(("paused", state, "Resume: Storing pictures"), (tile.Find("li").ClassName, tile.Find(".state").TextContent, tile.Find("button").GetAttribute("aria-label")));
        tile.Find("button").Click();
        Assert.Equal(["resume"], _done);
    }

    [Theory]
    [InlineData("en", "The shop itself is not affected, and nothing is lost.", "Goes on in 20 s", "Resume")]
    [InlineData("tr", "Mağaza bundan etkilenmez ve hiçbir şey kaybolmaz.", "20 sn sonra sürer", "Sürdür")]
    public void Work_that_paused_by_itself_says_why_counts_down_and_goes_on_when_asked(string language, string shop, string next, string button)
    {
        Speak(language);
        var banner = Banner(Work(pause: ByItself));
        Assert.All([shop, next, "connection refused"], words => Assert.Contains(words, banner.Markup, StringComparison.Ordinal));
        Assert.Equal(button, banner.Find("button").TextContent);
        banner.Find("button").Click();
        Assert.Equal(["resume"], _done);
    }

    [Fact]
    public void Work_that_somebody_paused_without_an_end_says_who_and_what_nobody_is_working_on()
    {
        var banner = Banner(Work(waiting: 3, pause: ByHand), mayAct: false);
        Assert.Contains("3 items wait, and nobody is working on them.", banner.Markup, StringComparison.Ordinal);
        Assert.Equal("Until it is resumed", banner.Find(".next strong").TextContent);
        Assert.Empty(banner.FindAll("button, details"));
        var ending = Banner(Work(waiting: 3, pause: ByHand with { Until = Soon }));
        Assert.Equal(("Goes on in 20 s", 0), (ending.Find("count-down").TextContent, ending.FindAll(".what strong").Count));
    }

    [Fact]
    public void What_runs_comes_with_its_product_node_and_progress_and_can_be_stopped_once()
    {
        RunningJob upload = new("1", StoreUploadJob.Queue, "a", new("front.jpg · LAMP-1 · Ann", "/products/7"), "node-b", Some.Noon, 40, "", false), purge = new("2", PurgeJob.Queue, "deletions", null, "node-a", Some.Noon, null, "", true);
        var list = Render<RunningList>(p => p.Add(l => l.Jobs, [upload, purge]).Add(l => l.ShowNodes, true).Add(l => l.MayAct, true).Add(l => l.OnStop, (RunningJob job) => _done.Add($"stop {job.Id}")));
        Assert.Equal(("/products/7", "40"), (list.Find("a").GetAttribute("href"), list.Find("progress").GetAttribute("value")));
        Assert.EndsWith("· node-b", list.FindAll("small")[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("node-b", Render<RunningList>(p => p.Add(l => l.Jobs, [upload])).Markup, StringComparison.Ordinal);
        Assert.Equal([("Stop", false), ("Stopping…", true)], list.FindAll("button").Select(b => (b.TextContent, b.HasAttribute("disabled"))));
        list.Find("button").Click();
        Assert.Equal(["stop 1"], _done);
        Assert.Equal("Nothing runs at this moment.", Render<RunningList>(p => p.Add(l => l.Jobs, [])).Find(".none").TextContent);
    }

    [Fact]
    public void What_waits_comes_with_its_next_moment_and_its_tries_and_only_the_first_hundred_are_listed()
    {
        var list = Waiting(new(StoreUploadJob.Queue, "a", new("front.jpg", null), Soon, 2), new(PurgeJob.Queue, "deletions", null, Soon, 0));
        Assert.Equal(["front.jpg", "Deleting files"], list.FindAll("strong").Select(s => s.TextContent));
        Assert.EndsWith("2 tries failed", list.FindAll("small")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("2", list.Find("h2 span").TextContent);
        Assert.Equal("the first 100", Waiting([.. Enumerable.Range(0, 100).Select(n => new WaitingJob(PurgeJob.Queue, $"{n}", null, Soon, 0))]).Find("h2 span").TextContent);
        Assert.Empty(Waiting().FindAll("details"));
    }

    [Fact]
    public void A_schedule_tells_next_and_last_runs_now_and_is_switched_off_and_on()
    {
        ScheduleView next = new(JobQueues.Maintenance, "upload-sweep", Soon, Some.Noon, JobRunOutcome.Failed, null), off = new(JobQueues.Maintenance, "nightly-check", null, null, null, ByHand), until = off with { Kind = JobQueues.Maintenance, Name = "import-sweep", Off = ByHand with { Until = Soon } };
        var list = Render<ScheduleList>(p => p.Add(l => l.Schedules, [next, off, until]).Add(l => l.MayAct, true)
            .Add(l => l.OnRun, (ScheduleView s) => _done.Add($"run {s.Name}")).Add(l => l.OnOff, (ScheduleView s) => _done.Add($"off {s.Name}")).Add(l => l.OnOn, (ScheduleView s) => _done.Add($"on {s.Name}")));
        Assert.Equal(["Find unfinished uploads", "Nightly two-way check", "Find unfinished imports"], list.FindAll("strong").Select(s => s.TextContent));
        Assert.Contains("last failed", list.Find(".failed").TextContent, StringComparison.Ordinal);
        Assert.Equal("Off until it is switched on", list.Find(".off").TextContent);
        Assert.StartsWith("Off until", list.FindAll(".off")[1].TextContent, StringComparison.Ordinal);
        for (var n = 0; n < 4; n++) list.FindAll("button")[n].Click();
        Assert.Equal(["run upload-sweep", "off upload-sweep", "run nightly-check", "on nightly-check"], _done);
    }

    [Fact]
    public void A_pause_is_asked_for_with_its_length_and_reason_and_a_schedule_needs_none()
    {
        var dialog = Dialog(new(StoreUploadJob.Queue, null));
        Assert.Equal("Pause: Storing pictures", dialog.Find("h2").TextContent);
        dialog.Find("select").Change("Hour");
        dialog.Find("input").Input(" the store moves house ");
        dialog.Find("form").Submit();
        var off = Dialog(new(JobQueues.Maintenance, "upload-sweep"));
        Assert.Equal(("Switch off: Find unfinished uploads", 0), (off.Find("h2").TextContent, off.FindAll("input").Count));
        off.Find("form").Submit();
        off.Find("[data-close]").Click();
        Assert.Equal(["the store moves house for 01:00:00", " for ", "close"], _done);
    }

    [Fact]
    public void Machines_tell_their_last_sign_of_life_and_the_only_one_is_this_one()
    {
        var panel = Render<NodesPanel>(p => p.Add(n => n.Nodes, [new("node-a", Some.Noon, true), new("node-b", Some.Noon.AddHours(-1), false)]));
        Assert.Equal(["node-a", "node-b"], panel.FindAll(".name").Select(n => n.TextContent));
        Assert.Equal(["alive", "silent"], panel.FindAll("li").Select(l => l.ClassName));
        Assert.StartsWith("Silent since 11/20/2026 11:00:00", Text(panel.FindAll("small")[1]), StringComparison.Ordinal);
        Assert.Equal("This machine", Render<NodesPanel>(p => p.Add(n => n.Nodes, [new("node-a", Some.Noon, true)])).Find(".name").TextContent);
    }

    [Fact]
    public void The_chart_draws_what_was_done_and_tells_how_long_work_waited_and_took()
    {
        ChartBar[] bars = [new(Some.Noon, 30, 10), new(Some.Noon.AddMinutes(1), 0, 0), new(Some.Noon.AddMinutes(2), 10, 0)];
        KindDurations[] kinds = [new(JobQueues.Deletions, 1, TimeSpan.FromMilliseconds(40), TimeSpan.FromSeconds(1.2), null, null), new(StoreUploadJob.Queue, 40, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(3))];
        var panel = Render<ChartPanel>(p => p.Add(c => c.View, new JobChart(ChartSpan.Hour, TimeSpan.FromMinutes(1), bars, kinds)).Add(c => c.OnSpan, (ChartSpan span) => _done.Add($"{span}")));
        Assert.Equal("40 runs done, 10 failed", panel.Find("svg").GetAttribute("aria-label"));
        Assert.Equal([("good", "0", "75"), ("bad", "75", "25"), ("good", "75", "25")], panel.FindAll("rect").Select(r => (r.ClassName, r.GetAttribute("y"), r.GetAttribute("height"))));
        Assert.Equal(["Deleting files – – 40 ms 1.2 s", "Storing pictures 5 ms 3 min 1.0 s 2.0 s"], panel.FindAll("tbody tr").Select(Text));
        panel.FindAll("button")[2].Click();
        Assert.Equal(("Week", "true"), (Assert.Single(_done), panel.FindAll("button")[0].GetAttribute("aria-pressed")));
    }

    private IRenderedComponent<WorkTile> Tile(WorkView view, bool mayAct = true) => Render<WorkTile>(p => p.Add(t => t.View, view).Add(t => t.MayAct, mayAct)
        .Add(t => t.OnPause, () => _done.Add("pause")).Add(t => t.OnResume, () => _done.Add("resume")).Add(t => t.OnLimit, (int? many) => _done.Add($"at once {many}")));

    private IRenderedComponent<PausedWork> Banner(WorkView view, bool mayAct = true) =>
        Render<PausedWork>(p => p.Add(b => b.View, view).Add(b => b.Why, "Why.").Add(b => b.MayAct, mayAct).Add(b => b.OnResume, () => _done.Add("resume")));

    private IRenderedComponent<WaitingList> Waiting(params WaitingJob[] jobs) => Render<WaitingList>(p => p.Add(l => l.Jobs, jobs));

    private IRenderedComponent<PauseDialog> Dialog(PauseTarget wish) => Render<PauseDialog>(p => p.Add(d => d.Wish, wish)
        .Add(d => d.OnPause, (PauseChoice choice) => _done.Add($"{choice.Reason} for {choice.For}")).Add(d => d.OnClose, () => _done.Add("close")));

    private static WorkView Work(int running = 0, int waiting = 0, int retrying = 0, int failed = 0, PauseView? pause = null) =>
        new(StoreUploadJob.Queue, running, waiting, retrying, failed, waiting > 0 ? Some.Noon : null, RunsManyAtOnce: true, AtOnce: null, pause);

    /// <summary>What is read, without the choices of a list.</summary>
    private static string Text(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var choice in copy.QuerySelectorAll("label")) choice.Remove();
        return string.Join(' ', copy.Descendants<IText>().SelectMany(t => t.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }
}
