using Bunit;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Products;
using MediaAdmin.Uploads;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace MediaAdmin.Tests.Portal;

public sealed class GallerySectionTests : PortalParts
{
    private readonly List<(long, bool)> _pressed = [];
    private UploadView? _replacement;
    private readonly List<long> _opened = [];

    public GallerySectionTests() => SetRendererInfo(new("Server", isInteractive: true));

    [Fact]
    public void An_empty_gallery_leads_an_editor_to_adding_pictures()
    {
        var section = Section(new(null, [], []), mayEdit: true);
        Assert.Contains("No pictures yet", section.Find("h2").TextContent);
        Assert.Single(section.FindAll("[data-pick-files]"));
        Assert.Single(section.FindAll("[data-pick-folder]"));
    }

    [Fact]
    public void An_empty_gallery_offers_a_viewer_nothing() => Assert.Empty(Section(new(null, [], []), mayEdit: false).FindAll("button"));

    [Fact]
    public void The_first_picture_is_marked_as_the_main_one_and_uploads_follow()
    {
        var section = Section(new(null, [Picture(1), Picture(2)], [Some.Upload(UploadState.Storing)]), mayEdit: true);
        Assert.Equal(3, section.FindAll("li").Count);
        Assert.Equal("Main", Assert.Single(section.FindAll(".main")).TextContent);
        Assert.NotEmpty(section.Find("li:last-child").QuerySelectorAll("[role=progressbar]"));
    }

    [Fact]
    public void A_variant_is_a_drop_zone_of_its_own_for_those_who_may_edit()
    {
        var variant = new GallerySection(new(5, "CUP-RED", "Red"), [], []);
        Assert.Equal("5", Section(variant, mayEdit: true).Find("section").GetAttribute("data-drop-variant"));
        Assert.Null(Section(variant, mayEdit: false).Find("section").GetAttribute("data-drop-variant"));
    }

    [Fact]
    public void A_box_on_each_tile_is_for_those_who_may_edit()
    {
        var section = new GallerySection(null, [Picture(1), Picture(2)], []);
        Assert.Equal(["Select picture 1: 1.jpg", "Select picture 2: 2.jpg"], Section(section, mayEdit: true).FindAll("input[type=checkbox]").Select(b => b.GetAttribute("aria-label")));
        Assert.Empty(Section(section, mayEdit: false).FindAll("input"));
    }

    [Fact]
    public void The_box_says_with_which_key_it_was_pressed_and_so_does_the_picture()
    {
        var section = Section(new(null, [Picture(1), Picture(2)], []), mayEdit: true);
        section.FindAll("input")[0].Click();
        section.FindAll("input")[1].Click(new MouseEventArgs { ShiftKey = true });
        section.FindAll(".tile > button")[0].Click(new MouseEventArgs { CtrlKey = true });
        Assert.Equal([(1, false), (2, true), (1, false)], _pressed);
        Assert.Empty(_opened);
        section.FindAll(".tile > button")[0].Click();
        Assert.Equal([1], _opened);
    }

    [Fact]
    public void A_picture_that_left_fades_where_it_stood_and_can_no_longer_be_pressed()
    {
        var section = Section(new(null, [Picture(2)], [], [(null, Picture(1))]), mayEdit: true);
        Assert.True(section.FindAll("li")[0].HasAttribute("inert"));
        Assert.Contains("leaving", section.FindAll("li")[0].ClassList);
        Assert.False(section.FindAll("li")[1].HasAttribute("inert"));
    }

    [Theory]
    [InlineData(UploadState.Storing, 0)]
    [InlineData(UploadState.Failed, 1)]
    public void A_new_file_stands_for_the_picture_while_it_comes_and_beside_it_when_it_failed(UploadState state, int pictures)
    {
        _replacement = Some.Upload(state, state == UploadState.Failed ? UploadFault.Damaged : null) with { ReplacesAssetId = 1 };
        var section = Section(new(null, [Picture(1)], []), mayEdit: true);
        Assert.Equal(pictures, section.FindAll("[data-drop-replaces='1']").Count);
        Assert.Single(section.FindAll($"li.{state.ToString().ToLowerInvariant()}"));
    }

    private IRenderedComponent<GallerySectionView> Section(GallerySection section, bool mayEdit) => Render<GallerySectionView>(p => p
        .Add(s => s.Section, section).Add(s => s.ProductId, 7).Add(s => s.Me, "user:1").Add(s => s.Limits, Some.Limits).Add(s => s.MayEdit, mayEdit)
        .Add(s => s.CameBy, _ => null).Add(s => s.Replacement, asset => _replacement?.ReplacesAssetId == asset ? _replacement : null).Add(s => s.OnOpen, EventCallback.Factory.Create<GalleryPicture>(this, picture => _opened.Add(picture.AssetId)))
        .Add(s => s.OnPress, EventCallback.Factory.Create<(GalleryPicture Picture, bool Range)>(this, press => _pressed.Add((press.Picture.AssetId, press.Range)))));

    internal static GalleryPicture Picture(long asset) =>
        new(asset, null, (int)asset, $"{asset}.jpg", $"{asset}", "", "", "image/jpeg", 1000, 40, 30, $"/media/{asset}/thumbnail", $"/media/{asset}/preview", $"/media/{asset}/original");
}
