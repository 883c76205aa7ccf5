using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The page of one product: /products/{id}.</summary>
public sealed class OnProduct(Visitor visitor)
{
    public const string Zone = "[data-drop-product]";

    /// <summary>Pictures that are in the gallery.</summary>
    public ILocator Pictures => visitor.Page.Locator("li.tile:has(> button)");

    /// <summary>What opens each of them in the large view.</summary>
    public ILocator Openers => Pictures.Locator("> .open");

    /// <summary>Pictures on their way into it.</summary>
    public ILocator Arriving => visitor.Page.Locator("li.tile:has(> .frame)");

    public ILocator Bars => Arriving.GetByRole(AriaRole.Progressbar);

    public ILocator Tile(string fileName) => visitor.Page.Locator("li.tile").Filter(new() { HasText = fileName });

    public ILocator Names => Pictures.Locator(".name");

    /// <summary>What came of a new order.</summary>
    public ILocator Arranged => visitor.Page.Locator(".note");

    public ILocator Grip(string fileName) => Tile(fileName).Locator("[data-grip]");

    /// <summary>By the mouse, to before another picture.</summary>
    public async Task DragAsync(string fileName, string before)
    {
        var (from, to) = ((await Tile(fileName).Locator("img").BoundingBoxAsync())!, (await Tile(before).Locator("img").BoundingBoxAsync())!);
        await visitor.Page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + (from.Height / 2));
        await visitor.Page.Mouse.DownAsync();
        await visitor.Page.Mouse.MoveAsync(to.X + 10, to.Y + (to.Height / 2), new() { Steps = 8 });
        await Expect(Tile(before)).ToHaveAttributeAsync("data-mark", "before");
        await Expect(visitor.Page.Locator("[data-mark]")).ToHaveCountAsync(1);
        await visitor.Page.Mouse.UpAsync();
    }

    public Task DropAsync(params string[] files) => visitor.DropAsync(Zone, files);
}
