using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Pictures in another order: by dragging, by keys, by a dialog; seen by everybody at once, and never without a way back.</summary>
[Collection(Journeys.Name)]
public sealed class ArrangeJourneys(RealBrowser browser)
{
    [Fact]
    public Task A_picture_dragged_to_the_front_is_the_main_one_on_everybodys_page_until_it_is_undone_and_comes_back_by_the_history() => browser.WalkAsync(async walk =>
    {
        var id = await walk.FilledProductAsync("Dragged", 4);
        var visitor = await walk.SignedInAsync($"/products/{id}");
        var (product, beside) = (new OnProduct(visitor), new OnProduct(await walk.SignedInAsync($"/products/{id}", Visitor.EditorEmail)));
        await Expect(product.Grip("picture-003.png")).ToHaveCountAsync(1); // the page is alive
        await product.DragAsync("picture-003.png", "picture-001.png");
        await Expect(product.Arranged).ToContainTextAsync("“picture-003.png” is now the main picture");
        foreach (var page in (OnProduct[])[product, beside])
        {
            await Expect(page.Names).ToHaveTextAsync(["picture-003.png", "picture-001.png", "picture-002.png", "picture-004.png"]);
            await Expect(page.Tile("picture-003.png")).ToContainTextAsync("Main");
        }
        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(beside.Names).ToHaveTextAsync(["picture-001.png", "picture-002.png", "picture-003.png", "picture-004.png"]);
        Assert.Equal(4, (await walk.GalleryAsync(id)).Count);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "More for this product" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "History" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "History of this gallery" }).GetByRole(AriaRole.Listitem).Nth(1).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(beside.Names).ToHaveTextAsync(["picture-003.png", "picture-001.png", "picture-002.png", "picture-004.png"]);
    });

    [Fact]
    public Task By_keyboard_alone_pictures_are_moved_and_an_earlier_order_comes_back() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.FilledProductAsync("By keys", 3)}");
        var product = new OnProduct(visitor);
        await visitor.TabToAsync(product.Grip("picture-001.png"));
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(product.Names).ToHaveTextAsync(["picture-002.png", "picture-001.png", "picture-003.png"]);
        await Expect(product.Grip("picture-001.png")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("End");
        await Expect(product.Names).ToHaveTextAsync(["picture-002.png", "picture-003.png", "picture-001.png"]);
        await Expect(visitor.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "is now at place 3 of 3" })).ToHaveCountAsync(1);
        await Expect(product.Grip("picture-001.png")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Spinbutton, new() { Name = "Place" })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await visitor.Page.Keyboard.TypeAsync("2");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(product.Names).ToHaveTextAsync(["picture-002.png", "picture-001.png", "picture-003.png"]);

        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "More for this product" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "History" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        var history = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "History of this gallery" });
        await Expect(history.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("The order now");
        Assert.Empty(await visitor.BarriersAsync());
        await visitor.TabToAsync(history.GetByRole(AriaRole.Listitem).Last.GetByRole(AriaRole.Button));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(product.Arranged).ToContainTextAsync("The earlier order is back");
        await Expect(product.Names).ToHaveTextAsync(["picture-001.png", "picture-002.png", "picture-003.png"]);
    });
}
