using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Notices;
using MediaAdmin.Portal.Bell;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Portal;

/// <summary>The bell with the portal behind it: what was told before and what is told now, in the reader's words.</summary>
public sealed class NoticeBellTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    [Fact]
    public void With_nothing_to_tell_it_says_what_would_be_told()
    {
        var bell = Render<NoticeBell>();
        Assert.StartsWith("Nothing to tell.", bell.Find(".none").TextContent);
        Assert.Equal("Notices", bell.Find("button.bell").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task What_ended_while_nobody_looked_is_counted_and_is_read_when_it_is_opened()
    {
        var batch = Guid.NewGuid();
        await TellAsync(new BatchEnded(batch, null, 40, 0, 0, 0));
        var bell = Render<NoticeBell>();
        bell.WaitForAssertion(() => Assert.Equal("Notices, 1 unread", bell.Find("button.bell").GetAttribute("aria-label")), Eventually.Patience);
        Assert.Equal("All 40 pictures are stored", bell.Find("li strong").TextContent);
        Assert.Equal($"/uploads?batch={batch}", bell.Find("li a").GetAttribute("href"));
        Assert.Empty(bell.FindAll("[data-notice]")); // it is no news any more
        bell.Find("li a").Click();
        bell.WaitForAssertion(() => Assert.Equal("Notices", bell.Find("button.bell").GetAttribute("aria-label")), Eventually.Patience);
        Assert.Empty(bell.FindAll("li .visually-hidden"));
    }

    [Fact]
    public async Task What_happens_now_is_handed_to_the_browser_too_and_all_can_be_read_at_once()
    {
        var bell = Render<NoticeBell>();
        await TellAsync(new BatchEnded(Guid.NewGuid(), null, 47, 1, 2, 3));
        await TellAsync(new BatchEnded(Guid.NewGuid(), null, 0, 0, 1, 0));
        bell.WaitForAssertion(() => Assert.Equal("2", bell.Find(".count").TextContent), Eventually.Patience);
        Assert.Equal(["1 upload needs you", "3 uploads need you"], bell.FindAll("li strong").Select(s => s.TextContent));
        Assert.Equal("47 stored · 2 failed · 1 is in the library already · 3 taken back", bell.FindAll("li .say > span")[^2].TextContent);
        Assert.Contains(bell.FindAll("[data-notice]"), s => s.GetAttribute("data-title") == "1 upload needs you");
        bell.Find("header button").Click();
        bell.WaitForAssertion(() => Assert.Empty(bell.FindAll(".count")), Eventually.Patience);
        Assert.Empty(bell.FindAll("header button"));
    }

    [Fact]
    public async Task Failed_deletions_are_told_with_their_reason_and_lead_to_the_queue()
    {
        await TellAsync(new DeletionsFailed(DeletionFault.StoreRefused, 1200));
        var bell = Render<NoticeBell>();
        bell.WaitForAssertion(() => Assert.Equal("1,200 files could not be deleted", bell.Find("li strong").TextContent), Eventually.Patience);
        Assert.Equal("The picture store refuses to delete the file", bell.Find("li .say > span").TextContent);
        Assert.Equal("/cleanup?state=failed&error=StoreRefused", bell.Find("li a").GetAttribute("href"));
    }

    [Fact]
    public void A_database_that_is_away_breaks_no_page()
    {
        WithoutDatabase<NoticeBoard>();
        Assert.NotEmpty(Render<NoticeBell>().FindAll("button.bell"));
    }

    private Task TellAsync<T>(T facts) where T : class => App.Get<NoticeBoard>().TellAsync(Me.Id, Guid.NewGuid().ToString("N"), facts, default);
}
