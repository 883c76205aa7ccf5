using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>An administrator tests the connection with the store.</summary>
[Collection(Journeys.Name)]
public sealed class StoreJourneys(RealBrowser browser)
{
    private static void Phone(BrowserNewContextOptions options) => (options.ViewportSize, options.HasTouch) = (new() { Width = 390, Height = 844 }, true);

    [Fact]
    public async Task By_keyboard_alone_every_line_turns_green_one_after_the_other_and_the_plan_is_told()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        await using var portal = await PortalAsync(cloudinary.CloudinaryUrl);
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync("/settings/store");
            var test = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Test connection" });
            await Expect(test).ToBeEnabledAsync();
            cloudinary.Script.Hold();
            await test.FocusAsync();
            await visitor.Page.Keyboard.PressAsync("Enter");
            await Expect(visitor.Page.Locator("[data-step=reach] .spinner")).ToHaveCountAsync(1);
            cloudinary.Script.LetGo();
            await Expect(visitor.Page.Locator("[data-step].good")).ToHaveCountAsync(5);
            await Expect(visitor.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "everything works" })).ToHaveCountAsync(1);
            await Expect(visitor.Page.Locator("dl")).ToContainTextAsync(["demo", "1.47 of 25.00"]);
            foreach (var theme in (string[])["light", "dark"])
            {
                await visitor.WearAsync(theme);
                Assert.Empty(await visitor.BarriersAsync());
            }
            Assert.Empty(cloudinary.Account.Pictures);
        });
    }

    [Fact]
    public async Task A_wrong_secret_is_named_with_its_cure_on_both_pages_and_shown_nowhere()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        await using var portal = await PortalAsync(cloudinary.CloudinaryUrl.Replace(CloudinaryDouble.ApiSecret, "wr0ng-Secret"));
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync("/settings/store", how: Phone);
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).TapAsync();
            await Expect(visitor.Page.Locator("[data-step=reach].bad")).ToContainTextAsync("The API secret is wrong. Copy it again");
            await Expect(visitor.Page.Locator("[data-step].open")).ToHaveTextAsync(Enumerable.Repeat(new System.Text.RegularExpressions.Regex("not tried"), 4));
            Assert.Empty(await visitor.BarriersAsync());
            Assert.False(await visitor.ScrollsSidewaysAsync());
            Assert.DoesNotContain("wr0ng", await visitor.Page.ContentAsync());

            await visitor.GoAsync("/setup");
            await Expect(visitor.Page.Locator("[data-step=reach].bad")).ToContainTextAsync("The API secret is wrong. Copy it again");
            await visitor.WearAsync("dark");
            Assert.Empty(await visitor.BarriersAsync());
            Assert.DoesNotContain("wr0ng", await visitor.Page.ContentAsync());
        });
        Assert.DoesNotContain("wr0ng", portal.Log);
    }

    [Fact]
    public async Task By_keyboard_alone_pictures_of_the_account_are_looked_at_and_imported_and_what_waits_is_told()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        foreach (var id in (string[])["shop/one", "shop/two", "shop/a name that is much longer than names usually are/and stands in a folder/three"])
        {
            var file = Path.Combine(cloudinary.Account.Folder, Guid.NewGuid().ToString("N"));
            await File.WriteAllBytesAsync(file, Pictures.Png(id.Length));
            cloudinary.Account.Pictures[("upload", id)] = cloudinary.Account.Keep(file, id, "upload");
        }
        cloudinary.Script.Play(CloudinaryFault.Answer(503, "Service Unavailable"), times: 1000, on: "/image/tags");
        await using var portal = await PortalAsync(cloudinary.CloudinaryUrl);
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync("/settings/store/import", how: Phone);
            await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Look first" })).ToBeEnabledAsync();
            await visitor.Page.GetByLabel("Folder, or how the names begin").FocusAsync();
            await visitor.Page.Keyboard.TypeAsync("shop/");
            await visitor.Page.Keyboard.PressAsync("Enter");
            await Expect(visitor.Page.Locator("[data-state=looked]")).ToContainTextAsync("library only");
            await BarriersAsync(visitor);
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Import 3 pictures" }).FocusAsync();
            await visitor.Page.Keyboard.PressAsync("Enter");
            await Expect(visitor.Page.Locator("[data-state=done]")).ToHaveCountAsync(1);
            await BarriersAsync(visitor);
            await visitor.GoAsync("/settings/store");
            await Expect(visitor.Page.Locator("[data-words=paused]")).ToContainTextAsync("The words of 3 pictures wait", new() { Timeout = 60_000 });
            await BarriersAsync(visitor);
        });
        Assert.DoesNotContain(cloudinary.Requests, r => r.Path.EndsWith("/image/upload", StringComparison.Ordinal) && r.Method == "POST");
    }

    private static async Task BarriersAsync(Visitor visitor)
    {
        Assert.False(await visitor.ScrollsSidewaysAsync());
        foreach (var theme in (string[])["light", "dark"])
        {
            await visitor.WearAsync(theme);
            Assert.Empty(await visitor.BarriersAsync());
        }
    }

    private static async Task<MediaProcess> PortalAsync(string url)
    {
        var portal = new MediaProcess(false, ("Storage:Provider", "Cloudinary"), (CloudinaryUrl.Key, url));
        await portal.StartAsync();
        return portal;
    }
}
