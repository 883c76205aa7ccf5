using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Portal.Cleanup;

namespace MediaAdmin.Tests.Portal;

public sealed class TrashPartsTests : CleanupParts
{
    private static readonly TrashedProduct Lamp = new(7, "LUM", "LAMP-1", "Table lamp");

    private readonly List<string> _done = [];

    [Theory]
    [InlineData("en", DeletionState.Waiting, false, false, "")]
    [InlineData("en", DeletionState.Waiting, false, true, "Waiting for the store")]
    [InlineData("en", DeletionState.Deleting, true, true, "Being deleted")]
    [InlineData("en", DeletionState.Deleted, true, true, "Gone from the store")]
    [InlineData("en", DeletionState.AlreadyGone, true, true, "Gone from the store")]
    [InlineData("tr", DeletionState.Waiting, false, true, "Depoyu bekliyor")]
    [InlineData("tr", DeletionState.Deleting, true, true, "Siliniyor")]
    [InlineData("tr", DeletionState.Deleted, true, true, "Depodan silindi")]
    public void A_picture_says_how_far_its_deletion_is(string language, DeletionState state, bool tried, bool due, string words)
    {
        Speak(language);
        Assert.Equal(words, Row(Entry(state, tried: tried), isDue: due).Find(".state").TextContent.Trim());
    }

    [Fact]
    public void What_the_store_would_not_delete_yet_is_not_called_gone() =>
        Assert.Equal("Not gone yet, tried again", Row(Entry(fault: DeletionFault.StoreUnavailable, tried: true)).Find(".state").TextContent.Trim());

    [Fact]
    public void Who_may_restores_and_purges_one_by_its_name_and_selects_it()
    {
        var row = Row(Entry());
        row.Find("[aria-label='Restore front.jpg']").Click();
        row.Find("[aria-label='Delete front.jpg for good']").Click();
        row.Find("[aria-label='Select front.jpg']").Change(true);
        Assert.Equal(["restore 5", "purge 5", "select 5 True"], _done);
    }

    [Fact]
    public void Editors_cannot_delete_for_good_and_viewers_only_look()
    {
        Assert.Equal(["Restore front.jpg"], Row(Entry(), mayPurge: false).FindAll("button").Select(b => b.GetAttribute("aria-label")));
        Assert.Empty(Row(Entry(), mayRestore: false, mayPurge: false).FindAll("button, input"));
    }

    [Fact]
    public void What_the_store_was_asked_for_offers_nothing_any_more() => Assert.Empty(Row(Entry(DeletionState.Deleting, tried: true)).FindAll("button, input"));

