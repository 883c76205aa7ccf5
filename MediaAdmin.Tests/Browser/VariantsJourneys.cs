using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Variants and their pictures on the board: by mouse, by keyboard alone, by touch, by two people at once.</summary>
[Collection(Journeys.Name)]
public sealed class VariantsJourneys(RealBrowser browser)
{
    [Fact]
    public Task Pictures_are_chosen_for_many_variants_put_there_and_taken_back_by_mouse() => browser.WalkAsync(async walk =>
    {
        var (visitor, board) = await OpenAsync(walk, pictures: 3, variants: 5);
        await Expect(board.Row(1).Locator(".inherited")).ToHaveCountAsync(3);
        await Expect(board.Row(1)).ToContainTextAsync("inherited");
        await board.Tray.Nth(0).ClickAsync();
        await board.Tray.Nth(2).ClickAsync();
        await board.Select(2).ClickAsync();
        await board.Select(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await board.Put.ClickAsync();
        await Expect(board.Hint).ToContainTextAsync("2 pictures put on 3 variants.");
        foreach (var row in (int[])[2, 3, 4]) await Expect(board.Pictures(row)).ToHaveCountAsync(2);
        Assert.Equal("1.png 3.png", await board.OrderAsync(3));
        await Expect(board.Row(5)).ToContainTextAsync("inherited");
        await board.Hint.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(board.Hint).ToContainTextAsync("Undone.");
        await Expect(visitor.Page.Locator("[data-slot]")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_picture_is_dragged_onto_a_variant_to_another_place_and_onto_another_variant() => browser.WalkAsync(async walk =>
    {
        var (visitor, board) = await OpenAsync(walk, pictures: 3, variants: 3);
        await board.Tray.Nth(0).ClickAsync();
        await board.Tray.Nth(1).ClickAsync();
        await DragAsync(visitor, board.Tray.Nth(1), board.Row(2)); // carries both that are chosen
        await Expect(board.Pictures(2)).ToHaveCountAsync(2);
        await DragAsync(visitor, board.Tray.Nth(2), board.Row(2)); // only itself
        await Expect(board.Pictures(2)).ToHaveCountAsync(3);
        Assert.Equal("1.png 2.png 3.png", await board.OrderAsync(2));
        await DragAsync(visitor, board.Picture(2, "3.png"), board.Picture(2, "1.png"), 0.2f);
        await Expect(board.Hint).ToContainTextAsync("3.png is picture 1 of 3 on Variant 2 now.");
        Assert.Equal("3.png 1.png 2.png", await board.OrderAsync(2));
        await DragAsync(visitor, board.Picture(2, "1.png"), board.Row(3));
        await Expect(board.Pictures(3)).ToHaveCountAsync(1);
        await Expect(board.Pictures(2)).ToHaveCountAsync(3);
        await visitor.ReloadAsync();
        await Expect(board.Pictures(2)).ToHaveCountAsync(3);
        Assert.Equal("3.png 1.png 2.png", await board.OrderAsync(2));
    });

    [Fact]
    public Task By_keyboard_alone_variants_are_named_saved_and_given_pictures_in_order() => browser.WalkAsync(async walk =>
    {
        var (visitor, board) = await OpenAsync(walk, pictures: 2, variants: 0);
        var keys = visitor.Page.Keyboard;
        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add variant" }).First);
        await keys.PressAsync("Enter");
        await Expect(board.Name(1)).ToBeFocusedAsync();
        await keys.TypeAsync("Dark red");
        await Expect(board.Sku(1)).ToHaveValueAsync(new Regex("-DARK-RED$"));
        await visitor.TabToAsync(board.Save);
        await keys.PressAsync("Enter");
        await Expect(board.SaveBar).ToHaveCountAsync(0);

        await visitor.TabToAsync(board.Tray.Nth(0));
        await keys.PressAsync("Space");
        await visitor.TabToAsync(board.Tray.Nth(1));
        await keys.PressAsync("Space");
        await visitor.TabToAsync(board.Select(1));
        await keys.PressAsync("Space");
        await visitor.TabToAsync(board.Put);
        await keys.PressAsync("Enter");
        await Expect(board.Pictures(1)).ToHaveCountAsync(2);
        await visitor.TabToAsync(board.Picture(1, "2.png"));
        await keys.PressAsync("Enter");
        await Expect(board.Picture(1, "2.png")).ToHaveAttributeAsync("aria-pressed", "true");
        await keys.PressAsync("ArrowLeft");
        await Expect(board.Hint).ToContainTextAsync("2.png is picture 1 of 2 on Dark red now.");
        await Expect(board.Picture(1, "2.png")).ToBeFocusedAsync();
        Assert.Equal("2.png 1.png", await board.OrderAsync(1));
        await keys.PressAsync("Delete");
        await Expect(board.Pictures(1)).ToHaveCountAsync(1);
        await visitor.TabToAsync(board.Hint.GetByRole(AriaRole.Button, new() { Name = "Undo" }));
        await keys.PressAsync("Enter");
        await Expect(board.Pictures(1)).ToHaveCountAsync(2);
        Assert.Equal("2.png 1.png", await board.OrderAsync(1));
    });

    [Fact]
    public Task Two_hundred_are_pasted_corrected_where_they_are_wrong_and_saved_in_one_go() => browser.WalkAsync(async walk =>
    {
        var (visitor, board) = await OpenAsync(walk, pictures: 1, variants: 2);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Paste a list" }).ClickAsync();
        await visitor.Page.Locator("#paste-text").FillAsync(string.Join('\n', Enumerable.Range(1, 200).Select(n => $"P-{n:000}\tColour {n}")));
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add 200 to the table" }).ClickAsync();
        await Expect(board.SaveBar).ToContainTextAsync("200 unsaved changes");
        await board.Sku(1).FillAsync("V-002");
        await board.Save.ClickAsync();
        await Expect(board.SaveBar).ToContainTextAsync("1 row needs a correction.");
        await board.SaveBar.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(board.Rows).ToHaveCountAsync(1);
        await Expect(board.Row(1)).ToContainTextAsync("Another variant has this SKU.");
        await board.Sku(1).FillAsync("V-003");
        await Expect(board.SaveBar).ToContainTextAsync("202 unsaved changes");
        await board.Save.ClickAsync();
        await Expect(board.SaveBar).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved: 202 variants" })).ToHaveCountAsync(1);

        Assert.InRange(await board.Rows.CountAsync(), 5, 60); // only those in sight are drawn
        await visitor.Page.Locator("button.add").ScrollIntoViewIfNeededAsync();
        await Expect(board.Rows.Last.Locator("input.name")).ToHaveValueAsync("Colour 200");
        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync("colour 17");
        await Expect(board.Rows).ToHaveCountAsync(11);
        await visitor.Page.GetByLabel("Select all").CheckAsync();
        await board.Tray.First.ClickAsync();
        await board.Put.ClickAsync();
        await Expect(board.Hint).ToContainTextAsync("1 picture put on 11 variants.");
    });

    [Fact]
    public Task Two_people_work_on_one_list_and_neither_loses_anything() => browser.WalkAsync(async walk =>
    {
        var (product, _) = await OnVariants.MakeAsync(walk, pictures: 1, variants: 3);
        var (ann, bob) = (await walk.SignedInAsync($"/products/{product}/variants"), await walk.SignedInAsync($"/products/{product}/variants", Visitor.EditorEmail));
        var (anns, bobs) = (new OnVariants(ann), new OnVariants(bob));
        await anns.Name(1).FillAsync("Ann's red");
        await anns.Name(2).FillAsync("Ann's blue");
        await bobs.Tray.First.ClickAsync();
        await bobs.Act(3, "Put 1 picture on Variant 3").ClickAsync();
        await Expect(anns.Pictures(3)).ToHaveCountAsync(1); // a picture arrives, the edits stay
        await bobs.Name(2).FillAsync("Bob's blue");
        await bobs.Name(3).FillAsync("Bob's green");
        await bobs.Save.ClickAsync();
        await Expect(anns.Name(3)).ToHaveValueAsync("Bob's green");
        await Expect(anns.Name(1)).ToHaveValueAsync("Ann's red");
        await Expect(anns.Row(2)).ToContainTextAsync("Meanwhile somebody else saved “Bob's blue”");
        await Expect(anns.SaveBar).ToContainTextAsync("1 row was changed by somebody else too.");
        await anns.Act(2, "Keep mine").ClickAsync();
        await anns.Save.ClickAsync();
        await Expect(anns.SaveBar).ToHaveCountAsync(0);
        await Expect(bobs.Name(1)).ToHaveValueAsync("Ann's red");
        await Expect(bobs.Name(2)).ToHaveValueAsync("Ann's blue");
        await Expect(bobs.Name(3)).ToHaveValueAsync("Bob's green");
    });

    [Fact]
    public Task Who_leaves_with_unsaved_changes_or_removes_variants_with_pictures_is_asked() => browser.WalkAsync(async walk =>
    {
        var (visitor, board) = await OpenAsync(walk, pictures: 1, variants: 2);
        await board.Tray.First.ClickAsync();
        await board.Act(1, "Put 1 picture on Variant 1").ClickAsync();
        await Expect(board.Pictures(1)).ToHaveCountAsync(1);
        await board.Act(1, "Remove Variant 1").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Uploads" }).First.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Stay here" }).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/variants$"));
        await board.Save.ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("show 1 picture of their own. It stays in the library");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Remove and save" }).ClickAsync();
        await Expect(board.Rows).ToHaveCountAsync(1);
        await board.Name(1).FillAsync("Other");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Cup" }).First.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Leave", Exact = true }).ClickAsync();
        await Expect(visitor.Heading).ToHaveTextAsync("Cup");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "1 variant" }).ClickAsync();
        await Expect(board.Name(1)).ToHaveValueAsync("Variant 2");
        await Expect(board.Tray).ToHaveCountAsync(1); // the picture is still the product's
    });

    [Fact]
    public Task On_a_phone_pictures_are_tapped_or_dragged_by_finger_and_nothing_scrolls_sideways() => browser.WalkAsync(async walk =>
    {
        var (visitor, board) = await OpenAsync(walk, pictures: 5, variants: 4, how: options => (options.ViewportSize, options.HasTouch) = (new() { Width = 390, Height = 844 }, true));
        await board.Tray.Nth(1).TapAsync();
        await board.Act(2, "Put 1 picture on Variant 2").TapAsync();
        await Expect(board.Pictures(2)).ToHaveCountAsync(1);
        await board.Row(1).ScrollIntoViewIfNeededAsync();
        await FingerDragAsync(visitor, board.Tray.Nth(0), board.Row(1));
        await Expect(board.Pictures(1)).ToHaveCountAsync(1);
        await Expect(board.Picture(1, "1.png")).ToBeVisibleAsync();
        Assert.False(await visitor.ScrollsSidewaysAsync());
    });

    private static async Task<(Visitor, OnVariants)> OpenAsync(Walk walk, int pictures, int variants, Action<BrowserNewContextOptions>? how = null)
    {
        var (product, _) = await OnVariants.MakeAsync(walk, pictures, variants);
        var visitor = await walk.SignedInAsync($"/products/{product}/variants", how: how);
        return (visitor, new(visitor));
    }

    /// <param name="across">Where on the target, from its left edge to its right.</param>
    private static async Task DragAsync(Visitor visitor, ILocator picture, ILocator target, float across = 0.5f)
    {
        await picture.HoverAsync();
        await visitor.Page.Mouse.DownAsync();
        var box = (await target.BoundingBoxAsync())!;
        await visitor.Page.Mouse.MoveAsync(box.X + box.Width * across, box.Y + box.Height / 2, new() { Steps = 5 });
        await visitor.Page.Mouse.UpAsync();
        await Expect(visitor.Page.Locator(".drag-ghost")).ToHaveCountAsync(0);
    }

    private static async Task FingerDragAsync(Visitor visitor, ILocator picture, ILocator target)
    {
        var (from, to) = ((await picture.BoundingBoxAsync())!, (await target.BoundingBoxAsync())!);
        var touch = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        Task Send(string type, params (float X, float Y)[] points) =>
            touch.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = points.Select(p => new { x = p.X, y = p.Y }).ToArray() });
        await Send("touchStart", (from.X + 20, from.Y + 20));
        await Expect(visitor.Page.Locator(".drag-ghost")).ToHaveCountAsync(1); // after a moment's rest
        for (var step = 1; step <= 5; step++) await Send("touchMove", (from.X + 20 + (to.X + 60 - from.X - 20) * step / 5, from.Y + 20 + (to.Y + 40 - from.Y - 20) * step / 5));
        await Send("touchEnd");
    }
}
