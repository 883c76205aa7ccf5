using System.Net.Http.Json;
using System.Text.RegularExpressions;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Every page on a phone, in both themes, in both languages, and for those who do not see it.</summary>
[Collection(Journeys.Name)]
public sealed partial class LooksJourneys(RealBrowser browser)
{
    private static readonly string[] Pages = ["/products", "/products/import", "/library", "/library?view=list&missingAlt=true", "/library/words", "/library/duplicates", "/library/duplicates?view=near", "/uploads", "/trash", "/cleanup", "/jobs", "/settings", "/settings/keys", "/settings/store", "/settings/store/import", "/profile", "/setup", "/nowhere"];

    [Fact]
    public Task On_a_phone_nothing_scrolls_sideways_and_pictures_can_be_added() => browser.WalkAsync(async walk =>
    {
        static void Phone(BrowserNewContextOptions options) => (options.ViewportSize, options.HasTouch) = (new() { Width = 390, Height = 844 }, true);
        Assert.False(await (await walk.StrangerAsync("/login", Phone)).ScrollsSidewaysAsync(), "/login");
        var id = await walk.NewProductAsync("A product with quite a long name, as shops like them");
        var visitor = await walk.SignedInAsync($"/products/{id}", how: Phone);
        var product = new OnProduct(visitor);
        await visitor.ChooseAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add pictures" }).First, walk.SomePictures(3));
        await Expect(product.Pictures).ToHaveCountAsync(3);
        Assert.False(await visitor.ScrollsSidewaysAsync(), "/products/…");
        await walk.Portal.DeleteAsync(id, 1);
        await walk.Portal.Admin.NewVariantsAsync(id, 2);
        visitor.ExpectMissingPage();
        foreach (var page in (string[])[.. Pages, $"/products/{id}/variants", $"/products/{id}/edit"])
        {
            await visitor.GoAsync(page);
            Assert.False(await visitor.ScrollsSidewaysAsync(), page);
        }
        var (edit, handles) = (new OnEdit(visitor), visitor.Page.Locator("[data-variant] [data-drag-picture]"));
        await handles.Nth(1).EvaluateAsync("handle => handle.scrollIntoView({ block: 'center' })");
        await visitor.FingerDragAsync(handles.Nth(1), handles.First);
        await Expect(visitor.Page.GetByText("Moved").First).ToBeVisibleAsync();
        await edit.Bar.GetByRole(AriaRole.Button, new() { Name = "Discard" }).TapAsync();
        await Expect(edit.Bar).ToHaveCountAsync(0);
        var rows = await PlanAsync(walk, visitor, id);
        await rows.First.EvaluateAsync("row => row.scrollIntoView({ block: 'center' })");
        await visitor.FingerDragAsync(rows.First.Locator("[data-drag-picture]"), rows.Last);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Start 2 files" })).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.False(await visitor.ScrollsSidewaysAsync(), "a plan");
    });

    [Theory]
    [InlineData("en-US", "en", "light", "Products")]
    [InlineData("tr-TR", "tr", "dark", "Ürünler")]
    public Task Every_page_speaks_the_language_wears_the_theme_and_shuts_nobody_out(string locale, string language, string theme, string products) => browser.WalkAsync(async walk =>
    {
        var stranger = await walk.StrangerAsync("/login");
        await stranger.WearAsync(theme);
        var barriers = new List<string>(await BarriersAsync(stranger, "/login"));
        var (id, gone) = (await walk.NewProductAsync("Lamp", 2), await walk.NewProductAsync("Gone"));
        await walk.Portal.DeleteAsync(id, 1);
        await walk.Portal.Admin.NewVariantsAsync(id, 2);
        (await walk.Portal.Admin.DeleteAsync($"/api/products/{gone}")).EnsureSuccessStatusCode();
        var visitor = await walk.SignedInAsync("/products", how: options => options.Locale = locale);
        await visitor.WearAsync(theme);
        visitor.ExpectMissingPage();
        foreach (var page in (string[])[.. Pages, $"/products/{id}", $"/products/{id}/variants", $"/products/{id}/edit"])
        {
            barriers.AddRange(await BarriersAsync(visitor, page));
            await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
            await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
            Assert.Equal(theme == "dark", await visitor.IsDarkAsync());
            Assert.DoesNotMatch(ResourceKey(), await visitor.Page.Locator("body").InnerTextAsync());
        }
        await PlanAsync(walk, visitor, id);
        barriers.AddRange(await visitor.BarriersAsync());
        Assert.True(barriers.Count == 0, string.Join('\n', barriers));
        await visitor.GoAsync("/products");
        await Expect(visitor.Heading).ToHaveTextAsync(products);
    });

    /// <summary>A plan of two files on the page of uploads: nobody knows the first one's product.</summary>
    private static async Task<ILocator> PlanAsync(Walk walk, Visitor visitor, long product)
    {
        var sku = (await walk.Portal.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!.Sku;
        await visitor.GoAsync("/uploads");
        await visitor.Page.Locator(".target .segments button").Last.ClickAsync(); // by file names, in whatever language
        await Expect(visitor.Page.Locator("[data-drop-plans=all]")).ToBeVisibleAsync();
        await visitor.DropAsync(OnUploads.Zone, walk.Picture("unknown.png"), walk.Picture($"{sku}_1.png"));
        var rows = visitor.Page.Locator(".plan li.row");
        await Expect(rows).ToHaveCountAsync(2);
        return rows;
    }

    private static async Task<IEnumerable<string>> BarriersAsync(Visitor visitor, string page)
    {
        await visitor.GoAsync(page);
        return await visitor.BarriersAsync();
    }

    /// <summary>A word that was never translated shows its key, such as Nav_Products; a setting such as CLOUDINARY_URL is none.</summary>
    [GeneratedRegex(@"\b[A-Z][a-z][A-Za-z]*_[A-Za-z]+\b")]
    private static partial Regex ResourceKey();
}
