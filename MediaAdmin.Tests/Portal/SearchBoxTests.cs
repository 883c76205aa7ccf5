using Bunit;
using MediaAdmin.Portal.Parts;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Portal;

/// <summary>The box that every list is searched with.</summary>
public sealed class SearchBoxTests : PortalParts
{
    [Fact]
    public async Task Who_rests_in_the_middle_of_typing_finds_their_letters_as_they_typed_them()
    {
        var heard = new List<string>();
        IRenderedComponent<SearchBox>? box = null;
        box = Render<SearchBox>(p => p.Add(b => b.Label, "Find").Add(b => b.Value, "").Add(b => b.ValueChanged, text => { heard.Add(text); box!.Render(q => q.Add(b => b.Value, text)); }));
        box.Find("input").Input("two ");
        await Eventually.GetAsync(() => Task.FromResult(heard.Count), count => count == 1, "the search");
        Assert.Equal("two", heard[0]);
        Assert.Equal("two ", box.Find("input").GetAttribute("value")); // "two words" would become "twowords"
    }

    [Fact]
    public void A_search_that_comes_from_elsewhere_is_shown()
    {
        var box = Render<SearchBox>(p => p.Add(b => b.Label, "Find").Add(b => b.Value, "lamp"));
        Assert.Equal("lamp", box.Find("input").GetAttribute("value"));
        box.Render(p => p.Add(b => b.Value, ""));
        Assert.Equal("", box.Find("input").GetAttribute("value"));
    }
}
