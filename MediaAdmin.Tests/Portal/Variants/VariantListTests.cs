using AngleSharp.Dom;
using Bunit;
using MediaAdmin.Portal.Variants;
using Microsoft.AspNetCore.Components.Web;

namespace MediaAdmin.Tests.Portal.Variants;

/// <summary>The rows of the board in their states.</summary>
public sealed class VariantListTests : PortalParts
{
    private readonly BoardState _board = new();
    private readonly List<PictureWish> _wishes = [];

    public VariantListTests() => _board.Show(Boards.Product(3, [(null, 1), (12, 2), (12, 3)]));

    [Fact]
    public void Own_pictures_are_buttons_and_inherited_ones_are_faded_with_the_word()
    {
        var list = List();
        Assert.Equal("inherited", Row(list, 0).QuerySelector(".word")!.TextContent);
        Assert.Single(Row(list, 0).QuerySelectorAll(".slot.inherited img"));
        Assert.Empty(Row(list, 0).QuerySelectorAll(".slot button"));
        Assert.Equal(["Picture 1: 2.jpg, pick up", "Picture 2: 3.jpg, pick up"], Row(list, 1).QuerySelectorAll(".slot button").Select(b => b.GetAttribute("aria-label")));
        Assert.Null(Row(list, 1).QuerySelector(".word"));
    }

    [Fact]
    public void A_viewer_reads_everything_and_can_press_nothing()
    {
        var list = List(mayEdit: false);
        Assert.Empty(list.FindAll(".rows button, .rows input"));
        Assert.Equal("Variant 12", Row(list, 1).QuerySelector("strong")!.TextContent);
        Assert.Null(Row(list, 1).GetAttribute("data-variant")); // nothing can be dropped there
    }

    [Fact]
    public void Chosen_pictures_can_be_put_on_each_row_by_one_button()
    {
        var list = List();
        Assert.Empty(list.FindAll(".put"));
        _board.ChooseAll(true);
        list = List();
        Row(list, 2).QuerySelector(".put button")!.Click();
        Assert.Equal(new PictureWish(PictureVerb.Put, 13), Assert.Single(_wishes));
    }

    [Fact]
    public void A_picture_that_is_picked_up_is_moved_and_taken_out_by_buttons_and_keys()
    {
        _board.Hold(12, 3);
        var list = List();
        var slot = Row(list, 1).QuerySelectorAll(".slot button")[1];
        Assert.Equal("true", slot.GetAttribute("aria-pressed"));
        Assert.Equal(["Move left", "Move right", "Take off this variant"], Row(list, 1).QuerySelectorAll(".acts button").Select(b => b.GetAttribute("aria-label")));
        Assert.True(Row(list, 1).QuerySelectorAll(".acts button")[1].HasAttribute("disabled")); // it is the last
        Row(list, 1).QuerySelector(".acts button")!.Click();
        foreach (var key in (string[])["ArrowLeft", "Home", "Delete", "x"]) Row(list, 1).QuerySelectorAll(".slot button")[1].KeyDown(new KeyboardEventArgs { Key = key });
        Assert.Equal([new(PictureVerb.Move, 12, 3, 1), new(PictureVerb.Move, 12, 3, 1), new(PictureVerb.Move, 12, 3, 1), new(PictureVerb.TakeOut, 12, 3)], _wishes);
    }

    [Fact]
    public void A_row_is_renamed_in_place_removed_and_kept_and_says_what_is_wrong()
    {
        var list = List();
        Row(list, 0).QuerySelector("input.sku")!.Input("V-12");
        Assert.Equal("Another variant has this SKU. Change one of the two.", Row(list, 1).QuerySelector(".notes .bad")!.TextContent);
        Assert.Equal("true", Row(list, 1).QuerySelector("input.sku")!.GetAttribute("aria-invalid"));
        Row(list, 0).QuerySelectorAll(".acts button")[^1].Click();
        Assert.Contains("removed", Row(list, 0).ClassName);
        Assert.True(Row(list, 0).QuerySelector("input.name")!.HasAttribute("disabled"));
        Assert.Null(Row(list, 1).QuerySelector(".notes")); // what goes does not clash
        Row(list, 0).QuerySelector(".acts button")!.Click();
        Assert.DoesNotContain("removed", Row(list, 0).ClassName);
        Assert.Equal("V-12", Row(list, 0).QuerySelector("input.sku")!.GetAttribute("value"));
    }

    [Fact]
    public void A_row_that_somebody_else_changed_too_offers_both()
    {
        _board.Edit(d => d.Write(11, name: "Mine"));
        _board.Show(_board.Product! with { Variants = [_board.Product!.Variants[0] with { Name = "Theirs" }, .. _board.Product.Variants.Skip(1)] });
        var list = List();
        Assert.Contains("Meanwhile somebody else saved “Theirs”, V-11.", Row(list, 0).QuerySelector(".notes .warn")!.TextContent);
        Row(list, 0).QuerySelectorAll(".notes button").Single(b => b.TextContent == "Take theirs").Click();
        Assert.Equal("Theirs", Row(list, 0).QuerySelector("input.name")!.GetAttribute("value"));
        Assert.Null(Row(list, 0).QuerySelector(".notes"));
    }

    [Fact]
    public void A_new_row_waits_for_the_save_before_it_takes_pictures()
    {
        _board.Edit(d => d.Add());
        var row = List().FindAll("li.row")[^1];
        Assert.Equal("Save first, then it takes pictures.", row.QuerySelector(".word")!.TextContent);
        Assert.True(row.QuerySelector("input[type=checkbox]")!.HasAttribute("disabled"));
        Assert.True(row.QuerySelector("input.name")!.HasAttribute("data-wants-focus"));
    }

    [Fact]
    public void Of_many_rows_only_some_are_drawn_and_each_says_which_of_how_many_it_is()
    {
        _board.Show(Boards.Product(200, []));
        var rows = List().FindAll("li.row");
        Assert.InRange(rows.Count, 20, 150);
        Assert.Equal(("200", $"{rows.Count}"), (rows[^1].GetAttribute("aria-setsize"), rows[^1].GetAttribute("aria-posinset")));
    }

    [Fact]
    public void A_row_draws_itself_again_only_when_it_looks_different()
    {
        var list = List();
        var rows = list.FindComponents<VariantRow>();
        Row(list, 1).QuerySelector("input.name")!.Input("Ruby");
        Assert.Equal([1, 2, 1], rows.Select(r => r.RenderCount));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public void A_row_that_moves_stays_the_same_row_so_that_what_is_typed_in_it_is_not_lost(int variants)
    {
        _board.Show(Boards.Product(variants, []));
        var list = List();
        var second = list.FindComponents<VariantRow>()[1].Instance;
        _board.Edit(d => d.Move(d.Rows[1].Key, -1));
        list.Render();
        Assert.Same(second, list.FindComponents<VariantRow>()[0].Instance);
    }

    private static IElement Row(IRenderedComponent<VariantList> list, int index) => list.FindAll("li.row")[index];

    private IRenderedComponent<VariantList> List(bool mayEdit = true)
    {
        IRenderedComponent<VariantList>? list = null;
        list = Render<VariantList>(p => p.Add(l => l.Board, _board).Add(l => l.MayEdit, mayEdit).Add(l => l.OnPicture, _wishes.Add).Add(l => l.OnAdd, () => { })
            .Add(l => l.Do, change => { change(_board); list!.Render(); }));
        return list;
    }
}
