using Bunit;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Library;
using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Tests.Portal;

/// <summary>Placing chosen pictures on products: what is asked, and what is said afterwards.</summary>
public sealed class PlaceDialogTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    private readonly List<AssetsPlaced?> _closed = [];

    [Fact]
    public async Task Products_are_found_by_words_and_those_chosen_stay_chosen_while_others_are_looked_for()
    {
        var (name, ids) = ($"Lamp{Guid.NewGuid():N}", await App.ShelveAsync(null, 2));
        var (first, second) = (await App.NewProductAsync(name), await App.NewProductAsync($"{name} two"));
        var dialog = Ask(ids);
        Assert.Equal("Place 2 pictures on products", dialog.Find("h2").TextContent);
        Assert.True(dialog.Find(".primary").HasAttribute("disabled"));
        await SearchAsync(dialog, $"{name} two", 1);
        dialog.Find(".found input").Change(true);
        await SearchAsync(dialog, "nobody-has-this", 0);
        Assert.Equal("No product fits", dialog.Find(".found p").TextContent);
        await SearchAsync(dialog, name, 2);
        Assert.Single(dialog.FindAll(".found input[checked]"));
        dialog.FindAll(".found input").Single(i => !i.HasAttribute("checked")).Change(true);
        Assert.Equal("Place on 2 products", dialog.Find(".primary").TextContent);
        dialog.Find(".primary").Click();
        dialog.WaitForAssertion(() => Assert.Equal(4, Assert.Single(_closed)!.Placements.Count), Eventually.Patience);
        Assert.Equal(ids, await App.OrderAsync(first));
        Assert.Equal(ids, await App.OrderAsync(second));
    }

    [Fact]
    public async Task A_product_that_is_left_out_again_gets_nothing()
    {
        var (name, ids) = ($"Vase{Guid.NewGuid():N}", await App.ShelveAsync(null, 1));
        var product = await App.NewProductAsync(name);
        var dialog = Ask(ids);
        await SearchAsync(dialog, name, 1);
        dialog.Find(".found input").Change(true);
        dialog.Find(".chip").Click();
        Assert.True(dialog.Find(".primary").HasAttribute("disabled"));
        dialog.Find("[data-close]").Click();
        Assert.Equal([null], _closed);
        Assert.Empty(await App.OrderAsync(product));
    }

    [Fact]
    public async Task When_the_database_does_not_answer_it_says_that_nothing_was_placed()
    {
        WithoutDatabase<AssetPlacing>();
        var name = $"Mug{Guid.NewGuid():N}";
        await App.NewProductAsync(name);
        var dialog = Ask(await App.ShelveAsync(null, 1));
        await SearchAsync(dialog, name, 1);
        dialog.Find(".found input").Change(true);
        dialog.Find(".primary").Click();
        Assert.Equal("Nothing was placed. Try again in a moment.", dialog.Find("[role=alert]").TextContent);
        Assert.Empty(_closed);
    }

    [Fact]
    public async Task Afterwards_it_says_what_happened_and_undo_takes_it_back()
    {
        var product = await App.NewProductAsync();
        var ids = await App.ShelveAsync(product, 3);
        var more = await App.ShelveAsync(null, 1);
        var (placed, _) = await App.Get<AssetPlacing>().PlaceAsync(new(AssetIds: [ids[0], more[0]]), [product], Me, CancellationToken.None);
        var note = Render<PlacedNote>(p => p.Add(n => n.Placed, placed!).Add(n => n.Me, Me));
        Assert.Equal("2 pictures placed on 1 product; 1 was there already.", note.Find("[role=status]").TextContent);
        note.Find("[data-undo]").Click();
        note.WaitForAssertion(() => Assert.Equal("1 placement taken back.", note.Find("[role=status]").TextContent), Eventually.Patience);
        Assert.Equal(ids, await App.OrderAsync(product));
        Assert.Empty(note.FindAll("[data-undo]"));
    }

    private IRenderedComponent<PlaceDialog> Ask(long[] ids) => Render<PlaceDialog>(p => p
        .Add(d => d.Choice, new AssetChoice(AssetIds: ids)).Add(d => d.Count, ids.Length).Add(d => d.Me, Me).Add(d => d.OnClosed, EventCallback.Factory.Create<AssetsPlaced?>(this, _closed.Add)));

    private static async Task SearchAsync(IRenderedComponent<PlaceDialog> dialog, string words, int found)
    {
        await dialog.Find("input[type=search]").InputAsync(words);
        dialog.WaitForAssertion(() => Assert.Equal(found, dialog.FindAll(".found input").Count), Eventually.Patience);
    }
}
