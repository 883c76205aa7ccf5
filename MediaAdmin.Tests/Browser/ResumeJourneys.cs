using System.Net.Http.Json;
using System.Text.RegularExpressions;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Whatever is cut off in the middle goes on where it stopped.</summary>
[Collection(Journeys.Name)]
public sealed partial class ResumeJourneys(RealBrowser browser)
{
    private const int SlowLine = 100_000, LargePicture = 2_000_000;

    [Fact]
    public Task After_a_reload_uploads_go_on_by_themselves() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Reloaded")}");
        visitor.ExpectBrokenConnections();
        var product = new OnProduct(visitor);
        await visitor.SlowDownAsync(SlowLine);
        await product.DropAsync(walk.SomePictures(2, LargePicture));
        await InTheMiddleAsync(product, 2);
        var offsets = visitor.WatchOffsets();
        await visitor.ReloadAsync();
        await visitor.SpeedUpAsync();
        await Expect(product.Pictures).ToHaveCountAsync(2);
        Assert.Equal(2, offsets.Count);
        Assert.All(offsets, offset => Assert.NotEqual(0, offset));
    });

    [Fact]
    public Task After_the_browser_was_closed_the_same_file_goes_on_where_it_stopped() => browser.WalkAsync(async walk =>
    {
        var page = $"/products/{await walk.NewProductAsync("Closed")}";
        var file = walk.Picture("large.png", LargePicture);
        var before = await walk.SignedInAsync(page);
        before.ExpectBrokenConnections();
        await before.SlowDownAsync(SlowLine);
        await new OnProduct(before).DropAsync(file);
        await InTheMiddleAsync(new OnProduct(before), 1);
        await before.DieAsync();

        var after = await walk.SignedInAsync(page);
        var product = new OnProduct(after);
        await Expect(product.Tile("large.png")).ToContainTextAsync("choose the same file again");
        var offsets = after.WatchOffsets();
        await after.ChooseAsync(after.Page.GetByRole(AriaRole.Button, new() { Name = "Add pictures" }).First, file);
        await Expect(product.Pictures).ToHaveCountAsync(1);
        await Expect(product.Arriving).ToHaveCountAsync(0);
        Assert.NotEqual(0, Assert.Single(offsets));
    });

    [Fact]
    public async Task A_killed_server_loses_nothing_and_the_page_finds_back_by_itself()
    {
        await using var portal = new MediaProcess();
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Killed")}");
            visitor.ExpectBrokenConnections();
            var product = new OnProduct(visitor);
            await visitor.SlowDownAsync(SlowLine);
            await product.DropAsync(walk.SomePictures(3, LargePicture));
            await InTheMiddleAsync(product, 3);
            portal.Kill();
            await Expect(visitor.ReconnectPanel).ToBeVisibleAsync();
            await portal.StartAsync();
            await visitor.SpeedUpAsync();
            await Expect(product.Pictures).ToHaveCountAsync(3);
            await Expect(visitor.ReconnectPanel).ToBeHiddenAsync();
            await Expect(visitor.Running).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public Task A_dropped_connection_is_taken_up_again() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Offline")}");
        visitor.ExpectBrokenConnections();
        var product = new OnProduct(visitor);
        await visitor.SlowDownAsync(SlowLine);
        await product.DropAsync(walk.SomePictures(2, LargePicture));
        await InTheMiddleAsync(product, 2);
        var offsets = visitor.WatchOffsets();
        await visitor.GoOfflineAsync();
        await Expect(visitor.ReconnectPanel).ToBeVisibleAsync();
        await visitor.SpeedUpAsync();
        await Expect(product.Pictures).ToHaveCountAsync(2);
        await Expect(visitor.ReconnectPanel).ToBeHiddenAsync();
        Assert.All(offsets, offset => Assert.NotEqual(0, offset));
    });

    [Fact]
    public async Task A_page_that_was_paused_out_of_sight_has_its_unsaved_changes_even_when_the_server_was_restarted_meanwhile()
    {
        await using var portal = new MediaProcess(settings: ("Pages:PauseAfter", "00:00:00.1"));
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var id = await walk.FilledProductAsync("Asleep", 3);
            var visitor = await walk.SignedInAsync($"/products/{id}/edit");
            visitor.ExpectBrokenConnections();
            var edit = await ChangedAsync(visitor);
            await PausedAsync(visitor);
            await portal.RestartAsync();
            await visitor.LookBackAsync();
            await AsItWasAsync(visitor, edit);
        });
    }

    [Fact]
    public async Task A_page_whose_circuit_the_server_gave_up_has_its_unsaved_changes_and_what_others_did_meanwhile()
    {
        await using var portal = new MediaProcess(settings: ("Pages:KeepDisconnected", "00:00:00"));
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var id = await walk.FilledProductAsync("Asleep", 3);
            var visitor = await walk.SignedInAsync($"/products/{id}/edit");
            visitor.ExpectBrokenConnections();
            var edit = await ChangedAsync(visitor);
            await visitor.GoOfflineAsync();
            await Expect(visitor.ReconnectPanel).ToBeVisibleAsync();
            (await portal.Admin.PatchAsJsonAsync($"/api/products/{id}", new { sku = $"LATER-{id}" })).EnsureSuccessStatusCode();
            await visitor.SpeedUpAsync();
            await Expect(edit.Sku).ToHaveValueAsync($"LATER-{id}");
            await AsItWasAsync(visitor, edit);
        });
    }

    [Fact]
    public async Task Variants_that_are_not_saved_come_back_with_the_page()
    {
        await using var portal = new MediaProcess(settings: ("Pages:PauseAfter", "00:00:00.1"));
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var (visitor, board) = await OnVariants.OpenAsync(walk, await walk.NewProductAsync("Asleep"));
            visitor.ExpectBrokenConnections();
            var add = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add variant" }).First;
            await add.ClickAsync();
            await board.Name(1).PressSequentiallyAsync("Red");
            await Expect(board.SaveBar).ToContainTextAsync("1 new");
            await add.FocusAsync();
            await MarkAsync(visitor);
            await PausedAsync(visitor);
            await visitor.LookBackAsync();
            await Expect(visitor.ReconnectPanel).ToBeHiddenAsync();
            await IsResumedAsync(visitor);
            await Expect(board.Name(1)).ToHaveValueAsync("Red");
            await Expect(board.SaveBar).ToContainTextAsync("1 new");
        });
    }

    [Fact]
    public async Task A_page_that_would_lose_something_is_not_paused()
    {
        await using var portal = new MediaProcess(settings: ("Pages:PauseAfter", "00:00:00.1"));
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Awake")}/edit");
            visitor.ExpectBrokenConnections();
            var edit = new OnEdit(visitor);
            var script = await visitor.Page.EvaluateHandleAsync("""
                () => {
                  const script = { asked: 0, objects: true };
                  document.addEventListener('page-pausing', event => { script.asked++; if (script.objects) event.preventDefault(); });
                  return script;
                }
                """);
            await visitor.LookAwayAsync();
            await visitor.Page.WaitForFunctionAsync("script => script.asked >= 3", script);
            await Expect(visitor.ReconnectPanel).ToBeHiddenAsync();
            await script.EvaluateAsync("script => { script.objects = false; }");
            await Expect(visitor.ReconnectPanel).ToHaveClassAsync(Paused());
            await visitor.LookBackAsync();
            await Expect(edit.Name).ToHaveValueAsync("Awake");
        });
    }

    /// <summary>A new name and a deletion, both pending, and marks that tell a resumed page from a reloaded one.</summary>
    private static async Task<OnEdit> ChangedAsync(Visitor visitor)
    {
        var edit = new OnEdit(visitor);
        await edit.Name.FillAsync("Asleep!");
        await edit.Delete("picture-002.png").ClickAsync();
        await Expect(edit.Bar).ToContainTextAsync("1 to delete");
        await MarkAsync(visitor);
        return edit;
    }

    private static async Task AsItWasAsync(Visitor visitor, OnEdit edit)
    {
        await Expect(visitor.ReconnectPanel).ToBeHiddenAsync();
        await IsResumedAsync(visitor);
        await Expect(edit.Name).ToHaveValueAsync("Asleep!");
        await Expect(edit.Bar).ToContainTextAsync("1 to delete");
        await Expect(edit.Tile("picture-002.png")).ToContainTextAsync("Will be deleted");
        await edit.Save.ClickAsync();
        await Expect(visitor.Heading).ToHaveTextAsync("Asleep!");
        await Expect(new OnProduct(visitor).Names).ToHaveTextAsync(["picture-001.png", "picture-003.png"]);
    }

    /// <summary>Looks away until the page has handed its state over.</summary>
    private static async Task PausedAsync(Visitor visitor)
    {
        await visitor.Page.EvaluateAsync("""
            () => {
              const pause = Blazor.pauseCircuit;
              Blazor.pauseCircuit = async () => { const isKept = await pause(); window.isPaused = isKept; return isKept; };
            }
            """);
        await visitor.LookAwayAsync();
        await visitor.Page.WaitForFunctionAsync("() => window.isPaused");
    }

    private static async Task MarkAsync(Visitor visitor) =>
        await visitor.Page.EvaluateAsync("() => { window.mark = document.querySelector('main').mark = true; }");

    /// <summary>The document is the same one, and another circuit has drawn it.</summary>
    private static async Task IsResumedAsync(Visitor visitor) =>
        await visitor.Page.WaitForFunctionAsync("() => window.mark && !document.querySelector('main').mark");

    [GeneratedRegex("components-reconnect-paused")]
    private static partial Regex Paused();

    /// <summary>Some of every file has arrived, all of none.</summary>
    private static async Task InTheMiddleAsync(OnProduct product, int files)
    {
        await Expect(product.Bars).ToHaveCountAsync(files);
        for (var n = 0; n < files; n++) await Expect(product.Bars.Nth(n)).ToHaveAttributeAsync("aria-valuenow", SomePercent());
    }

    /// <summary>Half of the bar is for what the server received: from 5 to 39 per cent.</summary>
    [GeneratedRegex("^([5-9]|[1-3][0-9])$")]
    private static partial Regex SomePercent();
}
