using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The page of uploads: hundreds of files, one taken back, everything by keyboard.</summary>
[Collection(Journeys.Name)]
public sealed class UploadsJourneys(RealBrowser browser)
{
    private const int RowsInTheDocument = 60;

    [Fact]
    public Task Three_hundred_files_in_one_drop_are_stored_and_the_circuit_lives_through_it() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync("/uploads");
        var uploads = new OnUploads(visitor);
        var bell = new OnBell(visitor);
        await bell.AskForMessagesAsync();
        await uploads.DropAsync(walk.SomePictures(300));
        await Expect(uploads.BatchTitle).ToContainTextAsync("/300");
        await Expect(visitor.Running).ToContainTextAsync("/300");
        await Expect(uploads.Row("picture-001.png")).ToBeVisibleAsync();
        Assert.InRange(await uploads.Rows.CountAsync(), 1, RowsInTheDocument);
        await Expect(uploads.BatchTitle).ToContainTextAsync("All 300 pictures stored", new() { Timeout = 180_000 });
        await uploads.Earlier.ScrollIntoViewIfNeededAsync(); // what stands below the last row
        await Expect(uploads.Row("picture-300.png")).ToContainTextAsync("Stored");
        Assert.InRange(await uploads.Rows.CountAsync(), 1, RowsInTheDocument);
        await Expect(bell.Unread("All 300 pictures are stored")).ToHaveCountAsync(1); // one for the batch, not one for each file
        Assert.Equal(["All 300 pictures are stored"], await bell.MessagesAsync());
        await visitor.TabToAsync(bell.Button);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await bell.Unread("All 300 pictures are stored").ClickAsync();
        await Expect(bell.Unread("All 300 pictures are stored")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
        Assert.Equal(1, visitor.Circuits); // no second one was ever opened
    });

    [Fact]
    public Task One_of_many_is_taken_back_and_the_others_arrive() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync("/uploads");
        var uploads = new OnUploads(visitor);
        await visitor.SlowDownAsync(40_000);
        await uploads.DropAsync(walk.SomePictures(4, 600_000));
        await uploads.Cancel("picture-002.png").ClickAsync();
        await Expect(uploads.Row("picture-002.png")).ToContainTextAsync("Cancelled");
        await visitor.SpeedUpAsync();
        await Expect(uploads.BatchTitle).ToContainTextAsync("All 3 pictures stored");
    });

    [Fact]
    public async Task By_keyboard_alone_one_can_choose_filter_and_retry()
    {
        await using var portal = new MediaProcess(settings: [("Uploads:MaxRetries", "1"), ("Uploads:FirstRetry", "00:00:00.05")]);
        await portal.StartAsync();
        var store = Path.Combine(portal.Data, "store");
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.SignedInAsync("/uploads");
            var uploads = new OnUploads(visitor);
            if (Directory.Exists(store)) Directory.Delete(store, recursive: true);
            await File.WriteAllTextAsync(store, "a file where the store's folder should be");
            await visitor.TabToAsync(uploads.ChooseFiles);
            var chooser = await visitor.Page.RunAndWaitForFileChooserAsync(() => visitor.Page.Keyboard.PressAsync("Enter"));
            await chooser.SetFilesAsync([walk.Picture("one.png"), walk.File("cut.png", [.. (await File.ReadAllBytesAsync(walk.Picture("whole.png", 50_000))).AsSpan(0, 30_000)])]);
            await Expect(uploads.Row("one.png")).ToContainTextAsync("The picture store could not be reached");
            File.Delete(store);
            await visitor.TabToAsync(uploads.Chip("Failed"));
            await visitor.Page.Keyboard.PressAsync("Enter");
            await Expect(uploads.Rows).ToHaveCountAsync(2);
            await visitor.TabToAsync(uploads.Row("one.png").GetByRole(AriaRole.Button, new() { Name = "Retry" }));
            await visitor.Page.Keyboard.PressAsync("Enter");
            await Expect(uploads.Rows).ToHaveCountAsync(1);
            await Expect(uploads.BatchTitle).ToContainTextAsync("1 of 2 pictures stored");
            await Expect(uploads.Row("cut.png")).ToContainTextAsync("The end of the picture is missing");
            await Expect(uploads.Row("cut.png").GetByRole(AriaRole.Button, new() { Name = "Retry" })).ToHaveCountAsync(0); // the same file cannot pass
        });
    }
}
