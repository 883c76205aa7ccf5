using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Files go from the browser straight to Cloudinary: the same page, the same bars, the same words; and by the portal where that way is blocked.</summary>
[Collection(Journeys.Name)]
public sealed class DirectJourneys(RealBrowser browser)
{
    private const string Upload = "POST /v1_1/demo/image/upload";

    [Fact]
    public async Task Five_files_are_dropped_and_each_is_seen_to_arrive_and_the_bad_one_says_why()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        await using var portal = await PortalAsync(cloudinary);
        await browser.WalkAsync(portal, async walk =>
        {
            var id = await walk.NewProductAsync("Lamp");
            var (visitor, colleague) = (await walk.SignedInAsync($"/products/{id}"), await walk.SignedInAsync($"/products/{id}"));
            var (product, seen) = (new OnProduct(visitor), new OnProduct(colleague));
            await visitor.SlowDownAsync(30_000); // until both pages have been seen
            await product.DropAsync([.. walk.SomePictures(4, 300_000), walk.File("broken.png", Broken())]);
            await Expect(product.Bars.First).ToBeVisibleAsync();
            // Both halves of the bar are seen to move, on the page of whoever dropped and on another.
            foreach (var page in (OnProduct[])[product, seen])
                await Expect(page.Bars.First).ToHaveAttributeAsync("aria-valuenow", new System.Text.RegularExpressions.Regex("^([1-9]|[1-4][0-9])$"));
            await visitor.SpeedUpAsync();
            await Expect(product.Pictures).ToHaveCountAsync(4);
            await Expect(product.Tile("broken.png")).ToContainTextAsync("damaged");
            await Expect(seen.Pictures).ToHaveCountAsync(4);
            Assert.Empty(await visitor.BarriersAsync());
        });
        Assert.Equal(0, ByPortal(cloudinary));
        Assert.DoesNotContain(CloudinaryDouble.ApiSecret, portal.Log);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_Cloudinary_cannot_be_reached_the_files_go_by_the_portal_and_the_page_says_so_once(bool blocked)
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        cloudinary.LetsPagesIn = !blocked;
        await using var portal = await PortalAsync(cloudinary);
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Lamp")}");
            visitor.ExpectBrokenConnections();
            visitor.ExpectBlockedByOrigin();
            if (!blocked) await visitor.Page.Context.RouteAsync($"http://{cloudinary.Authority}/v1_1/**", route => route.AbortAsync("connectionrefused"));
            var product = new OnProduct(visitor);
            await product.DropAsync(walk.SomePictures(5, 20_000));
            await Expect(visitor.Notices.Locator("li")).ToHaveCountAsync(1);
            await Expect(visitor.Notices).ToContainTextAsync("your files go through the portal instead");
            await Expect(visitor.Notices.GetByRole(Microsoft.Playwright.AriaRole.Heading)).ToHaveTextAsync("About your uploads");
            await Expect(product.Pictures).ToHaveCountAsync(5);
            Assert.Empty(await visitor.BarriersAsync());
        });
        Assert.Equal((5, 5), (ByPortal(cloudinary), cloudinary.Account.Pictures.Count));
    }

    [Fact]
    public async Task A_file_that_Cloudinary_refuses_goes_by_the_portal_without_a_word()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        cloudinary.Script.Play(new CloudinaryFault { Status = 420, Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" } }, times: 1, on: Upload);
        await using var portal = await PortalAsync(cloudinary);
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Lamp")}");
            visitor.ExpectRefusal(420);
            var product = new OnProduct(visitor);
            await product.DropAsync(walk.Picture("one.png"));
            await Expect(product.Pictures).ToHaveCountAsync(1);
            await product.DropAsync(walk.Picture("two.png"));
            await Expect(product.Pictures).ToHaveCountAsync(2);
            await Expect(visitor.Notices).ToBeHiddenAsync();
        });
        Assert.Equal((1, 2), (ByPortal(cloudinary), cloudinary.Account.Pictures.Count));
    }

    /// <summary>A PNG by its first bytes, damaged within.</summary>
    private static byte[] Broken()
    {
        var bytes = Pictures.Png(4711);
        for (var at = 60; at < 100; at++) bytes[at] ^= 0x5a;
        return bytes;
    }

    private static int ByPortal(CloudinaryDouble cloudinary) =>
        cloudinary.Requests.Count(r => r.FileBytes > 0 && r.UserAgent.StartsWith("MediaAdmin/", StringComparison.Ordinal));

    private static async Task<MediaProcess> PortalAsync(CloudinaryDouble cloudinary)
    {
        var portal = new MediaProcess(false, ("Storage:Provider", "Cloudinary"), (CloudinaryUrl.Key, cloudinary.CloudinaryUrl), ("Uploads:Direct", "true"), ("Deletion:UndoWindow", "00:00:00"));
        await portal.StartAsync();
        return portal;
    }
}
