using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The trash: what was deleted comes back where it stood, or goes for good; on everybody's screen at once.</summary>
[Collection(DeletingJourneys.Name)]
public sealed class TrashJourneys(RealBrowser browser)
{
    private const string Viewer = "viewer@example.com";

    [Fact]
    public Task A_restored_picture_is_back_in_its_place_in_the_tab_beside() => InTimeAsync(async (walk, portal) =>
    {
        var lamp = await walk.FilledProductAsync("Lamp", 3);
        var beside = new OnProduct(await walk.SignedInAsync($"/products/{lamp}"));
        var visitor = await walk.SignedInAsync("/trash", Visitor.EditorEmail);
        var trash = new OnTrash(visitor);
        await Expect(trash.Empty).ToBeVisibleAsync();
        await portal.DeleteAsync(lamp, 2);
        await Expect(beside.Pictures).ToHaveCountAsync(2);
        await Expect(trash.Row("picture-002.png")).ToContainTextAsync((await portal.ProductAsync(lamp)).Sku);
        await Expect(trash.Countdown).ToContainTextAsync("6 days left");
        await Expect(trash.Purge("picture-002.png")).ToHaveCountAsync(0); // that is for administrators
        await trash.Restore("picture-002.png").ClickAsync();
        await Expect(trash.Message).ToContainTextAsync("1 picture restored");
        await Expect(beside.Pictures).ToHaveCountAsync(3);
        Assert.Equal(["picture-001.png", "picture-002.png", "picture-003.png"], await beside.Pictures.Locator(".name").AllInnerTextsAsync());
        await Expect(trash.Empty).ToBeVisibleAsync();
    });

    [Fact]
    public Task By_keyboard_alone_some_come_back_and_the_others_go_for_good() => InTimeAsync(async (walk, portal) =>
    {
        var cup = await walk.FilledProductAsync("Cup", 4);
        await portal.DeleteAsync(cup);
        var client = (await portal.ProductAsync(cup)).Client;
        var watcher = new OnTrash(await walk.SignedInAsync("/trash", Visitor.EditorEmail));
        var visitor = await walk.SignedInAsync("/trash");
        var trash = new OnTrash(visitor);
        foreach (var name in (string[])["picture-001.png", "picture-004.png"])
        {
            await visitor.TabToAsync(trash.Box(name));
            await visitor.Page.Keyboard.PressAsync("Space");
        }
        await Expect(trash.Selected).ToContainTextAsync("2 selected");
        await PressAsync(visitor, trash.Selected.GetByRole(AriaRole.Button, new() { Name = "Restore" }));
        await Expect(watcher.Rows).ToHaveCountAsync(2);
        await Expect(visitor.Heading).ToBeFocusedAsync();
        Assert.Equal(2, (await portal.ProductAsync(cup)).Pictures.Count);

        await PressAsync(visitor, trash.Act("2 pictures").GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).First);
        await Expect(trash.Question).ToContainTextAsync("Delete 2 pictures for good?");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(trash.Question).ToHaveCountAsync(0);
        Assert.Equal(4, portal.StoredOf(client));
        await PressAsync(visitor, trash.Act("2 pictures").GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).First);
        await PressAsync(visitor, trash.Question.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }));
        await Expect(watcher.Rows.First).ToContainTextAsync("Gone from the store");
        Assert.Equal(2, portal.StoredOf(client));
        await Expect(trash.Empty).ToBeVisibleAsync(); // what has gone is shown for a moment
        await Expect(watcher.Empty).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_product_comes_back_with_its_pictures_and_a_viewer_only_looks() => InTimeAsync(async (walk, portal) =>
    {
        await portal.CommandAsync("user", "add", Viewer, "--role", "Viewer", "--password", MediaApp.AdminPassword);
        var (full, bare) = (await walk.FilledProductAsync("Lantern", 2), await walk.NewProductAsync("Torch"));
        var (lantern, torch) = (await portal.ProductAsync(full), await portal.ProductAsync(bare));
        foreach (var id in (long[])[full, bare]) (await portal.Admin.DeleteAsync($"/api/products/{id}")).EnsureSuccessStatusCode();
        var looker = new OnTrash(await walk.SignedInAsync("/trash", Viewer));
        await Expect(looker.Acts).ToHaveCountAsync(2);
        await Expect(looker.Acts.Locator("button, input")).ToHaveCountAsync(0);

        var visitor = await walk.SignedInAsync("/trash");
        var trash = new OnTrash(visitor);
        await trash.Search.FillAsync(torch.Sku);
        await Expect(trash.Acts).ToHaveCountAsync(1);
        await visitor.ReloadAsync();
        await Expect(trash.Search).ToHaveValueAsync(torch.Sku);
        await trash.Act($"Product {torch.Sku} without pictures").GetByRole(AriaRole.Button, new() { Name = "Restore product" }).ClickAsync();
        await Expect(trash.Message).ToContainTextAsync($"Product {torch.Sku} restored");
        await Expect(looker.Acts).ToHaveCountAsync(1);
        await visitor.GoAsync($"/trash?client={lantern.Client}");
        await trash.Act($"Product {lantern.Sku} with 2 pictures").GetByRole(AriaRole.Button, new() { Name = "Restore product" }).ClickAsync();
        await Expect(looker.Empty).ToBeVisibleAsync();
        await visitor.GoAsync($"/products/{full}");
        await Expect(new OnProduct(visitor).Pictures).ToHaveCountAsync(2);
    });

    private static async Task PressAsync(Visitor visitor, ILocator button)
    {
        await visitor.TabToAsync(button);
        await visitor.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>On a portal of its own, where there is time enough to undo.</summary>
    private async Task InTimeAsync(Func<Walk, MediaProcess, Task> journey, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        await using var portal = new MediaProcess(settings: ("Deletion:UndoWindow", "6.00:10:00"));
        await portal.StartAsync();
        await portal.CommandAsync("user", "add", Visitor.EditorEmail, "--role", "Editor", "--password", MediaApp.AdminPassword);
        await browser.WalkAsync(portal, walk => journey(walk, portal), name);
    }
}
