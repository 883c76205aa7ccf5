using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Deleting;
using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Tests.Portal;

/// <summary>What the strip says, in words, and what it offers.</summary>
public sealed class StripLineTests : PortalParts
{
    private readonly List<ActProgress> _undone = [];
    private int _closed;

    [Fact]
    public void After_the_act_it_offers_the_way_back_with_the_time_that_is_left()
    {
        var now = DateTimeOffset.UtcNow;
        var act = Some.Act(entries: 3) with { RequestedAt = now, NotBefore = now.AddSeconds(100) };
        var line = Line(View(act, ActPhase.Undoable));
        Assert.Equal("3 pictures deleted", First(line));
        var left = line.Find("[data-undo] count-down");
        Assert.InRange(long.Parse(left.GetAttribute("left")!), 1, 100_000);
        Assert.Equal("({0})", left.GetAttribute("pattern"));
        line.Find("[data-undo]").Click();
        Assert.Equal(act.Operation, Assert.Single(_undone).Operation);
    }

    [Fact]
    public void A_window_of_days_is_not_counted_down() =>
        Assert.Empty(Line(View(Some.Act(entries: 1, window: TimeSpan.FromDays(7)), ActPhase.Undoable)).FindAll("[data-undo] count-down"));

    [Fact]
    public void Later_it_points_to_the_trash()
    {
        var line = Line(View(Some.Act(entries: 1, window: TimeSpan.FromDays(7)), ActPhase.InTrash));
        Assert.Equal("/trash", line.Find("a").GetAttribute("href"));
        Assert.Empty(line.FindAll("[data-undo]"));
    }

    [Theory]
    [InlineData(0, 0, 0, "Deleting 12 pictures")]
    [InlineData(7, 0, 0, "Deleting 12: 7 done")]
    [InlineData(7, 1, 0, "Deleting 12: 7 done, 1 retrying in a moment")]
    [InlineData(7, 1, 2, "Deleting 12: 7 done, 1 retrying in a moment, 2 failed")]
    public void While_the_store_is_asked_it_counts(int done, int retrying, int failed, string said) =>
        Assert.Equal(said, First(Line(View(Some.Act(entries: 12, undoable: 0, done: done, retrying: retrying, failed: failed), ActPhase.Deleting))));

    [Fact]
    public void The_end_is_told()
    {
        Assert.Equal("12 pictures are gone from the store", First(Line(View(Some.Act(entries: 12, done: 12), ActPhase.Gone))));
        Assert.Equal("10 of 12 pictures are gone from the store, the others were left there", First(Line(View(Some.Act(entries: 12, done: 10) with { GivenUp = 2 }, ActPhase.Gone))));
    }

    [Fact]
    public void A_failure_leads_an_admin_to_the_cause_and_tells_an_editor_that_the_shop_is_in_order()
    {
        var view = View(Some.Act(entries: 12, done: 10, failed: 2), ActPhase.Failed);
        var (admin, editor) = (Line(view, isAdmin: true), Line(view, isAdmin: false));
        Assert.Equal("2 pictures are still in the store", First(admin));
        Assert.Equal("/cleanup", admin.Find("a").GetAttribute("href"));
        Assert.Empty(editor.FindAll("a"));
        Assert.Equal("The shop no longer shows them; an administrator sees to the rest.", Second(editor));
        editor.Find("[aria-label=Close]").Click();
        Assert.Equal(1, _closed);
    }

    [Fact]
    public void A_pause_is_told_in_plain_words_with_the_time_at_which_it_goes_on()
    {
        var view = View(Some.Act(entries: 2, retrying: 2), ActPhase.Deleting) with { Pause = new() { Kind = PurgeJob.Queue, Reason = nameof(DeletionFault.StoreUnavailable), Until = DateTimeOffset.UtcNow.AddMinutes(40) } };
        var line = Line(view);
        Assert.Equal("The picture store cannot be reached; it goes on by itself in 40 min. The shop is not affected.", Second(line));
        Assert.Equal("Deleting 2 pictures", First(line)); // not also that they are retried
    }

    [Fact]
    public void Acts_before_the_newest_take_one_line()
    {
        Assert.Equal("Earlier: 47 pictures, 30 gone from the store", Second(Line(View(Some.Act(entries: 1), ActPhase.Undoable) with { Earlier = 47, EarlierGone = 30 })));
        var troubled = Line(View(Some.Act(entries: 1), ActPhase.Undoable) with { Earlier = 47, EarlierGone = 30, EarlierFailed = 1 }, isAdmin: true);
        Assert.StartsWith("1 picture deleted before is still in the store.", Second(troubled));
        Assert.Equal("/cleanup", troubled.Find("a").GetAttribute("href"));
    }

    [Theory]
    [InlineData(3, 3, 0, false, null, "3 pictures are back")]
    [InlineData(2, 3, 0, false, null, "2 of 3 pictures are back; for the others it was too late")]
    [InlineData(0, 3, 0, false, null, "It was too late to bring them back: the store had been asked already")]
    [InlineData(3, 3, 1, false, "Lamp", "“Lamp” is back with 3 pictures")]
    [InlineData(0, 0, 1, false, "Lamp", "“Lamp” is back")]
    [InlineData(0, 0, 0, true, "Lamp", "“Lamp” cannot come back: another product has its SKU now. Give that one another SKU first.")]
    public void What_came_of_an_undo_is_told(int back, int asked, int products, bool skuTaken, string? product, string said)
    {
        var undo = new UndoResult(new(back, asked, products, skuTaken), product, null);
        Assert.Equal(said, First(Line(new(null, ActPhase.Silent, 0, 0, 0, null, undo, null))));
        Assert.Equal(said, Second(Line(View(Some.Act(entries: 1), ActPhase.Undoable) with { Undo = undo })));
    }

    [Theory]
    [InlineData(0, "“Lamp” deleted")]
    [InlineData(1, "“Lamp” deleted with 1 picture")]
    public void A_product_is_told_by_its_name(int pictures, string said) => Assert.Equal(said, First(Line(View(Some.Act(pictures, product: "Lamp"), ActPhase.Undoable))));

    private static StripView View(ActProgress act, ActPhase phase) => new(act, phase, 0, 0, 0, null, null, null);

    private static string First(IRenderedComponent<StripLine> line) => line.Find("p").TextContent.Trim();

    private static string Second(IRenderedComponent<StripLine> line) => line.Find(".second").TextContent.Trim();

    private IRenderedComponent<StripLine> Line(StripView view, bool isAdmin = false) => Render<StripLine>(p => p.Add(l => l.View, view).Add(l => l.IsAdmin, isAdmin)
        .Add(l => l.OnUndo, EventCallback.Factory.Create<ActProgress>(this, _undone.Add)).Add(l => l.OnClose, EventCallback.Factory.Create(this, () => _closed++)));
}
