using Bunit;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Describing;
using MediaAdmin.Portal.Library;
using MediaAdmin.Portal.Parts;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Portal;

/// <summary>The words of pictures, row by row, in each of their states.</summary>
public sealed class WordsRowTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    [Fact]
    public async Task A_row_that_is_left_is_saved_and_says_so()
    {
        var (row, id) = await RowAsync();
        row.Find("[data-field=altEn]").Change("A lamp");
        row.Find("[data-field=tags]").Change("hero, \"a, b\"");
        Assert.Equal("", (await ReadAsync(id)).AltEn);
        Leave(row);
        row.WaitForAssertion(() => Assert.Equal("Saved", row.Find("[role=status]").TextContent.Trim()), Eventually.Patience);
        var saved = await ReadAsync(id);
        Assert.Equal(("A lamp", "hero|a, b"), (saved.AltEn, string.Join('|', saved.Tags)));
    }

    [Fact]
    public async Task A_row_that_is_left_as_it_was_says_nothing()
    {
        var (row, _) = await RowAsync();
        Leave(row);
        Assert.Equal("", row.Find("[role=status]").TextContent.Trim());
    }

    [Fact]
    public async Task What_is_refused_is_marked_and_stays_in_its_field()
    {
        var (row, id) = await RowAsync();
        row.Find("[data-field=title]").Change(new string('x', Asset.MaxTitle + 1));
        Leave(row);
        row.WaitForAssertion(() => Assert.StartsWith("Not saved", row.Find("[role=status]").TextContent.Trim()), Eventually.Patience);
        Assert.Equal("true", row.Find("[data-field=title]").GetAttribute("aria-invalid"));
        Assert.Equal("shelf-001", (await ReadAsync(id)).Title);
    }

    [Theory]
    [InlineData("Keep mine", "Mine")]
    [InlineData("Take theirs", "Theirs")]
    public async Task What_somebody_else_changed_meanwhile_is_a_choice(string choice, string left)
    {
        var (row, id) = await RowAsync();
        row.Find("[data-field=altEn]").Change("Mine");
        await App.Get<AssetList>().DescribeAsync(id, new(null, "Theirs", null, null), Actor.Portal, default);
        Leave(row);
        row.WaitForAssertion(() => Assert.Contains("Somebody else changed this", row.Markup), Eventually.Patience);
        Assert.Equal("Theirs", (await ReadAsync(id)).AltEn);
        row.FindAll("button").Single(b => b.TextContent == choice).Click();
        await Eventually.GetAsync(async () => (await ReadAsync(id)).AltEn, alt => alt == left, left);
        row.WaitForAssertion(() => Assert.Equal(left, row.Find("[data-field=altEn]").GetAttribute("value")), Eventually.Patience);
    }

    [Fact]
    public async Task Without_an_answer_the_words_stay_and_leaving_again_tries_again()
    {
        WithoutDatabase<AssetList>();
        var (row, _) = await RowAsync();
        row.Find("[data-field=altTr]").Change("Bir lamba");
        Leave(row);
        row.WaitForAssertion(() => Assert.Contains("no answer", row.Find("[role=status]").TextContent), Eventually.Patience);
        Assert.Equal("Bir lamba", row.Find("[data-field=altTr]").GetAttribute("value"));
    }

    [Fact]
    public async Task News_fills_the_fields_that_nobody_touched_and_leaves_the_others()
    {
        var (_, id) = await RowAsync();
        var draft = new WordsDraft(await ReadAsync(id));
        draft.Now = draft.Now with { AltEn = "Mine" };
        var (theirs, _, _) = await App.Get<AssetList>().DescribeAsync(id, new("Their title", "Theirs", null, null), Actor.Portal, default);
        draft.Read(theirs!);
        Assert.Equal(("Their title", "Mine"), (draft.Now.Title, draft.Now.AltEn));
        await draft.SaveAsync(App.Get<AssetList>(), Me, default);
        Assert.Equal(WordsState.Overtaken, draft.State);
    }

    [Fact]
    public async Task The_page_tells_the_coverage_and_says_when_nothing_is_missing()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var product = await App.NewProductAsync();
        var ids = await App.ShelveAsync(product, 3);
        await App.Get<AssetWording>().DescribeAsync(new(AssetIds: ids[..2]), new(AltEn: "A", AltTr: "B"), Actor.Portal, default);
        var page = Show(new(Product: product));
        page.WaitForAssertion(() => Assert.Contains("Alt text: 66%", page.Markup), Eventually.Patience);
        Assert.Equal(3, page.FindAll("[data-words-row]").Count);
        await App.Get<AssetWording>().DescribeAsync(new(AssetIds: ids), new(AltEn: "A", AltTr: "B"), Actor.Portal, default);
        page.WaitForAssertion(() => Assert.Contains("Alt text: 100%", page.Markup), Eventually.Patience);
        var missing = Show(new(Product: product, MissingAlt: true));
        missing.WaitForAssertion(() => Assert.Equal("Every picture is described", missing.Find(".empty h2").TextContent), Eventually.Patience);
    }

    [Fact]
    public void When_the_words_cannot_be_read_the_page_says_so()
    {
        WithoutDatabase<AssetList>();
        var page = Show(new());
        page.WaitForAssertion(() => Assert.Contains("could not be read", page.Find(".empty p").TextContent), Eventually.Patience);
    }

    private IRenderedComponent<WordsView> Show(LibraryQuery query) => Render<WordsView>(p => p.Add(v => v.Query, query));

    private async Task<(IRenderedComponent<WordsRow> Row, long Id)> RowAsync()
    {
        var id = (await App.ShelveAsync(null, 1))[0];
        var draft = new WordsDraft(await ReadAsync(id));
        return (Render<WordsRow>(p => p.Add(r => r.Draft, draft).Add(r => r.Me, Me)), id);
    }

    private async Task<AssetView> ReadAsync(long id) => (await App.Get<AssetList>().FindAsync(id, default))!;

    private static void Leave(IRenderedComponent<WordsRow> row) => row.Find("[data-words-row]").TriggerEvent("onrowleft", new RowLeftEventArgs());
}
