using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Choosing, deleting and undoing: on the page of a product, and in the header of every page.</summary>
public sealed class OnDeletion(Visitor visitor)
{
    /// <summary>What is chosen, and what can be done with it.</summary>
    public ILocator Bar => visitor.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected pictures" });

    /// <summary>The question before anything is deleted.</summary>
    public ILocator Question => visitor.Page.Locator("dialog:has(.destructive)");

    public ILocator Delete => Question.GetByRole(AriaRole.Button, new() { Name = "Delete" });

    /// <summary>The line in the header.</summary>
    public ILocator Strip => visitor.Page.Locator("header .strip");

    /// <summary>What those hear who do not see the strip.</summary>
    public ILocator Said => visitor.Page.Locator(".frame > header > [role=status]");

    public ILocator Undo => Strip.GetByRole(AriaRole.Button, new() { Name = "Undo" });

    /// <summary>The boxes of the pictures, in order.</summary>
    public ILocator Boxes => visitor.Page.Locator("li.tile:not(.leaving)").GetByRole(AriaRole.Checkbox);

    public ILocator Box(string fileName) => visitor.Page.Locator("li.tile").Filter(new() { HasText = fileName }).GetByRole(AriaRole.Checkbox);

    /// <summary>Deletes what is chosen, by mouse.</summary>
    public async Task DeleteChosenAsync()
    {
        await Bar.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Delete.ClickAsync();
        await Expect(Question).ToHaveCountAsync(0);
    }
}