    [Theory]
    [InlineData("en", "LAMP-1 · Blue and 2 more places")]
    [InlineData("tr", "LAMP-1 · Blue ve 2 yer daha")]
    public void Where_it_was_leads_there_unless_its_product_went_with_it(string language, string words)
    {
        Speak(language);
        var row = Row(Entry());
        Assert.Equal(words, string.Join(' ', row.Find(".place").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("/products/7", row.Find(".place a").GetAttribute("href"));
        Assert.Empty(Row(Entry(), isGone: true).FindAll(".place a"));
    }

    [Theory]
    [InlineData("en", "2 pictures", "Restore all 2", "25 s left")]
    [InlineData("tr", "2 resim", "Tümünü geri al (2)", "25 sn kaldı")]
    public void An_act_says_what_went_and_how_long_it_can_come_back(string language, string title, string restore, string left)
    {
        Speak(language);
        var card = Card(Act(2, 2));
        Assert.Equal((title, restore), (card.Find("h2").TextContent, card.FindAll("header button")[^1].TextContent));
        Assert.StartsWith("Ada", card.Find(".what p").TextContent.Trim());
        Assert.Equal(("24000", left), (card.Find("count-down").GetAttribute("left"), card.Find("count-down").TextContent)); // until the script counts the seconds, the words are as rough as everywhere
    }

    [Theory]
    [InlineData("en", 2, "Product LAMP-1 with 2 pictures")]
    [InlineData("en", 1, "Product LAMP-1 with 1 picture")]
    [InlineData("en", 0, "Product LAMP-1 without pictures")]
    [InlineData("tr", 2, "LAMP-1 ürünü, 2 resimle")]
    [InlineData("tr", 0, "LAMP-1 ürünü, resimsiz")]
    public void A_deleted_product_is_called_by_its_sku_and_comes_back_as_one(string language, int pictures, string title)
    {
        Speak(language);
        var card = Card(Act(pictures, pictures) with { Product = Lamp, ActorName = pictures == 0 ? null : "Ada" });
        Assert.Equal(title, card.Find("h2").TextContent);
        card.FindAll("header button")[^1].Click();
        Assert.Equal(["restore act"], _done);
    }

    [Fact]
    public void An_act_of_one_picture_leaves_the_buttons_to_its_row()
    {
        var card = Card(Act(1, 1));
        Assert.Empty(card.FindAll("header button, header input"));
        Assert.Equal(2, card.FindAll("li button").Count);
    }

    [Fact]
    public void The_box_of_an_act_selects_what_of_it_is_here_and_can_still_come_back()
    {
        var act = Act(3, 2) with { Shown = [Picture(Entry(id: 1)), Picture(Entry(DeletionState.Deleting, tried: true, id: 2)), Picture(Entry(id: 3))] };
        Card(act).Find("header input").Change(true);
        Assert.Equal(["select 1,3 True"], _done);
        Assert.True(Card(act, selected: [1, 3]).Find("header input").HasAttribute("checked"));
    }

    [Fact]
    public void An_act_that_cannot_come_back_has_no_buttons_and_no_countdown() => Assert.Empty(Card(Act(2, 0)).FindAll("header button, count-down"));

    [Fact]
    public void A_part_of_a_large_act_says_so() => Assert.Contains("2 of 1,000 on this page", Card(Act(1000, 1000)).Find(".what").TextContent);

    private static TrashedPicture Picture(DeletionView entry, bool isGone = false) => new(entry, new(7, "LAMP-1", "Blue", isGone), 2);

    private static TrashedAct Act(int pictures, int restorable) => new(
        Guid.Empty, null, "Ada", Some.Noon.AddMinutes(-1), Some.Noon.AddSeconds(24), pictures, restorable, [.. Enumerable.Range(1, Math.Min(2, pictures)).Select(n => Picture(Entry(id: n)))]);

    private IRenderedComponent<TrashRow> Row(DeletionView entry, bool isDue = false, bool isGone = false, bool mayRestore = true, bool mayPurge = true) => Render<TrashRow>(p => p
        .Add(r => r.View, new TrashItem(Picture(entry, isGone), isDue, IsSelected: false)).Add(r => r.MayRestore, mayRestore).Add(r => r.MayPurge, mayPurge)
        .Add(r => r.OnRestore, (DeletionView one) => _done.Add($"restore {one.Id}")).Add(r => r.OnPurge, (DeletionView one) => _done.Add($"purge {one.Id}"))
        .Add(r => r.OnSelect, ((long Entry, bool Selected) one) => _done.Add($"select {one.Entry} {one.Selected}")));

    private IRenderedComponent<TrashActCard> Card(TrashedAct act, HashSet<long>? selected = null) => Render<TrashActCard>(p => p
        .Add(c => c.Act, act).Add(c => c.Selected, selected ?? []).Add(c => c.ReadAt, Some.Noon).Add(c => c.MayRestore, true).Add(c => c.MayPurge, true)
        .Add(c => c.OnRestore, () => _done.Add("restore act")).Add(c => c.OnPurge, () => _done.Add("purge act"))
        .Add(c => c.OnSelect, ((IReadOnlyList<long> Entries, bool Selected) some) => _done.Add($"select {string.Join(',', some.Entries)} {some.Selected}")));
}
