using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Cleanup;

namespace MediaAdmin.Tests.Portal;

public sealed class QueueRowTests : CleanupParts
{
    private readonly List<string> _done = [];

    [Theory]
    [InlineData("en", DeletionState.Waiting, null, false, "Can be restored")]
    [InlineData("en", DeletionState.Waiting, null, true, "Waiting")]
    [InlineData("en", DeletionState.Waiting, DeletionFault.NotAnswered, true, "Tried again")]
    [InlineData("en", DeletionState.Deleting, null, true, "Being deleted")]
    [InlineData("en", DeletionState.Deleted, null, true, "Deleted")]
    [InlineData("en", DeletionState.AlreadyGone, null, true, "Was gone already")]
    [InlineData("en", DeletionState.Failed, DeletionFault.NotAnswered, true, "Failed")]
    [InlineData("en", DeletionState.Undone, null, false, "Restored")]
    [InlineData("en", DeletionState.GivenUp, DeletionFault.NotAnswered, true, "Given up")]
    [InlineData("tr", DeletionState.Waiting, null, false, "Geri alınabilir")]
    [InlineData("tr", DeletionState.Waiting, DeletionFault.NotAnswered, true, "Yeniden denenecek")]
    [InlineData("tr", DeletionState.Failed, DeletionFault.NotAnswered, true, "Silinemedi")]
    public void Every_state_is_said_in_words(string language, DeletionState state, DeletionFault? fault, bool tried, string words)
    {
        Speak(language);
        Assert.Equal(words, Row(Entry(state, fault, tried)).Find(".state").TextContent.Trim());
    }

    [Theory]
    [InlineData("en", "The file lies in a store that the portal is not connected with")]
    [InlineData("tr", "Dosya, portalın bağlı olmadığı bir depoda")]
    public void The_last_error_is_said_plainly_and_the_store_is_quoted_only_when_asked(string language, string words)
    {
        Speak(language);
        var failed = Entry(DeletionState.Failed, DeletionFault.NotConnected, tried: true, error: "not 'elsewhere'");
        Assert.Equal(words, Row(failed).Find(".error").TextContent.Trim());
        Assert.DoesNotContain("elsewhere", Row(failed).Markup);
        Assert.Equal("not 'elsewhere'", Row(failed, isOpen: true).Find(".story q").TextContent);
    }

    [Theory]
    [InlineData(DeletionState.Failed, DeletionFault.StoreRefused, true, true)]
    [InlineData(DeletionState.Waiting, DeletionFault.StoreRefused, true, true)]
    [InlineData(DeletionState.Waiting, null, false, false)]
    [InlineData(DeletionState.Deleting, null, true, false)]
    [InlineData(DeletionState.Deleted, null, true, false)]
    [InlineData(DeletionState.GivenUp, DeletionFault.StoreRefused, true, false)]
    public void Only_what_is_stuck_can_be_retried_or_given_up(DeletionState state, DeletionFault? fault, bool tried, bool stuck)
    {
        var row = Row(Entry(state, fault, tried));
        foreach (var button in row.FindAll(".actions button")) button.Click();
        Assert.Equal(stuck ? ["retry 5", "give up 5"] : [], _done);
    }

    [Fact]
    public void The_next_try_is_counted_down_and_not_before_a_pause_is_over()
    {
        var waiting = Entry();
        Assert.Equal("24000", Row(waiting).Find(".next count-down").GetAttribute("left"));
        Assert.Equal("60000", Row(waiting, pause: new(DeletionFault.StoreUnavailable, "", Some.Noon, Some.Noon.AddMinutes(1))).Find(".next count-down").GetAttribute("left"));
        Assert.Empty(Row(Entry(DeletionState.Failed, DeletionFault.StoreRefused, tried: true)).FindAll(".next count-down"));
    }

    [Fact]
    public void A_row_opens_its_story_and_renders_again_only_when_it_changed()
    {
        var row = Row(Entry());
        row.Find("button.name").Click();
        Assert.Equal(["open 5"], _done);
        row.Render(p => p.Add(r => r.View, QueueItem.Of(Entry(), null, isOpen: false)));
        Assert.Equal(1, row.RenderCount);
        row.Render(p => p.Add(r => r.View, QueueItem.Of(Entry(), null, isOpen: true)));
        Assert.Equal("true", row.Find("button.name").GetAttribute("aria-expanded"));
        Assert.Equal(row.Find("button.name").GetAttribute("aria-controls"), row.Find("tr.story").Id);
    }

    private IRenderedComponent<QueueRow> Row(DeletionView entry, bool isOpen = false, DeletionPause? pause = null) => Render<QueueRow>(p => p
        .Add(r => r.View, QueueItem.Of(entry, pause, isOpen)).Add(r => r.OnOpen, (long id) => _done.Add($"open {id}"))
        .Add(r => r.OnRetry, (DeletionView one) => _done.Add($"retry {one.Id}")).Add(r => r.OnGiveUp, (DeletionView one) => _done.Add($"give up {one.Id}")));
}
