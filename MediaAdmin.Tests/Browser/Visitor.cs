using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>A person at a browser: what is the same on every page.</summary>
public sealed partial class Visitor
{
    public const string EditorEmail = "editor@example.com";

    /// <summary>Prerendered pages carry a comment for what will come to life; the script takes its text away when it begins, and the first picture from the circuit says that the page is awake.</summary>
    private const string IsAlive = """
        () => {
          const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
          while (comments.nextNode()) if (/^Blazor:.*"type":"server"/.test(comments.currentNode.textContent)) return false;
          return !!window.Blazor && !document.querySelector('main[aria-busy=true]');
        }
        """;

    private readonly List<Regex> _expected = [];
    private ICDPSession? _network;

    public Visitor(IPage page)
    {
        Page = page;
        page.Console += (_, said) => { if (said.Type == "error") Complain(said.Text); };
        page.PageError += (_, error) => Complain(error);
        page.WebSocket += (_, socket) =>
        {
            if (socket.Url.Contains("/_blazor")) Circuits++;
        };
    }

    public IPage Page { get; }

    /// <summary>Their browser is closed.</summary>
    public bool IsGone { get; private set; }

    /// <summary>How many circuits this browser has opened, on all the pages it went to.</summary>
    public int Circuits { get; private set; }

    /// <summary>Script errors, failed requests, violations of the Content-Security-Policy.</summary>
    public List<string> Complaints { get; } = [];

    public ILocator Heading => Page.Locator("h1");

    /// <summary>"Uploading images: 2/5", on every page.</summary>
    public ILocator Running => Page.Locator("header a.running");

    /// <summary>The panel for files that were refused before they were sent.</summary>
    public ILocator Notices => Page.Locator("#upload-notices");

    public ILocator ReconnectPanel => Page.Locator("#components-reconnect-modal");

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
    public Task SlowDownAsync(int bytesPerSecond) => EmulateAsync(bytesPerSecond);

    public Task SpeedUpAsync() => EmulateAsync(-1);

    public Task GoOfflineAsync() => EmulateAsync(-1, offline: true);

    /// <summary>Another tab covers this one, or the screen is locked.</summary>
    public Task LookAwayAsync() => ShowAsync(false);

    public Task LookBackAsync() => ShowAsync(true);

    /// <summary>Closes the browser.</summary>
    public Task LeaveAsync()
    {
        IsGone = true;
        return Page.CloseAsync();
    }

    /// <summary>The browser dies at once. Closing it takes a moment in which the line is not slow any more: enough for the rest of a file.</summary>
    public async Task DieAsync()
    {
        IsGone = true;
        var died = new TaskCompletionSource();
        Page.Crash += (_, _) => died.TrySetResult();
        _ = _network!.SendAsync("Page.crash").ContinueWith(answer => answer.Exception, TaskScheduler.Default); // there is nobody left to answer
        await died.Task.WaitAsync(Support.Eventually.Patience);
    }

    /// <summary>The offset at which each file is sent on, from now on.</summary>
    public IReadOnlyCollection<int> WatchOffsets()
    {
        var offsets = new System.Collections.Concurrent.ConcurrentQueue<int>();
        Page.Request += (_, request) =>
        {
            if (request.Method == "PATCH") offsets.Enqueue(int.Parse(request.Headers["upload-offset"]));
        };
        return offsets;
    }

    /// <summary>Goes from one thing to the next, as those who use no mouse do, until this one has the focus.</summary>
    public async Task TabToAsync(ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var step = 0; step < 100; step++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"100 times Tab did not lead to {target}.");
    }

    /// <summary>Chooses a theme, which the next page wears.</summary>
    public Task WearAsync(string theme) => Page.Context.AddCookiesAsync([new() { Name = "theme", Value = theme, Domain = new Uri(Page.Url).Host, Path = "/" }]);

    /// <summary>Whether the page's ground is darker than its letters.</summary>
    public Task<bool> IsDarkAsync() => Page.EvaluateAsync<bool>("""
        () => {
          const light = colour => {
            const brush = new OffscreenCanvas(1, 1).getContext('2d');
            brush.fillStyle = colour;
            brush.fillRect(0, 0, 1, 1);
            return brush.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((sum, part) => sum + part);
          };
          const style = getComputedStyle(document.body);
          return light(style.backgroundColor) < light(style.color);
        }
        """);

    /// <summary>From now on this journey cuts connections itself: what the browser says about those is no fault.</summary>
    public void ExpectBrokenConnections() => _expected.Add(OfBrokenConnection());

    /// <summary>From now on another host lets this browser's pages not in.</summary>
    public void ExpectBlockedByOrigin() => _expected.Add(new("blocked by CORS policy"));

    /// <summary>From now on somebody answers so.</summary>
    public void ExpectRefusal(int status) => _expected.Add(new($"status of {status}"));

    /// <summary>From now on this journey asks for a page that does not exist.</summary>
    public void ExpectMissingPage() => _expected.Add(OfMissingPage());

    public Task<bool> ScrollsSidewaysAsync() => Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>Headless pages are always visible; what a page learns of it is this property and this event.</summary>
    private async Task ShowAsync(bool visible) => await Page.EvaluateAsync("""
        visible => {
          Object.defineProperty(document, 'hidden', { get: () => !visible, configurable: true });
          Object.defineProperty(document, 'visibilityState', { get: () => visible ? 'visible' : 'hidden', configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """, visible);

    private void Complain(string text)
    {
        if (!_expected.Any(expected => expected.IsMatch(text))) Complaints.Add($"{Page.Url}: {text}");
    }

    private async Task EmulateAsync(int up, bool offline = false)
    {
        if (_network is null)
        {
            _network = await Page.Context.NewCDPSessionAsync(Page);
            await _network.SendAsync("Network.enable");
        }
        await _network.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = offline, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = up });
    }

    [GeneratedRegex("net::ERR_|WebSocket|Connection disconnected|Failed to (complete negotiation|start the connection|fetch)|connection was (stopped|not established)|circuit", RegexOptions.IgnoreCase)]
    private static partial Regex OfBrokenConnection();

    [GeneratedRegex(@"status of 404")]
    private static partial Regex OfMissingPage();
}
