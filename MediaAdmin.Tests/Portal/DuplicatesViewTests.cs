using Bunit;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Duplicates;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Portal;

/// <summary>The review of duplicates in each of its states.</summary>
public sealed class DuplicatesViewTests : LiveParts
{
    private readonly SharedApp _shared;

    public DuplicatesViewTests() : this(new()) { }

    private DuplicatesViewTests(SharedApp own) : base(own)
    {
        _shared = own; // of its own: it shows what everybody has
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Without_duplicates_it_says_so_and_leads_back_to_the_library()
    {
        var view = Show();
        view.WaitForAssertion(() => Assert.Equal("No picture is here twice", view.Find(".empty h2").TextContent), Eventually.Patience);
        Assert.Equal("/library", view.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public void When_they_cannot_be_read_it_offers_to_try_again()
    {
        WithoutDatabase<DuplicateList>();
        var view = Show();
        view.WaitForAssertion(() => Assert.Equal("The duplicates could not be read. It may pass in a moment.", view.Find(".empty p").TextContent), Eventually.Patience);
    }

    [Fact]
    public async Task Each_picture_says_what_tells_it_apart_and_the_one_kept_takes_the_places_of_the_others()
    {
        var (lamp, vase) = (await App.NewProductAsync("Lamp"), await App.NewProductAsync("Vase"));
        var ids = await App.ShelveSameAsync(lamp, "aa", 2);
        await App.PlaceAsync(vase, null, ids[1]);
        await App.Get<AssetList>().DescribeAsync(ids[0], new(null, "A lamp", null, ["hero"]), Me, default);
        var view = Show();
        view.WaitForAssertion(() => Assert.Equal("1 group · 1 picture too many", view.Find(".count").TextContent), Eventually.Patience);
        Assert.Equal("2 same pictures", view.Find("article h2").TextContent);
        Assert.Single(view.FindAll(".oldest"));
        Assert.Equal(["A lamp", "missing", "missing", "missing"], view.FindAll("dd").Where((_, n) => n is 0 or 1 or 4 or 5).Select(d => d.TextContent));
        Assert.Equal(["Lamp main picture", "Lamp place 2", "Vase main picture"], view.FindAll("dd a").Select(a => a.TextContent.Trim()).Order());
        view.FindAll("article button")[1].Click();
        view.WaitForAssertion(() => Assert.NotEmpty(view.FindAll(".empty")), Eventually.Patience);
        Assert.Equal([ids[1]], await App.OrderAsync(lamp));
        Assert.Equal("A lamp", (await App.Get<AssetList>().FindAsync(ids[1], default))!.AltEn); // the box was ticked
    }

    [Fact]
    public async Task All_are_merged_only_after_a_yes_without_words_when_the_box_is_empty()
    {
        var product = await App.NewProductAsync();
        var (first, second) = (await App.ShelveSameAsync(product, "aa", 2), await App.ShelveSameAsync(product, "bb", 2));
        await App.Get<AssetList>().DescribeAsync(first[1], new(null, "A lamp", null, null), Me, default);
        var view = Show();
        view.WaitForAssertion(() => Assert.Equal(2, view.FindAll("article").Count), Eventually.Patience);
        view.Find(".acts input").Change(false);
        view.Find(".acts button").Click();
        view.WaitForAssertion(() => Assert.Equal("Merge 2 groups?", view.Find("dialog h2").TextContent), Eventually.Patience);
        Assert.Equal(4, (await App.OrderAsync(product)).Length);
        view.Find("dialog .primary").Click();
        view.WaitForAssertion(() => Assert.NotEmpty(view.FindAll(".empty")), Eventually.Patience);
        Assert.Equal([first[0], second[0]], await App.OrderAsync(product));
        Assert.Equal("", (await App.Get<AssetList>().FindAsync(first[0], default))!.AltEn);
    }

    [Fact]
    public async Task When_merging_fails_it_says_that_nothing_happened()
    {
        WithoutDatabase<Trash>();
        await App.ShelveSameAsync(await App.NewProductAsync(), "aa", 2);
        var view = Show();
        view.WaitForAssertion(() => Assert.NotEmpty(view.FindAll("article button")), Eventually.Patience);
        view.Find("article button").Click();
        view.WaitForAssertion(() => Assert.Equal("Nothing was changed. Try again in a moment.", view.Find("[role=alert]").TextContent), Eventually.Patience);
        Assert.Single(view.FindAll("article"));
    }

    [Fact]
    public async Task Two_that_look_alike_are_told_apart_or_one_is_kept_and_there_is_no_merging_of_all()
    {
        var (product, next) = (await App.NewProductAsync(), 0);
        await App.ShelveAsync(product, 3, null, file => file with { PerceptualHash = 0x7777_0000_1234_5678 ^ (1L << (next++ / 2)) });
        var view = Show(near: true);
        view.WaitForAssertion(() => Assert.Equal("3 pairs", view.Find(".count").TextContent), Eventually.Patience);
        Assert.Equal(["The same to the eye", "Nearly the same, 2 points of 64 differ", "Nearly the same, 2 points of 64 differ"], view.FindAll("article h2").Select(h => h.TextContent));
        Assert.Equal("Look alike", view.Find(".tabs [aria-current]").TextContent);
        Assert.Empty(view.FindAll(".acts button"));
        view.Find("article header button").Click();
        view.WaitForAssertion(() => Assert.Equal("2 pairs", view.Find(".count").TextContent), Eventually.Patience);
        view.Find("[data-undo]").Click();
        view.WaitForAssertion(() => Assert.Equal("3 pairs", view.Find(".count").TextContent), Eventually.Patience);
        Assert.Equal("They are shown as a pair again.", view.Find(".note span").TextContent);
        view.Find("article header button").Click();
        view.WaitForAssertion(() => Assert.Equal("2 pairs", view.Find(".count").TextContent), Eventually.Patience);
        view.FindAll("article li > button")[0].Click();
        view.WaitForAssertion(() => Assert.True(view.FindAll("article").Count < 2), Eventually.Patience);
        Assert.Equal(2, (await App.OrderAsync(product)).Length);
    }

    [Fact]
    public void Where_nothing_looks_alike_it_says_so()
    {
        var view = Show(near: true);
        view.WaitForAssertion(() => Assert.Equal("No two pictures look alike", view.Find(".empty h2").TextContent), Eventually.Patience);
    }

    [Fact]
    public async Task A_restored_picture_stands_there_again()
    {
        var ids = await App.ShelveSameAsync(await App.NewProductAsync(), "aa", 2);
        var done = await App.Get<Trash>().PutAsync(new DeletionTarget.Merged([new(ids[0], [ids[1]])]), Me, default);
        var view = Show();
        view.WaitForAssertion(() => Assert.NotEmpty(view.FindAll(".empty")), Eventually.Patience);
        await App.Get<Trash>().RestoreAsync(done.Operation, Me, default);
        view.WaitForAssertion(() => Assert.Single(view.FindAll("article")), Eventually.Patience);
    }

    private IRenderedComponent<DuplicatesView> Show(bool near = false) => Render<DuplicatesView>(p => p.Add(v => v.Number, 1).Add(v => v.AreNear, near));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _shared.DisposeAsync().GetAwaiter().GetResult();
    }
}
