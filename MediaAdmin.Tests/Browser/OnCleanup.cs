using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>The deletion queue: /cleanup.</summary>
public sealed class OnCleanup(Visitor visitor)
{
    public ILocator Pause => visitor.Page.Locator("[data-paused='deletions']");
    public ILocator Failures => visitor.Page.Locator("section.failed article");
    public ILocator Rows => visitor.Page.Locator("tbody tr:not(.story)");
    public ILocator Story => visitor.Page.Locator("tr.story");
    public ILocator Total => visitor.Page.Locator("#queue-title [role=status]");
    public ILocator Search => visitor.Page.GetByRole(AriaRole.Searchbox);
    public ILocator Run => visitor.Page.Locator("form", new() { Has = visitor.Page.GetByLabel("Files at most") });
    public ILocator Question => visitor.Page.GetByRole(AriaRole.Dialog);
    public ILocator GiveUpDialog => visitor.Page.GetByRole(AriaRole.Dialog);

    public ILocator Tile(string name) => visitor.Page.GetByRole(AriaRole.Link, new() { Name = name }).Locator("strong");

    public ILocator Failure(string reason) => Failures.Filter(new() { HasText = reason });

    public ILocator Row(string fileName) => Rows.Filter(new() { HasText = fileName });

    public ILocator Open(string fileName) => Row(fileName).GetByRole(AriaRole.Button, new() { Name = fileName, Exact = true });

    public ILocator Retry(string fileName) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = $"Retry {fileName}", Exact = true });

    public ILocator GiveUp(string fileName) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = $"Give up {fileName}", Exact = true });

    public ILocator Filter(string name) => visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = name, Exact = true });
}
