using Bunit;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Products;
using MediaAdmin.Uploads;
using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Tests.Portal;

public sealed class GallerySectionTests : PortalParts
{
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

    private IRenderedComponent<GallerySectionView> Section(GallerySection section, bool mayEdit) => Render<GallerySectionView>(p => p
        .Add(s => s.Section, section).Add(s => s.ProductId, 7).Add(s => s.Me, "user:1").Add(s => s.Limits, Some.Limits).Add(s => s.MayEdit, mayEdit)
        .Add(s => s.CameBy, _ => null).Add(s => s.OnOpen, EventCallback.Factory.Create<GalleryPicture>(this, _ => { })));

    internal static GalleryPicture Picture(long asset) =>
        new(asset, null, (int)asset, $"{asset}.jpg", $"{asset}", "", "", "image/jpeg", 1000, 40, 30, $"/media/{asset}/thumbnail", $"/media/{asset}/preview", $"/media/{asset}/original");
}
