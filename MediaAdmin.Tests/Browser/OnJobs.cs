using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>The engine room: /jobs.</summary>
public sealed class OnJobs(Visitor visitor)
{
    public ILocator Question => visitor.Page.GetByRole(AriaRole.Dialog);
    public ILocator Causes => visitor.Page.Locator("#failed article");
    public ILocator Running => visitor.Page.Locator("[data-running]");
    public ILocator Runs => visitor.Page.Locator(".runs .run");

    public ILocator Tile(string kind) => visitor.Page.Locator($"[data-work='{kind}']");

    public ILocator Paused(string kind) => visitor.Page.Locator($"[data-paused='{kind}']");

    public ILocator Button(string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator In(ILocator part, string button) => part.GetByRole(AriaRole.Button, new() { Name = button });
}
