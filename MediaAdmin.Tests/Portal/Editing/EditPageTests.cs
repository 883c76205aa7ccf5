using Bunit;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Editing;
using MediaAdmin.Portal.Editing;
using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Portal.Editing;

/// <summary>The edit page: everything collected and shown, nothing written until it is saved, nothing lost when that fails.</summary>
public sealed class EditPageTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    private IRenderedComponent<EditPage> _page = null!;
    private long _product;

    [Fact]
    public async Task What_is_changed_is_marked_and_summed_and_nothing_is_written_yet()
    {
        var ids = await OpenAsync(4);
        Assert.Empty(_page.FindAll(".save"));
        _page.Find("#edit-name").Input("Desk lamp");
        Press("Delete shelf-002.png");
        Drop(ids[3], 1);
        Assert.Equal("3 changes", _page.Find(".save strong").TextContent);
        Assert.Equal("1 to delete · 1 moved · new main picture · name", _page.Find(".save .parts").TextContent);
        Assert.Contains("was “Lamp”", _page.Find("#edit-name-note").TextContent);
        Assert.Equal(["Moved", "", "Will be deleted", ""], _page.FindAll(".tile").Select(t => t.QuerySelector(".marks")!.TextContent.Trim()));
        Assert.Equal(ids, await App.OrderAsync(_product));
        Press("Keep after all: shelf-002.png");
        Assert.Equal("2 changes", _page.Find(".save strong").TextContent);
        _page.FindAll(".save button")[0].Click();
        Assert.Empty(_page.FindAll(".save"));
        Assert.Equal("Lamp", _page.Find("#edit-name").GetAttribute("value"));
        Assert.Equal(["", "", "", ""], _page.FindAll(".marks").Select(m => m.TextContent.Trim()));
    }

    [Fact]
    public async Task All_of_it_is_saved_at_once_and_the_product_page_follows()
    {
        var ids = await OpenAsync(4);
        _page.Find("#edit-name").Input("Desk lamp");
        Press("Delete shelf-002.png");
        Drop(ids[3], 1);
        Press("Words of shelf-001.png");
        _page.WaitForElement("dialog [data-field=altEn]", Eventually.Patience).Change("A lamp");
        _page.Find("dialog [data-close]").Click();
        Assert.Contains("words of 1 picture", _page.Find(".save .parts").TextContent);
        Save();
        await Eventually.HoldsAsync(() => Task.FromResult(Address.EndsWith($"/products/{_product}", StringComparison.Ordinal)), "the product page");
        var now = (await App.Get<Galleries>().OpenAsync(_product, default))!;
        Assert.Equal(("Desk lamp", "A lamp"), (now.Name, now.Pictures.Single(p => p.AssetId == ids[0]).AltEn));
        Assert.Equal([ids[3], ids[0], ids[2]], await App.OrderAsync(_product));
    }

    [Fact]
    public async Task A_fault_names_the_field_and_loses_nothing()
    {
        var ids = await OpenAsync(2);
        _page.Find("#edit-sku").Input(" ");
        Press("Delete shelf-001.png");
        Save();
        _page.WaitForAssertion(() => Assert.Contains("Give a SKU", _page.Find("#edit-sku-note [role=alert]").TextContent), Eventually.Patience);
        Assert.Equal("true", _page.Find("#edit-sku").GetAttribute("aria-invalid"));
        Assert.Equal("2 changes", _page.Find(".save strong").TextContent);
        Assert.Equal(ids, await App.OrderAsync(_product));
        _page.Find("#edit-sku").Input("NEW");
        Assert.Empty(_page.FindAll("[role=alert]"));
    }

    [Theory]
    [InlineData("Keep mine and save", "Mine", "3 1 2")]
    [InlineData("Take theirs and save", "Theirs", "2 1 3")]
    public async Task What_both_changed_is_a_choice_before_anything_is_saved(string choice, string name, string order)
    {
        var ids = await OpenAsync(3);
        _page.Find("#edit-name").Input("Mine");
        Drop(ids[2], 1);
        Press("Words of shelf-001.png");
        _page.WaitForElement("dialog [data-field=title]", Eventually.Patience).Change("My title");
        _page.Find("dialog [data-close]").Click();
        await App.Get<GalleryOrder>().ArrangeAsync(_product, null, [ids[1], ids[0], ids[2]], null, Actor.Portal, default);
        await App.Get<ProductEditor>().RenameAsync(_product, null, "Theirs", Actor.Portal, default);
        await App.Get<AssetList>().DescribeAsync(ids[0], new("Their title", null, null, null), Actor.Portal, default);
        Save();
        _page.WaitForElement("#clash-title", Eventually.Patience);
        Assert.Equal(["Name", "Order of the pictures", "Words of shelf-001.png"], _page.FindAll("dialog h3").Select(h => h.TextContent));
        Assert.Equal([ids[1], ids[0], ids[2]], await App.OrderAsync(_product));
        _page.FindAll("dialog button").Single(b => b.TextContent == choice).Click();
        var now = await Eventually.GetAsync(async () => (await App.Get<Galleries>().OpenAsync(_product, default))!, p => p.Name == name && Address.EndsWith($"/{_product}", StringComparison.Ordinal), "the choice");
        Assert.Equal(order.Split(' ').Select(n => ids[int.Parse(n) - 1]), now.Pictures.Select(p => p.AssetId));
        Assert.Equal(name == "Mine" ? "My title" : "Their title", now.Pictures.Single(p => p.AssetId == ids[0]).Title);
    }

    [Fact]
    public async Task What_somebody_else_does_meanwhile_is_told_and_comes_in()
    {
        var ids = await OpenAsync(2);
        Press("Delete shelf-001.png");
        await App.Get<GalleryPlacements>().RemoveAsync(_product, [new(ids[1], null)], Actor.Portal, default);
        _page.WaitForAssertion(() => Assert.Equal("Somebody else is working on this product: 1 picture left. Your changes are still here.", _page.Find(".meanwhile span").TextContent), Eventually.Patience);
        Assert.Single(_page.FindAll(".tile"));
        Assert.Equal("1 change", _page.Find(".save strong").TextContent);
    }

    [Fact]
    public async Task When_it_cannot_be_saved_everything_is_still_there()
    {
        WithoutDatabase<ProductEdits>();
        var ids = await OpenAsync(2);
        Drop(ids[1], 1);
        Save();
        _page.WaitForAssertion(() => Assert.StartsWith("It could not be saved just now", _page.Find(".save .bad").TextContent), Eventually.Patience);
        Assert.Equal("1 change", _page.Find(".save strong").TextContent);
        Assert.Equal(ids, await App.OrderAsync(_product));
    }

    [Fact]
    public async Task Who_leaves_with_changes_is_asked_and_may_stay_and_without_any_nobody_is()
    {
        await OpenAsync(1);
        var before = Address;
        _page.Find("#edit-name").Input("Mine");
        Go("/library");
        _page.WaitForElement("#question-title", Eventually.Patience);
        _page.Find("dialog [data-close]").Click();
        Assert.Equal(before, Address);
        Assert.Equal("Mine", _page.Find("#edit-name").GetAttribute("value"));
        _page.Find("#edit-name-note button").Click();
        Go("/library");
        _page.WaitForAssertion(() => Assert.EndsWith("/library", Address), Eventually.Patience);
        Assert.Empty(_page.FindAll("dialog"));
    }

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    private async Task<long[]> OpenAsync(int pictures)
    {
        _product = await App.NewProductAsync();
        var ids = await App.ShelveAsync(_product, pictures);
        JSInterop.Mode = JSRuntimeMode.Loose;
        _page = Render<EditPage>(p => p.Add(e => e.Id, _product));
        _page.WaitForElement("#edit-name", Eventually.Patience);
        return ids;
    }

    private void Press(string label) => _page.Find($"button[aria-label='{label}']").Click();

    private void Drop(long asset, int place) => _page.Find("section").TriggerEvent("onpicturedropped", new MediaAdmin.Portal.Parts.PictureDroppedEventArgs { Asset = asset, Place = place });

    private void Save() => _page.Find(".save .primary").Click();

    private void Go(string address) => _ = _page.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo(address));
}
