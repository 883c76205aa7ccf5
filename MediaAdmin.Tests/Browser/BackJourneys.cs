using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Who goes back in the browser finds a long list where they left it.</summary>
[Collection(Journeys.Name)]
public sealed class BackJourneys(RealBrowser browser)
{
    private const int Small = 500;

    [Fact]
    public Task From_a_product_to_the_list_of_products() => browser.WalkAsync(async walk =>
    {
        for (var n = 0; n < 40; n++) await walk.NewProductAsync($"Lamp {n:00}");
        var visitor = await walk.SignedInAsync("/products", how: Low);
        await LeaveAndComeBackAsync(visitor, visitor.Page.Locator(".list li a").Nth(35));
    });

    [Fact]
    public Task From_the_product_of_a_picture_to_the_library_also_after_a_reload() => browser.WalkAsync(async walk =>
    {
        var id = await walk.FilledProductAsync("Long", 60);
        var visitor = await walk.SignedInAsync("/library", how: Low);
        await Expect(visitor.Page.GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
        await visitor.Page.EvaluateAsync("() => scrollTo(0, 1500)");
        await visitor.Page.Locator(".library img").Nth(30).ClickAsync();
        var link = visitor.Page.GetByRole(AriaRole.Dialog).Locator($"a[href='/products/{id}']").First;
        await LeaveAndComeBackAsync(visitor, link);
        var stood = await PlaceAsync(visitor);
        await visitor.ReloadAsync();
        await visitor.Page.WaitForFunctionAsync("stood => Math.abs(scrollY - stood) < 2", stood);
    });

    private static void Low(BrowserNewContextOptions options) => options.ViewportSize = new() { Width = 1000, Height = Small };

    private static async Task LeaveAndComeBackAsync(Visitor visitor, ILocator link)
    {
        await link.ScrollIntoViewIfNeededAsync();
        var stood = await PlaceAsync(visitor);
        Assert.True(stood > 2 * Small, $"{stood}");
        var heading = await visitor.Heading.TextContentAsync();
        await link.ClickAsync();
        await Expect(visitor.Heading).Not.ToHaveTextAsync(heading!);
        await Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"/products/\d+$"));
        Assert.Equal(0, await PlaceAsync(visitor));
        await visitor.Page.GoBackAsync();
        await Expect(visitor.Heading).ToHaveTextAsync(heading!);
        await visitor.Page.WaitForFunctionAsync("stood => Math.abs(scrollY - stood) < 2", stood);
    }

    private static Task<double> PlaceAsync(Visitor visitor) => visitor.Page.EvaluateAsync<double>("() => scrollY");
}
