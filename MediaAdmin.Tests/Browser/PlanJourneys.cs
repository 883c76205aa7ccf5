using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Files that find their places by their names, on the page of uploads.</summary>
[Collection(Journeys.Name)]
public sealed class PlanJourneys(RealBrowser browser)
{
    [Fact]
    public Task A_folder_finds_its_places_one_file_by_dragging_and_one_after_a_clash() => browser.WalkAsync(async walk =>
    {
        var (lamp, mug) = (await walk.NewProductAsync("Lamp", 1), await walk.NewProductAsync("Mug"));
        var red = (await walk.Portal.Admin.NewVariantsAsync(lamp, 1)).Single();
        var (lampSku, mugSku) = (await SkuAsync(walk, lamp), await SkuAsync(walk, mug));
        var visitor = await walk.SignedInAsync("/uploads");
        var announced = 0;
        visitor.Page.Request += (_, request) => announced += request.Url.EndsWith("/api/uploads/batches", StringComparison.Ordinal) ? 1 : 0;
        await visitor.DropFolderAsync(visitor.Page.Locator(OnUploads.Zone), walk.Folder("shoot", $"{lampSku}_1.png", $"{lampSku}-V-001-1.png", $"{mugSku}_1.png", $"{mugSku}_2.png", $"{mugSku}-02.png", "unknown-thing_3.png"));
        await Expect(Rows(visitor)).ToHaveCountAsync(6);
        await Expect(Rows(visitor).First).ToContainTextAsync("No product found"); // what needs a choice comes first
        await Rows(visitor).First.EvaluateAsync("row => row.scrollIntoView({ block: 'center' })");
        await visitor.DragAsync(Rows(visitor).First.Locator("[data-drag-picture]"), Row(visitor, $"{mugSku}_2.png"));
        await Expect(visitor.Page.Locator(".plan .facts")).ToContainTextAsync("4 files have their places · 2 need your choice");
        Assert.Empty(await visitor.BarriersAsync());
        var clashing = visitor.Page.GetByLabel($"Place of shoot/{mugSku}-02.png");
        await clashing.FillAsync("4");
        await clashing.PressAsync("Tab");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Start 6 files" }).ClickAsync();
        await Expect(new OnUploads(visitor).BatchTitle).ToContainTextAsync("All 6 pictures stored");
        Assert.Equal(1, announced);
        Assert.Equal([$"{lampSku}_1.png", "picture-001.png", $"{lampSku}-V-001-1.png ({red})"], (await walk.GalleryAsync(lamp)).Select(p => p.VariantId is { } v ? $"{p.FileName} ({v})" : p.FileName));
        Assert.Equal([$"{mugSku}_1.png", $"{mugSku}_2.png", "unknown-thing_3.png", $"{mugSku}-02.png"], (await walk.GalleryAsync(mug)).Select(p => p.FileName));
    });

    [Fact]
    public Task By_keyboard_alone_and_in_Turkish_a_folder_is_chosen_planned_and_started() => browser.WalkAsync(async walk =>
    {
        var lamp = await walk.NewProductAsync("Işıklı lamba");
        var stem = await SkuAsync(walk, lamp);
        (await walk.Portal.Admin.PatchAsJsonAsync($"/api/products/{lamp}", new { sku = $"{stem}-IŞIKLI" })).EnsureSuccessStatusCode();
        var visitor = await walk.SignedInAsync("/uploads", how: options => options.Locale = "tr-TR");
        await visitor.TabToAsync(visitor.Page.Locator("[data-pick-folder]"));
        var chooser = await visitor.Page.RunAndWaitForFileChooserAsync(() => visitor.Page.Keyboard.PressAsync("Enter"));
        await chooser.SetFilesAsync(walk.Folder("çekim", $"{stem}-ışıklı_1.png", "bilinmeyen_1.png"));
        await Expect(visitor.Page.Locator(".plan .facts")).ToContainTextAsync("1 dosyanın yeri belli · 1 dosya seçiminizi bekliyor");
        await visitor.TabToAsync(Rows(visitor).First.GetByRole(AriaRole.Searchbox));
        await visitor.Page.Keyboard.TypeAsync($"{stem}-isikli");
        await visitor.TabToAsync(Rows(visitor).First.GetByRole(AriaRole.Button, new() { Name = "Işıklı lamba" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(Row(visitor, "bilinmeyen_1.png")).ToContainTextAsync("Başka bir dosya da aynı yeri istiyor");
        await Expect(Row(visitor, "bilinmeyen_1.png").Locator("button.other")).ToBeFocusedAsync(); // one goes on from where one chose
        await visitor.TabToAsync(visitor.Page.GetByLabel("çekim/bilinmeyen_1.png için sıra"));
        await visitor.Page.Keyboard.TypeAsync("2");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.TabToAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "2 dosyayı başlat" }));
        await visitor.Page.Keyboard.PressAsync("Enter");
        Assert.Equal([$"{stem}-ışıklı_1.png", "bilinmeyen_1.png"], (await Eventually.GetAsync(() => walk.GalleryAsync(lamp), pictures => pictures.Count == 2, "both pictures in the gallery")).Select(p => p.FileName));
    });

    private static ILocator Rows(Visitor visitor) => visitor.Page.Locator(".plan li.row");

    private static ILocator Row(Visitor visitor, string fileName) => Rows(visitor).Filter(new() { HasText = fileName });

    private static async Task<string> SkuAsync(Walk walk, long product) => (await walk.Portal.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!.Sku;
}
