using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>The trash: /trash.</summary>
public sealed class OnTrash(Visitor visitor)
{
    public ILocator Acts => visitor.Page.Locator("article.act");
    public ILocator Rows => visitor.Page.Locator("article.act li");
    public ILocator Countdown => visitor.Page.Locator("count-down");
    public ILocator Empty => visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "The trash is empty" });
    public ILocator Selected => visitor.Page.Locator(".bar");
    public ILocator Search => visitor.Page.GetByRole(AriaRole.Searchbox);
    public ILocator Question => visitor.Page.GetByRole(AriaRole.Dialog);
    public ILocator Message => visitor.Page.Locator(".rz-notification");

    public ILocator Act(string title) => Acts.Filter(new() { Has = visitor.Page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true }) });

    public ILocator Row(string fileName) => Rows.Filter(new() { HasText = fileName });

    public ILocator Restore(string fileName) => Button($"Restore {fileName}");

    public ILocator Purge(string fileName) => Button($"Delete {fileName} for good");

    public ILocator Box(string name) => visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Select {name}", Exact = true });

    private ILocator Button(string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
