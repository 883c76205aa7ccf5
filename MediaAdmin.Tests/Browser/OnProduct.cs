using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>The page of one product: /products/{id}.</summary>
public sealed class OnProduct(Visitor visitor)
{
    public const string Zone = "[data-drop-product]";

    /// <summary>Pictures that are in the gallery.</summary>
    public ILocator Pictures => visitor.Page.Locator("li.tile:has(> button)");

    /// <summary>Pictures on their way into it.</summary>
    public ILocator Arriving => visitor.Page.Locator("li.tile:has(> .frame)");

    public ILocator Bars => Arriving.GetByRole(AriaRole.Progressbar);

    public ILocator Tile(string fileName) => visitor.Page.Locator("li.tile").Filter(new() { HasText = fileName });

    public Task DropAsync(params string[] files) => visitor.DropAsync(Zone, files);
}
