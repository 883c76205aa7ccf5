using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Portal.Deleting;

namespace MediaAdmin.Tests.Portal;

/// <summary>What the strip has to say at a moment, and when it will say something else.</summary>
public sealed class StripViewTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    [Fact]
    public void Nothing_deleted_nothing_said() => Assert.Null(Look(Some.Noon));

    [Fact]
    public void Right_after_the_act_it_can_be_undone_and_only_news_changes_that()
    {
        var view = Look(Some.Noon.AddSeconds(1), Some.Act(entries: 3))!;
        Assert.Equal((ActPhase.Undoable, null), (view.Phase, view.ChangesAt));
        Assert.Equal(ActPhase.Undoable, Look(Some.Noon + Window * 2, Some.Act(entries: 3))!.Phase); // nobody has come for it yet
    }

    [Fact]
    public void Once_the_store_is_asked_it_is_being_deleted_then_gone_for_some_seconds()
    {
        Assert.Equal(ActPhase.Deleting, Look(Some.Noon + Window, Some.Act(entries: 3, undoable: 2))!.Phase);
        var ended = Some.Noon + Window;
        var gone = Look(ended, Some.Act(entries: 3, done: 3, endedAt: ended))!;
        Assert.Equal((ActPhase.Gone, ended + ActPhases.GoneShown), (gone.Phase, gone.ChangesAt));
        Assert.Null(Look(gone.ChangesAt!.Value, Some.Act(entries: 3, done: 3, endedAt: ended)));
    }

    [Fact]
    public void Without_an_undo_window_no_undo_is_offered() =>
        Assert.Equal(ActPhase.Deleting, Look(Some.Noon, Some.Act(entries: 3, undoable: 3, window: TimeSpan.Zero))!.Phase);

    [Fact]
    public void A_failure_stays_until_it_is_closed()
    {
        var act = Some.Act(entries: 3, done: 2, failed: 1, endedAt: Some.Noon);
        var view = Look(Some.Noon.AddHours(2), act)!;
        Assert.Equal((ActPhase.Failed, null), (view.Phase, view.ChangesAt));
        Assert.Null(StripView.Of([act], null, null, new HashSet<Guid> { act.Operation }, Some.Noon));
        Assert.Null(Look(Some.Noon.AddDays(2), act)); // that is the business of the clean-up page
    }

    [Fact]
    public void With_a_window_of_days_it_can_be_undone_here_for_a_minute_then_the_trash_is_pointed_to_then_it_is_silent()
    {
        var act = Some.Act(entries: 3, window: TimeSpan.FromDays(7));
        var first = Look(Some.Noon, act)!;
        Assert.Equal((ActPhase.Undoable, Some.Noon + ActPhases.UndoShown), (first.Phase, first.ChangesAt));
        var second = Look(first.ChangesAt!.Value, act)!;
        Assert.Equal(ActPhase.InTrash, second.Phase);
        Assert.Null(Look(second.ChangesAt!.Value, act));
        Assert.Null(Look(Some.Noon.AddDays(7), act with { Undoable = 0 })); // what leaves the store a week later is no news
        Assert.Equal(ActPhase.Failed, Look(Some.Noon.AddHours(1), act with { Undoable = 0, Done = 2, Failed = 1 })!.Phase);
    }

    [Fact]
    public void The_newest_act_is_told_fully_and_those_before_it_are_summed()
    {
        var view = Look(Some.Noon, Some.Act(entries: 1), Some.Act(entries: 40, undoable: 0, done: 10), Some.Act(entries: 10, undoable: 0, done: 8, failed: 2))!;
        Assert.Equal((1, 50, 18, 2), (view.Act!.Entries, view.Earlier, view.EarlierGone, view.EarlierFailed));
    }

    [Fact]
    public void What_came_to_the_same_end_is_one_piece_of_news()
    {
        var view = Look(Some.Noon, Some.Act(entries: 2, done: 2, endedAt: Some.Noon), Some.Act(entries: 3, done: 3, endedAt: Some.Noon))!;
        Assert.Equal((5, 5, 0), (view.Act!.Entries, view.Act.Done, view.Earlier));
        var failed = Look(Some.Noon, Some.Act(entries: 2, failed: 2), Some.Act(entries: 3, done: 2, failed: 1), Some.Act(entries: 4, done: 4, endedAt: Some.Noon))!;
        Assert.Equal((3, 0, 0), (failed.Act!.Failed, failed.EarlierFailed, failed.Earlier));
    }

    [Fact]
    public void A_pause_is_told_only_when_an_act_waits_for_the_store()
    {
        var pause = new WorkPause { Kind = PurgeJob.Queue, Until = Some.Noon.AddMinutes(1) };
        Assert.Null(StripView.Of([Some.Act(entries: 3)], pause, null, new HashSet<Guid>(), Some.Noon)!.Pause);
        Assert.Same(pause, StripView.Of([Some.Act(entries: 3)], pause, null, new HashSet<Guid>(), Some.Noon + Window)!.Pause);
        var retrying = Some.Act(entries: 3, undoable: 0, retrying: 3);
        Assert.Same(pause, StripView.Of([retrying], pause, null, new HashSet<Guid>(), Some.Noon.AddMinutes(2))!.Pause); // it is over, and the store is asked just now
        Assert.Null(StripView.Of([Some.Act(entries: 3, undoable: 0)], pause, null, new HashSet<Guid>(), Some.Noon.AddMinutes(2))!.Pause);
    }

    [Fact]
    public void A_product_without_pictures_can_be_undone_until_its_window_ends()
    {
        var bare = Some.Act(entries: 0, product: "Lamp");
        Assert.Equal((ActPhase.Undoable, Some.Noon + Window), (Look(Some.Noon, bare)!.Phase, Look(Some.Noon, bare)!.ChangesAt));
        Assert.Null(Look(Some.Noon + Window, bare));
    }

    [Fact]
    public void What_came_of_an_undo_is_told_for_a_moment()
    {
        var undo = new UndoResult(new(3, 3), null, Some.Noon.AddSeconds(6));
        Assert.Equal(undo.Until, StripView.Of([], null, undo, new HashSet<Guid>(), Some.Noon)!.ChangesAt);
        Assert.Null(StripView.Of([], null, undo, new HashSet<Guid>(), undo.Until!.Value));
    }

    private static StripView? Look(DateTimeOffset now, params ActProgress[] acts) => StripView.Of(acts, null, null, new HashSet<Guid>(), now);
}
