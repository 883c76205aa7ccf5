using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The bell with its notices, on every page.</summary>
public sealed class OnBell(Visitor visitor)
{
    public ILocator Button => visitor.Page.Locator("button.bell");

    public ILocator Unread(string title) => visitor.Page.Locator("#notices a.unread").Filter(new() { HasText = title });

    /// <summary>Asks for the browser's own messages, and looks elsewhere from then on. What the browser would show is noted down: it cannot be read back.</summary>
    public async Task AskForMessagesAsync()
    {
        await visitor.Page.EvaluateAsync("""
            () => {
              window.told = [];
              window.Notification = class { static permission = 'default'; static async requestPermission() { this.permission = 'granted'; } constructor(title) { told.push(title); } };
              document.hasFocus = () => false;
            }
            """);
        await Button.ClickAsync();
        await visitor.Page.GetByLabel("Tell me outside this page too").CheckAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Page.Locator("#notices")).ToBeHiddenAsync();
    }

    public Task<string[]> MessagesAsync() => visitor.Page.EvaluateAsync<string[]>("() => told");
}
