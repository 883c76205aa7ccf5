using System.Text.RegularExpressions;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Whatever is cut off in the middle goes on where it stopped.</summary>
[Collection(Journeys.Name)]
public sealed partial class ResumeJourneys(RealBrowser browser)
{
    private const int SlowLine = 300_000, LargePicture = 2_000_000;

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
