using Bunit;
using MediaAdmin.Portal.Library;
using Microsoft.AspNetCore.Components.Web;

namespace MediaAdmin.Tests.Portal;

public sealed class LibraryTileTests : PortalParts
{
    private readonly List<string> _done = [];

    [Fact]
    public void A_press_opens_and_with_shift_or_control_it_chooses()
    {
        var tile = Tile(new(LibraryParts.Row(5), 2, 10, IsChosen: false));
        tile.Find("button").Click();
        tile.Find("button").Click(new MouseEventArgs { CtrlKey = true });
        tile.Find("button").Click(new MouseEventArgs { ShiftKey = true });
        tile.Find("input").Click();
        Assert.Equal(["open 5", "press 5", "range 5", "press 5"], _done);
    }

    [Fact]
    public void It_says_its_place_of_how_many_where_it_is_used_and_what_it_lacks()
    {
        var tile = Tile(new(LibraryParts.Row(5, galleries: 3), 89_999, 100_000, IsChosen: false));
        Assert.Equal("100000", tile.Find("[role=listitem]").GetAttribute("aria-setsize"));
        Assert.Equal("90000", tile.Find("[role=listitem]").GetAttribute("aria-posinset"));
        Assert.Equal("3 galleries", tile.Find(".used").TextContent);
        Assert.Equal("No alt text", tile.Find(".alt").TextContent);
        var described = Tile(new(LibraryParts.Row(6, galleries: 0, alt: "A lamp"), 0, 1, IsChosen: false));
        Assert.Equal("Not used", described.Find(".used").TextContent);
        Assert.Equal("", described.Find(".alt").TextContent);
    }

    [Fact]
    public void It_renders_again_only_when_it_changed()
    {
        var row = LibraryParts.Row(5);
        var tile = Tile(new(row, 2, 10, IsChosen: false));
        tile.Render(p => p.Add(t => t.View, new(row, 2, 10, IsChosen: false)));
        Assert.Equal(1, tile.RenderCount);
        tile.Render(p => p.Add(t => t.View, new(row, 2, 10, IsChosen: true)));
        Assert.True(tile.Find("input").HasAttribute("checked"));
    }

    private IRenderedComponent<LibraryTileView> Tile(LibraryTile view) => Render<LibraryTileView>(p => p
        .Add(t => t.View, view).Add(t => t.MayChoose, true).Add(t => t.OnOpen, (LibraryTile tile) => _done.Add($"open {tile.Asset.Id}"))
        .Add(t => t.OnPress, ((LibraryTile Tile, bool Range) press) => _done.Add($"{(press.Range ? "range" : "press")} {press.Tile.Asset.Id}")));
}
