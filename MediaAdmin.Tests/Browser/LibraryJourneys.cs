using System.IO.Compression;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Finding, choosing and describing pictures in the library.</summary>
[Collection(Journeys.Name)]
public sealed class LibraryJourneys(RealBrowser browser)
{
    [Fact]
    public Task By_mouse_pictures_are_found_chosen_downloaded_deleted_and_brought_back() => WalkAsync(async walk =>
    {
        await walk.NewProductAsync("Lamp", 5);
        await walk.NewProductAsync("Vase", 2);
        var (visitor, deletion) = await OpenAsync(walk, "/library");
        await Expect(Tiles(visitor)).ToHaveCountAsync(7);
        await visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search file name" }).FillAsync("lamp");
        await visitor.Page.WaitForURLAsync("**/library?search=lamp");
        await Expect(Tiles(visitor)).ToHaveCountAsync(5);
        await Boxes(visitor).Nth(1).ClickAsync();
        await Tiles(visitor).Nth(3).GetByRole(AriaRole.Button).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(deletion.Bar).ToContainTextAsync("3 selected");
        await deletion.Bar.GetByRole(AriaRole.Button, new() { Name = "Select all 5" }).ClickAsync();
        await Boxes(visitor).First.ClickAsync();
        await Expect(deletion.Bar).ToContainTextAsync("4 selected");
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => deletion.Bar.GetByRole(AriaRole.Button, new() { Name = "ZIP" }).ClickAsync());
        using (var archive = ZipFile.OpenRead(await download.PathAsync())) Assert.Equal(4, archive.Entries.Count);
        await deletion.DeleteChosenAsync();
        await Expect(Tiles(visitor)).ToHaveCountAsync(1);
        await Expect(deletion.Strip).ToContainTextAsync("4 pictures deleted");
        await deletion.Undo.ClickAsync();
        await Expect(Tiles(visitor)).ToHaveCountAsync(5);
    });

    [Fact]
    public Task By_keyboard_alone_one_leafs_through_the_large_view_and_gives_words_to_what_is_chosen() => WalkAsync(async walk =>
    {
        var id = await walk.NewProductAsync("Mug", 3);
        var (visitor, deletion) = await OpenAsync(walk, $"/library?product={id}&sort=name");
        await visitor.TabToAsync(Tiles(visitor).First.GetByRole(AriaRole.Button));
        await visitor.Page.Keyboard.PressAsync("Enter");
        var large = visitor.Page.Locator("dialog:has(.stage)");
        await Expect(large).ToContainTextAsync("Picture 1 of 3");
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(large).ToContainTextAsync("picture-002.png");
        await Expect(large).ToContainTextAsync("Used in 1 gallery");
        await Expect(large).ToContainTextAsync("place 2 of 3");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(large).ToHaveCountAsync(0);
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await Expect(deletion.Bar).ToContainTextAsync("3 selected");
        await visitor.TabToAsync(deletion.Bar.GetByRole(AriaRole.Button, new() { Name = "Words" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByLabel("Add tags")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("hero, autumn");
        await visitor.TabToAsync(visitor.Page.GetByLabel("Alt text (English)"));
        await visitor.Page.Keyboard.TypeAsync("A mug");
        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByText("3 pictures have new words.").First).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0); // else the key would close the dialog
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(deletion.Bar).ToBeHiddenAsync();
        Assert.All((await walk.Portal.Admin.GetFromJsonAsync<Page<AssetView>>("/api/assets?tag=hero", MediaApp.Json))!.Items, a => Assert.Equal("A mug", a.AltEn));
        Assert.Empty(await visitor.BarriersAsync());
        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(visitor.Page.GetByText("3 pictures have their former words again.").First).ToBeVisibleAsync();
        Assert.Empty((await walk.Portal.Admin.GetFromJsonAsync<Page<AssetView>>("/api/assets?tag=hero", MediaApp.Json))!.Items);
    });

    [Fact]
    public Task By_keyboard_alone_chosen_pictures_are_placed_on_two_products_seen_there_at_once_and_taken_back() => WalkAsync(async walk =>
    {
        var (full, empty) = (await walk.NewProductAsync("Placed full", 2), await walk.NewProductAsync("Placed empty"));
        var other = new OnProduct(await walk.SignedInAsync($"/products/{empty}"));
        var (visitor, deletion) = await OpenAsync(walk, $"/library?product={full}&sort=name");
        await visitor.TabToAsync(Boxes(visitor).First);
        await visitor.Page.Keyboard.PressAsync("Space");
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await visitor.TabToAsync(deletion.Bar.GetByRole(AriaRole.Button, new() { Name = "Place" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("placed");
        await Expect(dialog.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(2);
        foreach (var product in (string[])["Placed full", "Placed empty"])
        {
            await visitor.TabToAsync(dialog.GetByRole(AriaRole.Checkbox, new() { Name = product }));
            await visitor.Page.Keyboard.PressAsync("Space");
        }
        await visitor.TabToAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Place on 2 products" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByText("2 pictures placed on 2 products; 2 were there already.").Last).ToBeVisibleAsync();
        await Expect(other.Pictures).ToHaveCountAsync(2);
        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(visitor.Page.GetByText("2 placements taken back.").Last).ToBeVisibleAsync();
        await Expect(other.Pictures).ToHaveCountAsync(0);
    });

    [Fact]
    public Task Words_are_written_in_the_large_view_and_the_list_behind_it_knows_at_once() => WalkAsync(async walk =>
    {
        var id = await walk.NewProductAsync("Jug", 2);
        var (visitor, _) = await OpenAsync(walk, $"/library?product={id}&sort=name&view=list");
        await Expect(visitor.Page.GetByText("No alt text")).ToHaveCountAsync(2);
        await visitor.TabToAsync(Tiles(visitor).First.GetByRole(AriaRole.Button));
        await visitor.Page.Keyboard.PressAsync("Enter");
        foreach (var (label, words) in ((string, string)[])[("Alt text (English)", "A jug"), ("Alt text (Turkish)", "Bir sürahi")])
        {
            await visitor.TabToAsync(visitor.Page.GetByLabel(label));
            await visitor.Page.Keyboard.TypeAsync(words);
        }
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Page.GetByText("No alt text")).ToHaveCountAsync(1);
        await visitor.GoAsync($"/library/words?product={id}");
        await Expect(visitor.Page.GetByText("50%").First).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_filter_is_kept_by_name_and_what_others_upload_and_delete_is_seen_at_once() => WalkAsync(async walk =>
    {
        var id = await walk.NewProductAsync("Bag", 2);
        var (visitor, _) = await OpenAsync(walk, $"/library?product={id}&missingAlt=true");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Filters", Exact = true }).ClickAsync();
        await visitor.Page.GetByLabel("Name for these filters").FillAsync("Bags to describe");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Bags to describe" })).ToBeVisibleAsync();
        await visitor.GoAsync("/library");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Filters", Exact = true }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Bags to describe" }).ClickAsync();
        await visitor.Page.WaitForURLAsync($"**/library?product={id}&missingAlt=true");
        await Expect(Tiles(visitor)).ToHaveCountAsync(2);
        await new TusClient(walk.Portal.Admin).UploadAsync(Pictures.Png(7_000_001), "third.png", id);
        await Expect(Tiles(visitor)).ToHaveCountAsync(3);
        (await walk.Portal.Admin.DeleteAsync($"/api/assets/{(await walk.GalleryAsync(id))[0].AssetId}")).EnsureSuccessStatusCode();
        await Expect(Tiles(visitor)).ToHaveCountAsync(2);
    });

    [Fact]
    public Task On_a_phone_pictures_are_chosen_by_touch_and_nothing_scrolls_sideways() => WalkAsync(async walk =>
    {
        await walk.NewProductAsync("Cup", 3);
        var visitor = await walk.SignedInAsync("/library", how: options => (options.ViewportSize, options.HasTouch, options.Locale) = (new() { Width = 390, Height = 844 }, true, "tr-TR"));
        var box = visitor.Page.GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Checkbox).First;
        await box.TapAsync();
        var bar = visitor.Page.GetByRole(AriaRole.Toolbar);
        await Expect(bar).ToContainTextAsync("1 seçili");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Tümünü seç (3)" }).TapAsync();
        await Expect(bar).ToContainTextAsync("3 seçili");
        Assert.False(await visitor.ScrollsSidewaysAsync(), "with the bar");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Sözcükler" }).TapAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("3 resmin sözcükleri");
        Assert.Equal([], await visitor.BarriersAsync());
    });

    private static ILocator Tiles(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Listitem).Filter(new() { Has = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "enlarge" }) });

    private static ILocator Boxes(Visitor visitor) => Tiles(visitor).GetByRole(AriaRole.Checkbox);

    private static async Task<(Visitor Visitor, OnDeletion Deletion)> OpenAsync(Walk walk, string address)
    {
        var visitor = await walk.SignedInAsync(address);
        await Expect(Tiles(visitor).First).ToBeVisibleAsync();
        return (visitor, new(visitor));
    }

    /// <summary>On a portal of its own: the library shows what everybody has uploaded.</summary>
    private async Task WalkAsync(Func<Walk, Task> journey, [CallerMemberName] string name = "")
    {
        await using var portal = new MediaProcess(settings: [("Deletion:UndoWindow", "00:01:30")]);
        await portal.StartAsync();
        await browser.WalkAsync(portal, journey, name);
    }
}
