using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The portal on Cloudinary: pictures come from another host, and the pages' strict policy lets them through and nothing else.</summary>
[Collection(Journeys.Name)]
public sealed class CloudinaryJourneys(RealBrowser browser)
{
    [Fact]
    public async Task A_picture_dropped_on_a_product_is_seen_from_where_it_is_delivered()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        await using var portal = new MediaProcess(false, ("Storage:Provider", "Cloudinary"), (CloudinaryUrl.Key, cloudinary.CloudinaryUrl));
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Lamp")}");
            var product = new OnProduct(visitor);
            await product.DropAsync(walk.Picture("1.png"));
            await Expect(product.Pictures).ToHaveCountAsync(1);
            await visitor.ReloadAsync();
            var picture = product.Pictures.Locator($"img[src^='http://{cloudinary.Authority}/demo/image/upload/c_limit,']");
            await Expect(picture).ToHaveCountAsync(1);
            await Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 64);
        });
        Assert.DoesNotContain(CloudinaryDouble.ApiSecret, portal.Log);
    }
}
