using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Cleanup;

namespace MediaAdmin.Tests.Portal;

public sealed class DeletionStoryTests : CleanupParts
{
    [Theory]
    [InlineData(DeletionState.Waiting, null, false, "done Trash, ahead Ask, ahead Confirm, ahead Unserve")]
    [InlineData(DeletionState.Deleting, null, true, "done Trash, done Asked, ahead Confirm, ahead Unserve")]
    [InlineData(DeletionState.Deleted, null, true, "done Trash, done Asked, done Confirmed, done Unserved")]
    [InlineData(DeletionState.AlreadyGone, null, true, "done Trash, done Asked, done AlreadyGone, done Unserved")]
    [InlineData(DeletionState.Waiting, DeletionFault.StillServed, true, "done Trash, done Asked, wrong Failed, ahead AskAgain, ahead Confirm, ahead Unserve")]
    [InlineData(DeletionState.Failed, DeletionFault.StillServed, true, "done Trash, done Asked, wrong Failed, ahead NeedsYou, ahead Confirm, ahead Unserve")]
    [InlineData(DeletionState.GivenUp, DeletionFault.StillServed, true, "done Trash, done Asked, wrong Failed, done GivenUp")]
    [InlineData(DeletionState.Undone, null, false, "done Trash, done Undone")]
    public void It_goes_from_the_shop_to_the_dead_address_by_way_of_what_went_wrong(DeletionState state, DeletionFault? fault, bool tried, string steps) =>
        Assert.Equal(steps, string.Join(", ", Of(Entry(state, fault, tried)).Select(s => $"{s.Kind.ToString().ToLowerInvariant()} {s.Words["Step_".Length..]}")));

    [Fact]
    public void What_nobody_could_look_at_is_not_called_dead() => Assert.Equal("Step_NotLooked", Of(Entry(DeletionState.Deleted, tried: true) with { UnservedAt = null })[^1].Words);

    [Fact]
    public void Where_caches_linger_the_last_step_is_ahead_seen_of_a_sample_seen_itself_or_wrong_in_the_end()
    {
        var confirmed = Entry(DeletionState.Deleted, tried: true) with { UnservedAt = null };
        DeletionView[] ends = [confirmed with { IsLookedAtLater = true }, confirmed with { IsLookedAtLater = true, SampleUnservedAt = Some.Noon }, confirmed with { Fault = DeletionFault.StillServed, SampleUnservedAt = Some.Noon }];
        Assert.Equal([("Step_Unserve", StepKind.Ahead), ("Step_SampleUnserved", StepKind.Done), ("Step_StillServed", StepKind.Wrong)], ends.Select(e => (Of(e)[^1].Words, Of(e)[^1].Kind)));
        Assert.All(ends, e => Assert.DoesNotContain(Of(e), s => s.Words == "Step_Failed")); // it was deleted
    }

    [Fact]
    public void The_word_by_which_the_store_confirmed_it_stands_with_its_confirmation()
    {
        var story = Render<Timeline>(p => p.Add(t => t.Item, QueueItem.Of(Entry(DeletionState.AlreadyGone, tried: true) with { Answer = "not_found" }, null, isOpen: true)));
        Assert.Equal("not_found", story.FindAll("li")[2].QuerySelector("q")!.TextContent);
        Assert.Single(story.FindAll("q"));
    }

    [Fact]
    public void A_file_that_was_replaced_or_found_begins_differently() =>
        Assert.Equal(["Step_Replaced", "Step_Orphan"], new[] { DeletionOrigin.Replaced, DeletionOrigin.Orphan }.Select(o => Of(Entry(origin: o))[0].Words));

    [Theory]
    [InlineData("en", "Removed from the shop", "The store refuses", "Given up", "admin: moved house")]
    [InlineData("tr", "Mağazadan kaldırıldı", "The store refuses", "Vazgeçildi", "admin: moved house")]
    public void It_is_told_in_words_with_the_times_the_stores_words_and_the_reason(string language, string removed, string quote, string givenUp, string reason)
    {
        Speak(language);
        var entry = Entry(DeletionState.GivenUp, DeletionFault.StoreRefused, tried: true, error: "The store refuses", reason: "admin: moved house");
        var story = Render<Timeline>(p => p.Add(t => t.Item, QueueItem.Of(entry, null, isOpen: true)));
        Assert.Equal(removed, story.Find("li strong").TextContent);
        Assert.Equal(3, story.FindAll("local-time").Count); // removed, asked, given up
        Assert.Equal(quote, story.Find("q").TextContent);
        Assert.Contains(givenUp, story.Find("li:last-child").TextContent);
        Assert.Contains(reason, story.Find("li:last-child").TextContent);
    }

    private static IReadOnlyList<StoryStep> Of(DeletionView entry) => DeletionStory.Of(QueueItem.Of(entry, null, isOpen: true));
}
