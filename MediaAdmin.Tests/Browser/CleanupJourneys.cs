using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The deletion queue under a store that fails, refuses and recovers: told in words, mended by hand, live.</summary>
[Collection(DeletingJourneys.Name)]
public sealed class CleanupJourneys(RealBrowser browser)
{
    private const string NotConnected = "The file lies in a store that the portal is not connected with", Refused = "The picture store refuses to delete the file";

    [Fact]
    public Task A_store_that_is_away_pauses_the_queue_and_it_goes_on_when_asked() => AtOnceAsync(async (walk, portal) =>
    {
        var lamp = await walk.FilledProductAsync("Lamp", 3);
        var client = (await portal.ProductAsync(lamp)).Client;
        var visitor = await walk.SignedInAsync("/cleanup");
        var cleanup = new OnCleanup(visitor);
        visitor.ExpectMissingPage(); // the pictures of a store that is away
        portal.LoseStore();
        await portal.DeleteAsync(lamp);
        await Expect(cleanup.Pause).ToContainTextAsync("The picture store cannot be reached.");
        await Expect(cleanup.Pause).ToContainTextAsync("The shop itself is not affected");
        await Expect(cleanup.Pause).ToContainTextAsync("Goes on in");
        await Expect(cleanup.Tile("Waiting")).ToHaveTextAsync("3");
        await Expect(cleanup.Tile("Failed")).ToHaveTextAsync("0"); // an outage uses up no attempts
        await MustShutNobodyOutAsync(visitor, "/cleanup", cleanup.Pause);
        await cleanup.Run.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Expect(cleanup.Run.GetByRole(AriaRole.Status)).ToContainTextAsync("The store still serves nobody");
        portal.FindStore();
        await cleanup.Pause.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(cleanup.Pause).ToHaveCountAsync(0);
        await Expect(cleanup.Tile("Deleted today")).ToHaveTextAsync("3");
        await Expect(cleanup.Row("picture-002.png")).ToContainTextAsync("Deleted");
        Assert.Equal(0, portal.StoredOf(client));
        await cleanup.Open("picture-002.png").ClickAsync();
        await Expect(cleanup.Story).ToContainTextAsync("Address no longer served");
    }, ("Deletion:FirstRetry", "00:10:00"));

