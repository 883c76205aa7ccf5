using System.Net.Http.Json;
using System.Text;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Describing many pictures in a row.</summary>
[Collection(Journeys.Name)]
public sealed class WordsJourneys(RealBrowser browser)
{
    [Fact]
    public Task By_keyboard_alone_three_pictures_are_described_row_by_row() => browser.WalkAsync(async walk =>
    {
        var product = await walk.NewProductAsync("Lamp", 3);
        var visitor = await walk.SignedInAsync($"/library?product={product}&sort=name");
        var (page, keys) = (visitor.Page, visitor.Page.Keyboard);
        await visitor.TabToAsync(page.GetByRole(AriaRole.Link, new() { Name = "Edit words" }));
        await keys.PressAsync("Enter");
        await Expect(page.GetByText("Alt text: 0%")).ToBeVisibleAsync();
        await visitor.TabToAsync(Row(page, 1).GetByLabel("Alt text (English)"));
        foreach (var n in (int[])[1, 2, 3])
        {
            await Expect(Row(page, n).GetByLabel("Alt text (English)")).ToBeFocusedAsync();
            await keys.TypeAsync($"Lamp {n}");
            await keys.PressAsync(n == 2 ? "ArrowDown" : "Enter");
        }
        await Expect(page.GetByText("Saved", new() { Exact = true })).ToHaveCountAsync(3);
        await visitor.TabToAsync(Row(page, 3).GetByRole(AriaRole.Checkbox));
        await keys.PressAsync("Space");
        await keys.PressAsync("ArrowUp");
        await Expect(Row(page, 2).GetByRole(AriaRole.Checkbox)).ToBeFocusedAsync();
        await Expect(page.GetByText("Alt text: 33%")).ToBeVisibleAsync();
        var saved = (await walk.Portal.Admin.GetFromJsonAsync<Page<AssetView>>($"/api/assets?product={product}&sort=name", MediaApp.Json))!.Items;
        Assert.Equal(["Lamp 1", "Lamp 2", "Lamp 3"], saved.Select(a => a.AltEn));
        Assert.Equal([false, false, true], saved.Select(a => a.IsDecorative));
    });

    [Fact]
    public Task A_file_with_a_fault_changes_nothing_and_is_taken_once_it_is_corrected() => browser.WalkAsync(async walk =>
    {
        var product = await walk.NewProductAsync("Vase", 2);
        var ids = (await walk.GalleryAsync(product)).Select(p => p.AssetId).ToList();
        var visitor = await walk.SignedInAsync($"/library/words?product={product}&sort=name", Visitor.EditorEmail);
        var (page, input) = (visitor.Page, visitor.Page.Locator("input[type=file]"));
        await Expect(Row(page, 2)).ToBeVisibleAsync();
        await ChooseAsync(input, walk.File("words.csv", Encoding.UTF8.GetBytes($"id;alt_en;decorative\n{ids[0]};A vase;\n{ids[1]};;perhaps\n")));
        await Expect(page.GetByRole(AriaRole.Row).Last).ToContainTextAsync("“perhaps” is neither yes nor no");
        Assert.Empty(await visitor.BarriersAsync());
        await ChooseAsync(input, walk.File("corrected.csv", Encoding.UTF8.GetBytes($"id;alt_en;alt_tr;decorative\n{ids[0]};A vase;Bir vazo;\n{ids[1]};;;yes\n")));
        await visitor.TabToAsync(page.GetByRole(AriaRole.Button, new() { Name = "Change 2 pictures" }));
        await Expect(page.GetByText("Alt text: 0%")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("2 pictures have new words.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Alt text: 100%")).ToBeVisibleAsync();
        await Expect(Row(page, 1).GetByLabel("Alt text (Turkish)")).ToHaveValueAsync("Bir vazo");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download CSV" }).ClickAsync());
        Assert.Contains("A vase,Bir vazo,no", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
    });

    [Fact]
    public Task In_the_large_view_words_are_written_in_place_and_the_arrows_belong_to_the_text() => browser.WalkAsync(async walk =>
    {
        var product = await walk.NewProductAsync("Mug", 2);
        var visitor = await walk.SignedInAsync($"/products/{product}");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "picture-001.png" }).First.ClickAsync();
        var large = visitor.Page.GetByRole(AriaRole.Dialog);
        await large.GetByLabel("Alt text (Turkish)").FillAsync("Bir kupa");
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(large.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(large).ToContainTextAsync("Picture 1 of 2");
        Assert.Equal("Bir kupa", (await walk.GalleryAsync(product))[0].AltTr);
        Assert.Empty(await visitor.BarriersAsync());
    });

    /// <summary>Once the page's script listens to the field: it says so by a mark of its own.</summary>
    private static async Task ChooseAsync(ILocator input, string file)
    {
        await Eventually.GetAsync(() => input.EvaluateAsync<bool>("field => field._blazorInputFileNextFileId !== undefined"), listens => listens, "a file field that listens");
        await input.SetInputFilesAsync(file);
    }

    private static ILocator Row(IPage page, int place) => page.GetByRole(AriaRole.Group, new() { Name = $"picture-{place:000}.png" });
}
