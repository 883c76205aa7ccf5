using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Cleanup;

namespace MediaAdmin.Tests.Portal;

public sealed class CleanupPartsTests : CleanupParts
{
    [Theory]
    [InlineData("en", "Waiting 12 1.2 MB · 3 tried again|Being deleted 2 The store is being asked|Failed 4 These need you|Deleted today 1,000 Since midnight UTC")]
    [InlineData("tr", "Bekliyor 12 1,2 MB · 3 yeniden denenecek|Siliniyor 2 Depoya soruluyor|Silinemedi 4 Sizi bekliyor|Bugün silinen 1.000 UTC gece yarısından beri")]
    public void The_tiles_tell_the_queue_in_figures_and_lead_to_its_entries(string language, string figures)
    {
        Speak(language);
        var tiles = Render<CleanupTiles>(p => p.Add(t => t.Stats, new(12, 3, 2, 4, 1000, 1_200_000, Some.Noon, null)));
        Assert.Equal(figures, string.Join('|', tiles.FindAll("a").Select(a => string.Join(' ', a.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))));
        Assert.Equal(["waiting", "deleting", "failed", "deleted"], tiles.FindAll("a").Select(a => a.GetAttribute("href")!.Split('=')[1]));
        Assert.Single(tiles.FindAll(".oldest local-time"));
    }

    [Fact]
    public void An_empty_queue_has_nothing_for_anybody_to_do()
    {
        var tiles = Render<CleanupTiles>(p => p.Add(t => t.Stats, new(0, 0, 0, 0, 0, 0, null, null)));
        Assert.Equal(["Nothing waits", "Nothing just now", "Nothing for you to do", "Since midnight UTC", "Nothing waits"], tiles.FindAll("small").Select(s => s.TextContent));
        Assert.Empty(tiles.FindAll(".bad"));
    }

    [Theory]
    [InlineData("en", "2 files", "Retry all 2", "and 1 other wording")]
    [InlineData("tr", "2 dosya", "Yeniden dene (2)", "ve 1 başka ifade")]
    public void Failures_of_one_cause_come_with_their_count_the_cure_and_one_retry(string language, string files, string retry, string more)
    {
        Speak(language);
        FailedGroup? retried = null;
        var group = new FailedGroup(DeletionFault.StoreRefused, 2, Some.Noon, "no such account", 2);
        var groups = Render<FailedGroups>(p => p.Add(g => g.Groups, [group]).Add(g => g.OnRetry, (FailedGroup one) => retried = one));
        Assert.All([files, retry, more, "no such account"], words => Assert.Contains(words, groups.Markup));
        Assert.Equal("/cleanup?state=failed&error=storeRefused", groups.Find("a").GetAttribute("href"));
        groups.Find("button").Click();
        Assert.Equal(group, retried);
    }

    [Fact]
    public void A_run_starts_with_the_usual_limits_or_ones_own()
    {
        var runs = new List<PurgeRun>();
        var form = Run(null, runs);
        form.Find("form").Submit();
        form.FindAll("input")[0].Change("500");
        form.FindAll("input")[1].Change("5");
        form.Find("form").Submit();
        Assert.Equal([new PurgeRun(100, 3, Now: true), new PurgeRun(500, 5, Now: true)], runs);
        Assert.Equal(("1", "1000"), (form.Find("input").GetAttribute("min"), form.Find("input").GetAttribute("max")));
    }

    [Theory]
    [InlineData("en", 7, 4, 0, "7 processed: 4 deleted, 2 already gone, 1 failed. 9 still waiting.")]
    [InlineData("en", 0, 9, 0, "Nothing was due. 9 files wait for their time.")]
    [InlineData("en", 0, 1, 0, "Nothing was due. 1 file waits for its time.")]
    [InlineData("en", 0, 0, 0, "Nothing waits: the queue is empty.")]
    [InlineData("en", 0, 9, 30, "The store still serves nobody. The queue goes on by itself.")]
    [InlineData("tr", 7, 4, 0, "7 dosya işlendi: 4 silindi, 2 zaten yoktu, 1 silinemedi. 9 bekliyor.")]
    [InlineData("tr", 0, 9, 0, "Sırası gelen yok. 9 dosya zamanını bekliyor.")]
    public void A_run_tells_what_came_of_it(string language, int processed, int number, int pausedFor, string words)
    {
        Speak(language);
        var result = processed > 0 ? new PurgeResult(processed, number, 2, 1, 9) : new PurgeResult(0, 0, 0, 0, number, pausedFor > 0 ? Some.Noon.AddSeconds(pausedFor) : null);
        Assert.Equal(words, Run(result, []).Find("[role=status]").TextContent);
    }

    [Fact]
    public void Giving_up_needs_a_reason_and_Enter_right_after_it_is_not_lost()
    {
        var reasons = new List<string>();
        var dialog = Render<GiveUpDialog>(p => p.Add(d => d.Entry, Entry(DeletionState.Failed)).Add(d => d.OnGiveUp, (string reason) => reasons.Add(reason)).Add(d => d.OnClose, () => { }));
        Assert.Contains("front.jpg", dialog.Find("h2").TextContent);
        Assert.False(dialog.Find("[type=submit]").HasAttribute("disabled")); // a browser does not submit a form whose button is still disabled
        dialog.Find("input").Input("   ");
        dialog.Find("form").Submit();
        Assert.Empty(reasons);
        dialog.Find("input").Input(" the account is closed ");
        dialog.Find("form").Submit();
        Assert.Equal(["the account is closed"], reasons);
    }

    [Fact]
    public void Filters_stand_in_the_address_and_are_read_from_it()
    {
        var query = new QueuePageQuery("lamp 1", "LUM", 7, DeletionState.AlreadyGone, "user:1", DeletionFault.StoreRefused, 3);
        Assert.Equal("/cleanup?search=lamp%201&client=LUM&product=7&state=alreadyGone&actor=user%3A1&error=storeRefused&page=3", query.Address);
        Assert.Equal(("/cleanup", true), (new QueuePageQuery().Address, new QueuePageQuery(Page: 2).IsEverything));
        Assert.Equal(DeletionState.AlreadyGone, QueuePageQuery.Read<DeletionState>("ALREADYGONE"));
        Assert.All([null, "", "7", "waiting,failed", "nonsense"], name => Assert.Null(QueuePageQuery.Read<DeletionState>(name)));
        Assert.Equal("/trash?search=a%26b&client=LUM&page=2", new TrashPageQuery("a&b", "LUM", 2).Address);
    }

    private IRenderedComponent<RunForm> Run(PurgeResult? result, List<PurgeRun> runs) =>
        Render<RunForm>(p => p.Add(f => f.Defaults, new()).Add(f => f.Result, result).Add(f => f.OnRun, (PurgeRun run) => runs.Add(run)));
}
