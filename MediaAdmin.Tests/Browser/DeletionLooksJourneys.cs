using System.Runtime.CompilerServices;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Deleting on a phone, in both themes and in Turkish, and for those who do not see it.</summary>
[Collection(DeletingJourneys.Name)]
public sealed class DeletionLooksJourneys(RealBrowser browser)
{
    [Fact]
    public Task On_a_phone_the_boxes_are_there_the_bar_sticks_above_the_navigation_and_the_strip_moves_nothing() => WalkAsync(async walk =>
    {
        var id = await walk.NewProductAsync("A product with quite a long name, as shops like them", 6);
        var visitor = await walk.SignedInAsync($"/products/{id}", how: options => (options.ViewportSize, options.HasTouch, options.IsMobile) = (new() { Width = 390, Height = 844 }, true, true));
        var deletion = new OnDeletion(visitor);
        Assert.Equal("1", await deletion.Boxes.First.EvaluateAsync<string>("box => getComputedStyle(box).opacity"));
        var heading = await FromTopAsync(visitor.Heading);
        await deletion.Boxes.First.TapAsync();
        await Expect(deletion.Bar).ToContainTextAsync("1 selected");
        var (bar, navigation) = (await BoxAsync(deletion.Bar), await BoxAsync(visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })));
        Assert.InRange(navigation.Y - (bar.Y + bar.Height), 0, 24);
        Assert.False(await visitor.ScrollsSidewaysAsync(), "with the bar");
        await deletion.DeleteChosenAsync();
        await Expect(deletion.Undo).ToBeVisibleAsync();
        var (strip, header) = (await BoxAsync(deletion.Strip), await BoxAsync(visitor.Page.Locator(".frame > header")));
        Assert.True(strip.Y >= header.Y && strip.Y + strip.Height <= header.Y + header.Height, $"the strip from {strip.Y} to {strip.Y + strip.Height} in the header of {header.Height}");
        Assert.Equal(heading, await FromTopAsync(visitor.Heading));
        Assert.False(await visitor.ScrollsSidewaysAsync(), "with the strip");
    });

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Axe_finds_nothing_that_shuts_people_out(string theme) => WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Accessible", 4)}");
        await visitor.WearAsync(theme);
        await visitor.ReloadAsync();
        var (deletion, barriers) = (new OnDeletion(visitor), new List<string>());
        await deletion.Boxes.Nth(0).ClickAsync();
        await Expect(deletion.Bar).ToBeVisibleAsync();
        await LookAsync("chosen");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "More for this product" }).ClickAsync();
        await LookAsync("menu");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await deletion.Bar.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(deletion.Delete).ToBeFocusedAsync();
        await LookAsync("question");
        await deletion.Delete.ClickAsync();
        await Expect(deletion.Undo).ToBeVisibleAsync();
        await LookAsync("strip");
        await deletion.Undo.ClickAsync();
        await Expect(deletion.Said).ToHaveTextAsync("1 picture is back.");
        await Expect(deletion.Boxes).ToHaveCountAsync(4); // it fades in from the moment at which it stands there
        await LookAsync("undone");
        Assert.True(barriers.Count == 0, string.Join('\n', barriers));

        async Task LookAsync(string at) => barriers.AddRange((await visitor.BarriersAsync()).Select(b => $"{at}: {b}"));
    });

    [Fact]
    public Task In_turkish_it_asks_and_tells_in_turkish() => WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Lamba", 2)}", how: options => options.Locale = "tr-TR");
        var deletion = new OnDeletion(visitor);
        await deletion.Boxes.First.ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Toolbar)).ToContainTextAsync("1 seçili");
        await visitor.Page.Keyboard.PressAsync("Delete");
        await Expect(deletion.Question).ToContainTextAsync("1 resim silinsin mi?");
        await Expect(deletion.Question).ToContainTextAsync("ana resmini yitirir");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(deletion.Strip).ToContainTextAsync("1 resim silindi");
        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(deletion.Said).ToHaveTextAsync("1 resim geri geldi.");
    });

    [Fact]
    public Task A_viewer_looks_and_can_delete_nothing() => WalkAsync(async walk =>
    {
        await walk.Portal.CommandAsync("user", "add", "viewer@example.com", "--role", "Viewer", "--password", MediaApp.AdminPassword);
        var id = await walk.NewProductAsync("Seen", 2);
        var visitor = await walk.SignedInAsync($"/products/{id}", "viewer@example.com");
        await Expect(visitor.Heading).ToBeFocusedAsync(); // the page is alive
        await new OnProduct(visitor).Openers.First.ClickAsync();
        var large = visitor.Page.Locator("dialog:has(.stage)");
        await Expect(large.GetByRole(AriaRole.Button, new() { Name = "Close" })).ToBeFocusedAsync();
        await Expect(large.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToHaveCountAsync(0);
        await visitor.Page.Keyboard.PressAsync("Delete");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(large).ToHaveCountAsync(0);
        await visitor.Page.Keyboard.PressAsync("Delete");
        await Expect(new OnDeletion(visitor).Boxes).ToHaveCountAsync(0);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "More for this product" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "History" })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Delete product" })).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator("[data-grip]")).ToHaveCountAsync(0);
        Assert.Equal(2, (await walk.GalleryAsync(id)).Count);
    });

    /// <summary>How far down the page it is, wherever the page is scrolled to.</summary>
    private static Task<double> FromTopAsync(ILocator locator) => locator.EvaluateAsync<double>("element => element.getBoundingClientRect().top + scrollY");

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator locator) => (await locator.BoundingBoxAsync())!;

    private async Task WalkAsync(Func<Walk, Task> journey, [CallerMemberName] string name = "")
    {
        await using var portal = new MediaProcess(settings: [("Deletion:UndoWindow", "00:01:30")]);
        await portal.StartAsync();
        await browser.WalkAsync(portal, journey, name);
    }
}
