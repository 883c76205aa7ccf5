using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>The page of uploads: /uploads.</summary>
public sealed class OnUploads(Visitor visitor)
{
    public const string Zone = "[data-drop-target]";

    public ILocator BatchTitle => visitor.Page.Locator("#batch-title");
    public ILocator Rows => visitor.Page.Locator("ul.rows li.row");
    public ILocator Earlier => visitor.Page.Locator("#batches-title");
    public ILocator ChooseFiles => visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Choose pictures" });

    public ILocator Row(string fileName) => Rows.Filter(new() { HasText = fileName });

    public ILocator Cancel(string fileName) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = $"Cancel {fileName}" });

    public ILocator Chip(string name) => visitor.Page.Locator(".chips").GetByRole(AriaRole.Button, new() { Name = name });

    public Task DropAsync(params string[] files) => visitor.DropAsync(Zone, files);
}
