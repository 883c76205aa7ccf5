using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Changes of one product collected on its edit page: pending until they are saved, asked about when one leaves, never over somebody else's unseen.</summary>
[Collection(Journeys.Name)]
public sealed class EditJourneys(RealBrowser browser)
{
    /// <summary>What the page says to one who wants to leave: true lets them go.</summary>
    private const string Leaving = "window.dispatchEvent(new Event('beforeunload', { cancelable: true }))";

    [Fact]
    public Task By_keyboard_alone_a_product_is_renamed_arranged_and_thinned_out_and_the_deletion_undone() => browser.WalkAsync(async walk =>
    {
        var id = await walk.FilledProductAsync("Before", 4);
        var visitor = await walk.SignedInAsync($"/products/{id}");
        var other = await walk.SignedInAsync($"/products/{id}", Visitor.EditorEmail);
        var beside = new OnProduct(other);
        var (edit, keys) = (new OnEdit(visitor), visitor.Page.Keyboard);
        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }));
        await keys.PressAsync("Enter");
        await visitor.TabToAsync(edit.Name);
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("After");
        await visitor.TabToAsync(edit.Grip("picture-003.png"));
        await keys.PressAsync("Home");
        await Expect(edit.Grip("picture-003.png")).ToBeFocusedAsync();
        await visitor.TabToAsync(edit.Delete("picture-002.png"));
        await keys.PressAsync("Enter");
        await Expect(edit.Bar).ToContainTextAsync("1 to delete · 1 moved · new main picture · name");
        await Expect(edit.Names).ToHaveTextAsync(["picture-003.png", "picture-001.png", "picture-002.png", "picture-004.png"]);
        await Expect(edit.Tile("picture-002.png")).ToContainTextAsync("Will be deleted");
        Assert.Empty(await visitor.BarriersAsync());
        await Expect(beside.Names).ToHaveTextAsync(["picture-001.png", "picture-002.png", "picture-003.png", "picture-004.png"]); // nothing is written yet

        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Library" }));
        await keys.PressAsync("Enter");
        await Expect(edit.Question.GetByRole(AriaRole.Button, new() { Name = "Stay here" })).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(edit.Name).ToHaveValueAsync("After");
        await visitor.TabToAsync(edit.Save);
        await keys.PressAsync("Enter");

        await Expect(visitor.Heading).ToHaveTextAsync("After");
        foreach (var page in (OnProduct[])[new(visitor), beside]) await Expect(page.Names).ToHaveTextAsync(["picture-003.png", "picture-001.png", "picture-004.png"]);
        await Expect(other.Heading).ToHaveTextAsync("After");
        await keys.PressAsync("Control+z");
        foreach (var page in (OnProduct[])[new(visitor), beside]) await Expect(page.Names).ToHaveTextAsync(["picture-003.png", "picture-002.png", "picture-001.png", "picture-004.png"]);
    });

    [Fact]
    public Task The_browser_asks_before_it_is_reloaded_with_changes_and_not_without() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Reloaded")}/edit");
        var (edit, asked) = (new OnEdit(visitor), 0);
        visitor.Page.Dialog += (_, dialog) =>
        {
            asked++;
            _ = dialog.AcceptAsync();
        };
        await edit.Name.PressSequentiallyAsync("!");
        await visitor.Page.WaitForFunctionAsync($"() => !{Leaving}");
        await visitor.ReloadAsync();
        Assert.Equal(1, asked);
        await Expect(edit.Name).ToHaveValueAsync("Reloaded");
        await edit.Name.PressSequentiallyAsync("!");
        await edit.Bar.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(edit.Bar).ToHaveCountAsync(0);
        await visitor.Page.WaitForFunctionAsync($"() => {Leaving}");
        await visitor.ReloadAsync();
        Assert.Equal(1, asked);
    });

    [Fact]
    public Task By_mouse_an_order_that_somebody_else_changed_meanwhile_is_a_choice() => browser.WalkAsync(async walk =>
    {
        var id = await walk.FilledProductAsync("Both", 3);
        var visitor = await walk.SignedInAsync($"/products/{id}/edit");
        var (edit, other) = (new OnEdit(visitor), new OnProduct(await walk.SignedInAsync($"/products/{id}", Visitor.EditorEmail)));
        await Expect(edit.Grip("picture-003.png")).ToBeVisibleAsync();
        await new OnProduct(visitor).DragAsync("picture-003.png", "picture-001.png");
        await Expect(edit.Tile("picture-003.png")).ToContainTextAsync("Moved");
        await Expect(other.Grip("picture-001.png")).ToHaveCountAsync(1);
        await other.DragAsync("picture-002.png", "picture-001.png");
        await Expect(visitor.Page.GetByText("Somebody else is working on this product: the order changed.")).ToBeVisibleAsync();
        await edit.Save.ClickAsync();
        var choice = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Somebody else changed the same" });
        await Expect(choice.GetByRole(AriaRole.Img)).ToHaveCountAsync(6);
        Assert.Empty(await visitor.BarriersAsync());
        await Expect(other.Names).ToHaveTextAsync(["picture-002.png", "picture-001.png", "picture-003.png"]);
        await choice.GetByRole(AriaRole.Button, new() { Name = "Keep mine and save" }).ClickAsync();
        foreach (var page in (OnProduct[])[new(visitor), other]) await Expect(page.Names).ToHaveTextAsync(["picture-003.png", "picture-001.png", "picture-002.png"]);
    });
}
