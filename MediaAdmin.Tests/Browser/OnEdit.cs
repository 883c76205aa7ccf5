using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>The page on which changes of one product are collected: /products/{id}/edit.</summary>
public sealed class OnEdit(Visitor visitor)
{
    public ILocator Name => visitor.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true });

    public ILocator Sku => visitor.Page.GetByRole(AriaRole.Textbox, new() { Name = "SKU", Exact = true });

    public ILocator Names => visitor.Page.Locator("li.tile .name");

    public ILocator Bar => visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" });

    public ILocator Save => Bar.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true });

    public ILocator Tile(string fileName) => visitor.Page.Locator("li.tile").Filter(new() { HasText = fileName });

    public ILocator Grip(string fileName) => Tile(fileName).Locator("[data-grip]");

    public ILocator Delete(string fileName) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = $"Delete {fileName}" });

    public ILocator Question => visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Leave without saving?" });
}
