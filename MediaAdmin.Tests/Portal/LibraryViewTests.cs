using Bunit;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Library;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Portal;

/// <summary>The library in each of its states.</summary>
public sealed class LibraryViewTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    [Fact]
    public void When_it_cannot_be_read_it_says_so_and_keeps_its_filters()
    {
        WithoutDatabase<AssetList>();
        var view = Show(new(Search: "lamp"));
        view.WaitForAssertion(() => Assert.Equal("The library could not be read. It may pass in a moment.", view.Find(".empty p").TextContent), Eventually.Patience);
        Assert.Equal("lamp", view.Find("input[type=search]").GetAttribute("value"));
    }

    [Fact]
    public void Where_nothing_fits_the_next_step_is_to_show_all()
    {
        var view = Show(new(Tag: "nobody-has-this"));
        view.WaitForAssertion(() => Assert.Equal("/library", view.Find(".empty a").GetAttribute("href")), Eventually.Patience);
        Assert.Equal("Take away the filter “Tag: nobody-has-this”", view.Find(".chip").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_library_without_pictures_leads_editors_to_the_uploads_and_viewers_nowhere()
    {
        Assert.Equal("/uploads", Render<LibraryEmpty>(p => p.Add(e => e.MayEdit, true)).Find("a").GetAttribute("href"));
        Assert.Empty(Render<LibraryEmpty>().FindAll("a"));
    }

    [Fact]
    public async Task What_fits_is_counted()
    {
        var product = await App.NewProductAsync();
        await App.ShelveAsync(product, 3);
        var view = Show(new(Product: product));
        view.WaitForAssertion(() => Assert.Equal("3 pictures", view.Find(".page-head .count").TextContent), Eventually.Patience);
        Assert.NotEmpty(view.FindAll("[role=list]"));
    }

    private IRenderedComponent<LibraryView> Show(LibraryQuery query)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        return Render<LibraryView>(p => p.Add(v => v.Query, query));
    }
}