    [Fact]
    public Task Failures_stand_together_by_cause_and_are_tried_again_together() => AtOnceAsync(async (walk, portal) =>
    {
        await using var db = portal.Db();
        var cup = await FailAsync(walk, portal, db);
        var visitor = await walk.SignedInAsync("/cleanup");
        var cleanup = new OnCleanup(visitor);
        await Expect(cleanup.Failure(NotConnected)).ToContainTextAsync("3 files");
        await Expect(cleanup.Failure(Refused)).ToContainTextAsync("1 file");
        await Expect(cleanup.Tile("Failed")).ToHaveTextAsync("4");
        await db.Set<QueuedDeletion>().Where(d => d.Store == "elsewhere").ExecuteUpdateAsync(d => d.SetProperty(x => x.Store, "local")); // that store is connected again
        await visitor.TabToAsync(cleanup.Failure(NotConnected).GetByRole(AriaRole.Button, new() { Name = "Retry all 3" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(cleanup.Question).ToContainTextAsync("Retry 3 files?");
        await Expect(cleanup.Question.GetByRole(AriaRole.Button, new() { Name = "Retry" })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(cleanup.Failures).ToHaveCountAsync(1);
        await Expect(cleanup.Tile("Deleted today")).ToHaveTextAsync("3");
        Assert.Equal(1, portal.StoredOf((await portal.ProductAsync(cup)).Client));
        await db.Set<QueuedDeletion>().Where(d => d.StoreKey.StartsWith("not a key/")).ExecuteUpdateAsync(d => d.SetProperty(x => x.StoreKey, x => x.StoreKey.Substring("not a key/".Length)));
        await cleanup.Retry("picture-004.png").ClickAsync();
        await Expect(cleanup.Failures).ToHaveCountAsync(0);
        await Expect(cleanup.Tile("Deleted today")).ToHaveTextAsync("4");
    }, ("Deletion:MaxAttempts", "1"));

    [Fact]
    public Task An_entry_is_given_up_with_a_reason_by_keyboard_and_everybody_reads_it() => AtOnceAsync(async (walk, portal) =>
    {
        await using var db = portal.Db();
        await FailAsync(walk, portal, db);
        var watcher = new OnCleanup(await walk.SignedInAsync("/cleanup?state=givenUp"));
        await Expect(watcher.Rows).ToHaveCountAsync(0);
        var visitor = await walk.SignedInAsync("/cleanup?error=storeRefused");
        var cleanup = new OnCleanup(visitor);
        await Expect(cleanup.Rows).ToHaveCountAsync(1);
        await visitor.TabToAsync(cleanup.GiveUp("picture-004.png"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(cleanup.GiveUpDialog).ToContainTextAsync("Give up picture-004.png?");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(cleanup.GiveUpDialog).ToHaveCountAsync(0);
        await Expect(cleanup.GiveUp("picture-004.png")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(cleanup.GiveUpDialog.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("The old account is closed");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(cleanup.Row("picture-004.png")).ToContainTextAsync("Given up");
        await watcher.Open("picture-004.png").ClickAsync();
        await Expect(watcher.Story).ToContainTextAsync("The old account is closed");
        await Expect(cleanup.Failures).ToHaveCountAsync(1);
        await MustShutNobodyOutAsync(visitor, "/cleanup?state=failed", cleanup.Open("picture-001.png"));
        await visitor.Page.SetViewportSizeAsync(390, 844);
        await Expect(cleanup.Story).ToBeVisibleAsync();
        Assert.False(await visitor.ScrollsSidewaysAsync());
    }, ("Deletion:MaxAttempts", "1"));

    [Fact]
    public Task A_thousand_entries_come_by_the_page_keep_their_filters_and_go_by_themselves() => AtOnceAsync(async (walk, portal) =>
    {
        var shelf = await walk.FilledProductAsync("Shelf", 1);
        await using (var db = portal.Db()) await PileUpAsync(db, shelf, 999);
        var visitor = await walk.SignedInAsync("/cleanup");
        visitor.ExpectMissingPage(); // the pile has no pictures to show
        var cleanup = new OnCleanup(visitor);
        await portal.DeleteAsync(shelf);
        await Expect(cleanup.Total).ToHaveTextAsync("1,000 files");
        await Expect(cleanup.Rows).ToHaveCountAsync(50);
        await cleanup.Search.FillAsync("pile-01");
        await Expect(cleanup.Total).ToHaveTextAsync("100 files");
        await cleanup.Filter("State").SelectOptionAsync("Waiting");
        await visitor.Page.WaitForURLAsync("**/cleanup?search=pile-01&state=waiting");
        await visitor.ReloadAsync();
        await Expect(cleanup.Search).ToHaveValueAsync("pile-01");
        await Expect(cleanup.Filter("State")).ToHaveValueAsync("Waiting");
        await Expect(cleanup.Tile("Waiting")).ToHaveTextAsync("1,000");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Page 20" }).ClickAsync();
        await Expect(cleanup.Row("picture-001.png")).ToBeVisibleAsync();
        await using (var db = portal.Db()) await db.Set<QueuedDeletion>().ExecuteUpdateAsync(d => d.SetProperty(x => x.NotBefore, DateTimeOffset.UtcNow).SetProperty(x => x.DueAt, DateTimeOffset.UtcNow));
        await cleanup.Run.GetByLabel("Files at most").FillAsync("1000");
        await cleanup.Run.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Expect(cleanup.Run.GetByRole(AriaRole.Status)).ToContainTextAsync("1,000 processed: 1 deleted, 999 already gone, 0 failed. 0 still waiting.");
        await Expect(cleanup.Tile("Deleted today")).ToHaveTextAsync("1,000");
        await Expect(cleanup.Row("picture-001.png")).ToContainTextAsync("Deleted");
        Assert.Equal(1, visitor.Circuits - 1); // one before the reload, one after: none was lost
    }, ("Deletion:UndoWindow", "06:00:00"));

    /// <summary>In both themes, with what is pressed there open.</summary>
    private static async Task MustShutNobodyOutAsync(Visitor visitor, string path, ILocator there)
    {
        foreach (var theme in (string[])["dark", "light"])
        {
            await visitor.WearAsync(theme);
            await visitor.GoAsync(path);
            await there.ClickAsync();
            Assert.Equal([], await visitor.BarriersAsync());
        }
    }

    /// <summary>Four deletions that fail: three whose store is not connected any more, one that the store refuses.</summary>
    private static async Task<long> FailAsync(Walk walk, MediaProcess portal, MediaDb db)
    {
        var cup = await walk.FilledProductAsync("Cup", 4);
        var pictures = (await portal.ProductAsync(cup)).Pictures.Select(p => p.AssetId).ToList();
        await db.Set<Asset>().Where(a => pictures.Take(3).Contains(a.Id)).ExecuteUpdateAsync(a => a.SetProperty(x => x.Store, "elsewhere"));
        await db.Set<Asset>().Where(a => a.Id == pictures[3]).ExecuteUpdateAsync(a => a.SetProperty(x => x.StoreKey, x => "not a key/" + x.StoreKey));
        await portal.DeleteAsync(cup);
        await Eventually.HoldsAsync(() => db.Set<QueuedDeletion>().CountAsync(d => d.State == DeletionState.Failed).ContinueWith(c => c.Result == 4), "four failures");
        return cup;
    }

    /// <summary>More pictures on a product, whose files nobody ever put into the store.</summary>
    private static async Task PileUpAsync(MediaDb db, long product, int count)
    {
        var pile = Enumerable.Range(1, count).Select(n => Asset.Create(null, $"pile-{n:0000}.png", new("image/png", 1000, 1, 1, $"{n:x64}", "local", $"pile/{n}", "0123456789abcdef.png"), "user:1", DateTimeOffset.UtcNow)).ToList();
        db.AddRange(pile);
        await db.SaveChangesAsync();
        db.AddRange(pile.Select((asset, n) => new Placement(asset.Id, product, null, n + 2)));
        await db.SaveChangesAsync();
    }

    /// <summary>On a portal of its own, where nothing can be undone and the store is asked at once.</summary>
    private async Task AtOnceAsync(Func<Walk, MediaProcess, Task> journey, (string, string) setting, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        await using var portal = new MediaProcess(settings: setting.Item1 == "Deletion:UndoWindow" ? [setting] : [("Deletion:UndoWindow", "00:00:00"), setting]);
        await portal.StartAsync();
        await browser.WalkAsync(portal, walk => journey(walk, portal), name);
    }
}
