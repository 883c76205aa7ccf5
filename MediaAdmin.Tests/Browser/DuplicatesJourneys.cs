using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Pictures that are in the library more than once, and what becomes of them.</summary>
[Collection(Journeys.Name)]
public sealed class DuplicatesJourneys(RealBrowser browser)
{
    [Fact]
    public async Task By_keyboard_alone_one_is_kept_for_both_and_the_undo_brings_the_other_back_and_by_mouse_all_are_merged()
    {
        await using var portal = new MediaProcess(settings: [("Deletion:UndoWindow", "00:01:30")]);
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var (lamp, same) = (await walk.NewProductAsync("Lamp"), Pictures.Png(9_100_001));
            foreach (var name in (string[])["first.png", "second.png"]) await UploadAsync(walk, lamp, name, same);
            var visitor = await walk.SignedInAsync("/library");
            await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Duplicates" }));
            await visitor.Page.Keyboard.PressAsync("Enter");
            await Expect(visitor.Heading).ToHaveTextAsync("Duplicates");
            var groups = visitor.Page.GetByRole(AriaRole.Article);
            await Expect(groups).ToHaveCountAsync(1);
            Assert.Equal([], await visitor.BarriersAsync());
            await visitor.TabToAsync(groups.GetByRole(AriaRole.Button, new() { Name = "second.png" }));
            await visitor.Page.Keyboard.PressAsync("Enter");
            await Expect(groups).ToHaveCountAsync(0);
            await Eventually.GetAsync(async () => (await walk.GalleryAsync(lamp)).Select(p => p.FileName).ToArray(), names => names is ["second.png"], "only the kept one in the gallery");
            await Expect(new OnDeletion(visitor).Undo).ToBeVisibleAsync(); // the key presses it
            await visitor.Page.Keyboard.PressAsync("Control+z");
            await Expect(groups).ToHaveCountAsync(1);
            Assert.Equal(["first.png", "second.png"], (await walk.GalleryAsync(lamp)).Select(p => p.FileName));
            await visitor.Page.SetViewportSizeAsync(390, 844);
            Assert.False(await visitor.ScrollsSidewaysAsync(), "with a group");
            await visitor.WearAsync("dark");
            Assert.Equal([], await visitor.BarriersAsync());
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Merge all, keep the oldest" }).ClickAsync();
            await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Merge all" }).ClickAsync();
            await Expect(groups).ToHaveCountAsync(0);
            await Eventually.GetAsync(async () => (await walk.GalleryAsync(lamp)).Select(p => p.FileName).ToArray(), names => names is ["first.png"], "only the oldest in the gallery");
        }, nameof(By_keyboard_alone_one_is_kept_for_both_and_the_undo_brings_the_other_back_and_by_mouse_all_are_merged));
    }

    /// <summary>A file that is there already waits for a decision: it is to be kept.</summary>
    private static async Task UploadAsync(Walk walk, long product, string name, byte[] bytes)
    {
        var (before, url) = ((await walk.GalleryAsync(product)).Count, await new TusClient(walk.Portal.Admin).UploadAsync(bytes, name, product));
        await Eventually.GetAsync(async () =>
        {
            using var answer = await walk.Portal.Admin.PostAsync($"/api/uploads/{url.Split('/')[^1]}/duplicate", new StringContent("""{"decision":"keep"}""", null, "application/json"));
            return (await walk.GalleryAsync(product)).Count;
        }, count => count == before + 1, $"{name} in the gallery");
    }
}
