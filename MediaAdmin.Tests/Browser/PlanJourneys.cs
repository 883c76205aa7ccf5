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
    public Task Six_files_find_their_places_one_by_choosing_and_one_after_a_clash() => browser.WalkAsync(async walk =>
    {
        var (lamp, mug) = (await walk.NewProductAsync("Lamp", 1), await walk.NewProductAsync("Mug"));
        var red = (await walk.Portal.Admin.NewVariantsAsync(lamp, 1)).Single();
        var (lampSku, mugSku) = (await SkuAsync(walk, lamp), await SkuAsync(walk, mug));
        var visitor = await walk.SignedInAsync("/uploads");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "By file names" }).ClickAsync();
        await Expect(visitor.Page.Locator("[data-drop-plans=all]")).ToBeVisibleAsync();
        await visitor.DropAsync(OnUploads.Zone, [.. ((string[])[$"{lampSku}_1.png", $"{lampSku}-V-001-1.png", $"{mugSku}_1.png", $"{mugSku}_2.png", $"{mugSku}-02.png", "unknown-thing_3.png"]).Select(n => walk.Picture(n))]);
        var rows = visitor.Page.Locator(".plan li.row");
        await Expect(rows).ToHaveCountAsync(6);
        await Expect(rows.First).ToContainTextAsync("No product found"); // what needs a choice comes first
        await rows.First.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync(mugSku);
        await rows.First.GetByRole(AriaRole.Button, new() { Name = mugSku }).ClickAsync();
        await Expect(visitor.Page.Locator(".plan .facts")).ToContainTextAsync("4 files have their places · 2 need your choice");
        Assert.Empty(await visitor.BarriersAsync());
        var clashing = visitor.Page.GetByLabel($"Place of {mugSku}-02.png");
        await clashing.FillAsync("4");
        await clashing.PressAsync("Tab");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Start 6 files" }).ClickAsync();
        await Expect(new OnUploads(visitor).BatchTitle).ToContainTextAsync("All 6 pictures stored");
        Assert.Equal([$"{lampSku}_1.png", "picture-001.png", $"{lampSku}-V-001-1.png ({red})"], (await walk.GalleryAsync(lamp)).Select(p => p.VariantId is { } v ? $"{p.FileName} ({v})" : p.FileName));
        Assert.Equal([$"{mugSku}_1.png", $"{mugSku}_2.png", "unknown-thing_3.png", $"{mugSku}-02.png"], (await walk.GalleryAsync(mug)).Select(p => p.FileName));
    });

    private static async Task<string> SkuAsync(Walk walk, long product) => (await walk.Portal.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!.Sku;
}
