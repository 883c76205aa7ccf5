using Bunit;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Variants;

namespace MediaAdmin.Tests.Portal.Variants;

/// <summary>The tray, the bar with the save, and the dialog for pasting, in their states.</summary>
public sealed class BoardPartsTests : PortalParts
{
    private readonly BoardState _board = new();

    public BoardPartsTests() => _board.Show(Boards.Product(3, [(null, 1), (null, 2), (12, 2)]));

    [Theory]
    [InlineData(0, 0, "Put on variants", "Choose pictures here and variants below, or drag a picture onto a variant.")]
    [InlineData(1, 0, "Put on variants", "1 picture chosen. Select variants below, or press + on one.")]
    [InlineData(0, 2, "Put on 2 variants", "Now choose the pictures for them.")]
    [InlineData(2, 3, "Put on 3 variants", "2 pictures chosen.")]
    public void The_tray_says_what_comes_next(int chosen, int selected, string button, string hint)
    {
        foreach (var asset in Enumerable.Range(1, chosen)) _board.Choose(asset);
        foreach (var variant in Enumerable.Range(11, selected)) _board.Select(variant, range: false);
        var tray = Tray(null);
        Assert.Equal((button, hint), (tray.Find(".go > button").TextContent.Trim(), tray.Find(".hint").TextContent.Trim()));
        Assert.Equal(chosen * selected == 0, tray.Find(".go > button").HasAttribute("disabled"));
        Assert.Equal(chosen, tray.FindAll("[aria-pressed=true]").Count);
    }

    [Fact]
    public void What_was_done_is_said_with_the_way_back()
    {
        GalleryPlace[] places = [new(1, 11, 1), new(2, 11, 2), new(1, 12, 1), new(2, 12, 3)];
        Assert.Equal("2 pictures put on 2 variants.", Tray(new(PictureActKind.Put, places)).Find(".hint span").TextContent);
        Assert.Single(Tray(new(PictureActKind.TakenOut, places)).FindAll(".hint button"));
        Assert.Empty(Tray(new(PictureActKind.Undone, places)).FindAll(".hint button"));
        Assert.StartsWith("That did not work", Tray(new(PictureActKind.Failed, [])).Find(".hint").TextContent.Trim());
    }

    [Fact]
    public void Without_pictures_the_tray_leads_to_where_they_are_added()
    {
        _board.Show(Boards.Product(1, []));
        Assert.Equal("/products/7", Tray(null).Find(".hint a").GetAttribute("href"));
    }

    [Fact]
    public void The_bar_counts_what_is_not_saved_by_kind()
    {
        _board.Edit(d => { d.Write(11, name: "Ruby"); d.Remove(12); d.Write(d.Add(), name: "New"); d.Write(d.Add(), name: "Newer"); });
        var bar = Bar(SaveTrouble.None);
        Assert.Equal("4 unsaved changes", bar.Find("strong").TextContent);
        Assert.Equal("2 new · 1 renamed · 1 to be removed", bar.Find(".parts").TextContent);
        Assert.Equal("Save 4 changes", bar.Find(".primary").TextContent);
        Assert.Empty(bar.FindAll(".bad, .warn"));
    }

    [Theory]
    [InlineData(SaveTrouble.Overtaken, ".warn", "Somebody else saved first.")]
    [InlineData(SaveTrouble.Failed, ".bad", "Saving did not work.")]
    public void A_save_that_did_not_come_about_is_explained_and_nothing_is_lost(SaveTrouble trouble, string sign, string words)
    {
        _board.Edit(d => d.Write(11, name: "Ruby"));
        Assert.StartsWith(words, Bar(trouble).Find(sign).TextContent);
    }

    [Fact]
    public void Rows_that_need_a_correction_are_shown_at_a_press_and_while_a_save_runs_there_is_no_second()
    {
        _board.Edit(d => d.Write(11, sku: "V-12"));
        var bar = Bar(SaveTrouble.None);
        Assert.Equal("1 row needs a correction.", bar.Find(".bad").TextContent);
        bar.Find(".say button").Click();
        Assert.Equal(BoardFilter.Asking, _board.Filter);
        using (_board.Busy()) Assert.True(Bar(SaveTrouble.None).Find(".primary").HasAttribute("disabled"));
        Assert.False(Bar(SaveTrouble.None).Find(".primary").HasAttribute("disabled"));
    }

    [Fact]
    public void A_pasted_list_is_shown_before_it_is_taken()
    {
        IReadOnlyList<PastedVariant>? taken = null;
        var dialog = Render<PasteDialog>(p => p.Add(d => d.ProductSku, "CUP").Add(d => d.Rows, _board.Draft.Rows).Add(d => d.OnClosed, lines => taken = lines));
        Assert.True(dialog.Find(".primary").HasAttribute("disabled"));
        dialog.Find("textarea").Input("Red\nVariant 11\nV-12;Blue");
        Assert.Equal("1 new · 1 gets another name · 1 is there already", dialog.Find("[role=status]").TextContent);
        Assert.Equal("Add 2 to the table", dialog.Find(".primary").TextContent);
        dialog.Find(".primary").Click();
        Assert.Equal(["CUP-RED", "V-11", "V-12"], taken!.Select(l => l.Sku));
    }

    private IRenderedComponent<PictureTray> Tray(PictureAct? last) => Render<PictureTray>(p => p
        .Add(t => t.Board, _board).Add(t => t.Last, last).Add(t => t.Do, change => change(_board)).Add(t => t.OnPut, () => { }).Add(t => t.OnUndo, () => { }));

    private IRenderedComponent<SaveBar> Bar(SaveTrouble trouble) => Render<SaveBar>(p => p
        .Add(b => b.Board, _board).Add(b => b.Trouble, trouble).Add(b => b.Do, change => change(_board)).Add(b => b.OnSave, () => { }).Add(b => b.OnDiscard, () => { }));
}
