using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Variants and their pictures on the board: by mouse, by keyboard alone, by two people of whom one has but a phone.</summary>
[Collection(Journeys.Name)]
public sealed class VariantsJourneys(RealBrowser browser)
{
    [Fact]
    public Task By_mouse_pictures_are_put_on_many_variants_taken_back_and_dragged_into_another_order_and_onto_another_variant() => browser.WalkAsync(async walk =>
    {
        var (visitor, board) = await OnVariants.OpenAsync(walk, await OnVariants.MakeAsync(walk, pictures: 3, variants: 4));
        await Expect(board.Row(1).Locator(".inherited")).ToHaveCountAsync(3);
        await board.Tray.Nth(0).ClickAsync();
        await board.Tray.Nth(2).ClickAsync();
        await board.Select(2).ClickAsync();
        await board.Select(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await board.Put.ClickAsync();
        await Expect(board.Hint).ToContainTextAsync("2 pictures put on 3 variants.");
        foreach (var row in (int[])[2, 3, 4]) await Expect(board.Pictures(row)).ToHaveCountAsync(2);
        await Expect(board.Row(1)).ToContainTextAsync("inherited");
        await board.Undo.ClickAsync();
        await Expect(visitor.Page.Locator("[data-slot]")).ToHaveCountAsync(0);

        await board.SelectAll.ClickAsync(); // the three are selected still: now all, then none
        await board.SelectAll.ClickAsync();
        await board.Tray.Nth(0).ClickAsync();
        await board.Tray.Nth(1).ClickAsync();
        await Expect(board.Hint).ToContainTextAsync("2 pictures chosen.");
        await LeaveTraySlowlyAsync(visitor, board.Tray.Nth(1));
        await visitor.DragAsync(board.Tray.Nth(1), board.Row(2)); // carries both that are chosen
        await Expect(board.Pictures(2)).ToHaveCountAsync(2);
        await visitor.DragAsync(board.Tray.Nth(2), board.Row(2)); // only itself
        await Expect(board.Pictures(2)).ToHaveCountAsync(3);
        await visitor.DragAsync(board.Picture(2, "picture-003.png"), board.Picture(2, "picture-001.png"), 0.2f);
        await Expect(board.Hint).ToContainTextAsync("picture-003.png is picture 1 of 3 on Variant 2 now.");
        await visitor.DragAsync(board.Picture(2, "picture-001.png"), board.Row(3));
        await Expect(board.Pictures(3)).ToHaveCountAsync(1);
        await visitor.ReloadAsync();
        await Expect(board.Pictures(2)).ToHaveCountAsync(3);
        Assert.Equal("3 1 2", await board.OrderAsync(2));
        Assert.Equal("1", await board.OrderAsync(3));
    });

    [Fact]
    public Task By_keyboard_alone_variants_are_named_saved_and_given_pictures_in_order_and_nobody_leaves_unasked() => browser.WalkAsync(async walk =>
    {
        var (visitor, board) = await OnVariants.OpenAsync(walk, await OnVariants.MakeAsync(walk, pictures: 2, variants: 0));
        var keys = visitor.Page.Keyboard;
        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add variant" }).First);
        await keys.PressAsync("Enter");
        await Expect(board.Name(1)).ToBeFocusedAsync();
        await keys.TypeAsync("Dark red, typed faster than a portal far away can answer");
        await Expect(board.Sku(1)).ToHaveValueAsync(new Regex("-ANSWER$"));
        await Expect(board.Name(1)).ToHaveValueAsync("Dark red, typed faster than a portal far away can answer");
        await visitor.TabToAsync(board.Save);
        await keys.PressAsync("Enter");
        await Expect(board.SaveBar).ToHaveCountAsync(0);

        foreach (var picture in (int[])[0, 1])
        {
            await visitor.TabToAsync(board.Tray.Nth(picture));
            await keys.PressAsync("Space");
        }
        await visitor.TabToAsync(board.Select(1));
        await keys.PressAsync("Space");
        await visitor.TabToAsync(board.Put);
        await keys.PressAsync("Enter");
        await Expect(board.Pictures(1)).ToHaveCountAsync(2);
        await visitor.TabToAsync(board.Picture(1, "picture-002.png"));
        await keys.PressAsync("Enter");
        await Expect(board.Picture(1, "picture-002.png")).ToHaveAttributeAsync("aria-pressed", "true");
        await keys.PressAsync("ArrowLeft");
        await Expect(board.Hint).ToContainTextAsync("picture-002.png is picture 1 of 2 on Dark red");
        await Expect(board.Picture(1, "picture-002.png")).ToBeFocusedAsync();
        await keys.PressAsync("Delete");
        await Expect(board.Pictures(1)).ToHaveCountAsync(1);
        await visitor.TabToAsync(board.Undo);
        await keys.PressAsync("Enter");
        await Expect(board.Pictures(1)).ToHaveCountAsync(2);
        Assert.Equal("2 1", await board.OrderAsync(1));

        await visitor.TabToAsync(board.Act(1, "Remove Dark red"));
        await keys.PressAsync("Enter");
        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Uploads" }).First);
        await keys.PressAsync("Enter");
        await Expect(board.Question).ToContainTextAsync("1 change of the variants is not saved");
        await keys.PressAsync("Escape");
        await visitor.TabToAsync(board.Save);
        await keys.PressAsync("Enter");
        await Expect(board.Question).ToContainTextAsync("show 2 pictures of their own. They stay in the library");
        await visitor.TabToAsync(board.Question.GetByRole(AriaRole.Button, new() { Name = "Remove and save" }));
        await keys.PressAsync("Enter");
        await Expect(board.Rows).ToHaveCountAsync(0);
    });

    [Fact]
    public Task Two_hundred_are_pasted_and_saved_while_somebody_on_a_phone_renames_and_drags_and_neither_loses_anything() => browser.WalkAsync(async walk =>
    {
        var product = await OnVariants.MakeAsync(walk, pictures: 2, variants: 3);
        var (ann, anns) = await OnVariants.OpenAsync(walk, product);
        var (bob, bobs) = await OnVariants.OpenAsync(walk, product, Visitor.EditorEmail, options => (options.ViewportSize, options.HasTouch) = (new() { Width = 390, Height = 844 }, true));
        await bobs.Name(1).FillAsync("Bob's red");
        await bobs.Name(2).FillAsync("Bob's blue");

        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Paste a list" }).ClickAsync();
        await ann.Page.Locator("#paste-text").FillAsync(string.Join('\n', Enumerable.Range(1, 200).Select(n => $"P-{n:000}\tColour {n}")));
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Add 200 to the table" }).ClickAsync();
        await Expect(anns.SaveBar).ToContainTextAsync("200 unsaved changes");
        await anns.Name(2).FillAsync("Ann's blue");
        await anns.Sku(3).FillAsync("V-001");
        await anns.Save.ClickAsync();
        await Expect(anns.SaveBar).ToContainTextAsync("1 row needs a correction.");
        await anns.Sku(3).FillAsync("V-004");
        await Expect(anns.SaveBar).ToContainTextAsync("202 unsaved changes");
        await anns.Save.ClickAsync();
        await Expect(anns.SaveBar).ToHaveCountAsync(0);
        Assert.InRange(await anns.Rows.CountAsync(), 5, 60); // only those in sight are drawn

        await Expect(bobs.Sku(3)).ToHaveValueAsync("V-004");
        await Expect(bobs.Name(1)).ToHaveValueAsync("Bob's red");
        await Expect(bobs.Row(2)).ToContainTextAsync("Meanwhile somebody else saved “Ann's blue”");
        await bobs.Act(2, "Keep mine").TapAsync();
        await bobs.Save.TapAsync();
        await Expect(anns.Name(1)).ToHaveValueAsync("Bob's red");
        await Expect(anns.Name(2)).ToHaveValueAsync("Bob's blue");

        await bobs.Row(1).EvaluateAsync("row => row.scrollIntoView({ block: 'center' })"); // not under the tray, which stays in sight
        await bob.FingerDragAsync(bobs.Tray.Nth(0), bobs.Row(1));
        await Expect(anns.Pictures(1)).ToHaveCountAsync(1);
        await bob.Page.GetByRole(AriaRole.Searchbox).FillAsync("p-17");
        await Expect(bobs.Rows).ToHaveCountAsync(10);
        await bobs.SelectAll.TapAsync();
        await bobs.Tray.Nth(1).TapAsync();
        await bobs.Put.TapAsync();
        await Expect(bobs.Hint).ToContainTextAsync("1 picture put on 10 variants.");
        Assert.False(await bob.ScrollsSidewaysAsync());
    });

    /// <summary>What leaves the tray downwards passes where a picture that comes from below would scroll the page up: the page stays, else the rows run from under the pointer.</summary>
    private static async Task LeaveTraySlowlyAsync(Visitor visitor, ILocator picture)
    {
        await visitor.Page.EvaluateAsync("() => scrollTo(0, 60)");
        await picture.HoverAsync();
        await visitor.Page.Mouse.DownAsync();
        var tray = (await visitor.Page.Locator("[data-tray]").BoundingBoxAsync())!;
        await visitor.Page.Mouse.MoveAsync(tray.X + 300, tray.Y + tray.Height + 5, new() { Steps = 3 });
        await Expect(visitor.Page.Locator(".drag-ghost")).ToHaveCountAsync(1);
        Assert.Equal(60, await visitor.Page.EvaluateAsync<int>("async () => { for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame); return scrollY; }"));
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.Page.Mouse.UpAsync();
    }
}
