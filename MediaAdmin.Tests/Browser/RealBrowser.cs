using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>The tests that walk through the portal in a real Chromium; they share the browser and, where they do not kill it, the portal.</summary>
[CollectionDefinition(Name)]
public sealed class Journeys : ICollectionFixture<RealBrowser>
{
    public const string Name = "Journeys";
}

/// <summary>The journeys on which things are deleted: beside the others, in a browser and on a portal of their own, so that the whole run takes less time.</summary>
[CollectionDefinition(Name)]
public sealed class DeletingJourneys : ICollectionFixture<RealBrowser>
{
    public const string Name = "Deleting journeys";
}

/// <summary>One Chromium and one portal (the real program, as a process) for all journeys of a collection.</summary>
public sealed class RealBrowser : IAsyncLifetime
{
    private IPlaywright _playwright = null!;

    public IBrowser Browser { get; private set; } = null!;
    public MediaProcess Portal { get; } = new();

    /// <summary>Signed-in sessions, kept so that not every journey has to sign in again.</summary>
    public ConcurrentDictionary<(Uri Portal, string Email), string> Sessions { get; } = new();

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Eventually.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.StartAsync(_playwright);
        await Portal.StartAsync();
        await Portal.CommandAsync("user", "add", Visitor.EditorEmail, "--role", "Editor", "--password", MediaApp.AdminPassword);
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await Portal.DisposeAsync();
    }

    /// <summary>A journey on the shared portal.</summary>
    public Task WalkAsync(Func<Walk, Task> journey, [CallerMemberName] string name = "") => WalkAsync(Portal, journey, name);

    /// <summary>A journey on a portal of its own, which it may kill.</summary>
    public async Task WalkAsync(MediaProcess portal, Func<Walk, Task> journey, [CallerMemberName] string name = "")
    {
        await using var walk = new Walk(this, portal);
        try
        {
            await journey(walk);
            walk.MustBeWithoutComplaint();
        }
        catch
        {
            await walk.KeepEvidenceAsync(Path.Combine(AppContext.BaseDirectory, "journeys", name));
            throw;
        }
    }
}
