using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>A person at a browser: what is the same on every page.</summary>
public sealed partial class Visitor
{
    public const string EditorEmail = "editor@example.com";

    /// <summary>Prerendered pages carry a comment for what will come to life; the script takes its text away when it has.</summary>
    private const string IsAlive = """
        () => {
          const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
          while (comments.nextNode()) if (/^Blazor:.*"type":"server"/.test(comments.currentNode.textContent)) return false;
          return !!window.Blazor;
        }
        """;

    private bool _cutOff;

    public Visitor(IPage page)
    {
        Page = page;
        page.Console += (_, said) => { if (said.Type == "error") Complain(said.Text); };
        page.PageError += (_, error) => Complain(error);
    }

    public IPage Page { get; }

    /// <summary>Script errors, failed requests, violations of the Content-Security-Policy.</summary>
    public List<string> Complaints { get; } = [];

    public ILocator Heading => Page.Locator("h1");

    /// <summary>"Uploading images: 2/5", on every page.</summary>
    public ILocator Running => Page.Locator("header a.running");

    /// <summary>The panel for files that were refused before they were sent.</summary>
    public ILocator Notices => Page.Locator("#upload-notices");

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.WaitForFunctionAsync(IsAlive);
    }

    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await Page.WaitForFunctionAsync(IsAlive);
    }

    public async Task SignInAsync(string email, string password)
    {
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/login"));
    }

    /// <summary>Drops files from the disk on an element, as dragging them there from a folder does.</summary>
    public async Task DropAsync(string target, params string[] files)
    {
        await Page.EvaluateAsync("() => document.body.append(Object.assign(document.createElement('input'), { type: 'file', multiple: true, id: 'luggage', hidden: true }))");
        await Page.Locator("#luggage").SetInputFilesAsync(files);
        await Page.EvaluateAsync("""
            target => {
              const luggage = document.getElementById('luggage'), dataTransfer = new DataTransfer();
              for (const file of luggage.files) dataTransfer.items.add(file);
              for (const type of ['dragenter', 'dragover', 'drop'])
                document.querySelector(target).dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
              luggage.remove();
            }
            """, target);
    }

    /// <summary>Presses a button that opens the browser's file dialog and chooses files there.</summary>
    public async Task ChooseAsync(ILocator button, params string[] files)
    {
        var chooser = await Page.RunAndWaitForFileChooserAsync(() => button.ClickAsync());
        await chooser.SetFilesAsync(files);
    }

    /// <summary>A slow line up to the server, so that an upload has a middle.</summary>
    public async Task SlowDownAsync(int bytesPerSecond)
    {
        var browser = await Page.Context.NewCDPSessionAsync(Page);
        await browser.SendAsync("Network.enable");
        await browser.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesPerSecond });
    }

    public Task SpeedUpAsync() => SlowDownAsync(-1);

    /// <summary>From now on this journey cuts connections itself: what the browser says about those is no fault.</summary>
    public void ExpectBrokenConnections() => _cutOff = true;

    public Task<bool> ScrollsSidewaysAsync() => Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    private void Complain(string text)
    {
        if (!_cutOff || !OfBrokenConnection().IsMatch(text)) Complaints.Add($"{Page.Url}: {text}");
    }

    [GeneratedRegex("net::ERR_|WebSocket|Connection disconnected|Failed to (complete negotiation|start the connection|fetch)|connection was (stopped|not established)|circuit", RegexOptions.IgnoreCase)]
    private static partial Regex OfBrokenConnection();
}
