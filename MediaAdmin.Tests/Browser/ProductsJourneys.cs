using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The list of products: made, changed and removed by hand, or a whole catalogue at once.</summary>
[Collection(Journeys.Name)]
public sealed class ProductsJourneys(RealBrowser browser)
{
    [Fact]
    public Task By_keyboard_alone_a_product_is_made_renamed_found_removed_and_brought_back() => browser.WalkAsync(async walk =>
    {
        var code = NewCode();
        var visitor = await walk.SignedInAsync("/products");
        var (page, keys, dialog) = (visitor.Page, visitor.Page.Keyboard, visitor.Page.GetByRole(AriaRole.Dialog));
        await PressAsync(visitor, page.GetByRole(AriaRole.Button, new() { Name = "New product" }).First);
        if (await dialog.GetByLabel("Client code").CountAsync() == 0)
        {
            await Expect(dialog.GetByLabel("Client", new() { Exact = true })).ToBeFocusedAsync();
            await keys.TypeAsync("New");
            await keys.PressAsync("Tab");
        }
        await TypeAsync(visitor, dialog.GetByLabel("Client code"), code);
        await TypeAsync(visitor, dialog.GetByLabel("Client name"), "Keyboard shop");
        await TypeAsync(visitor, dialog.GetByLabel("Name", new() { Exact = true }), $"Lamp {code}");
        await keys.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Give a SKU");
        await TypeAsync(visitor, dialog.GetByLabel("SKU"), "LAMP");
        await keys.PressAsync("Enter");
        await Expect(visitor.Heading).ToContainTextAsync($"Lamp {code}");

        await visitor.GoAsync($"/products?client={code}&withoutImages=true");
        await PressAsync(visitor, page.GetByRole(AriaRole.Button, new() { Name = $"Edit Lamp {code}" }));
        await TypeAsync(visitor, dialog.GetByLabel("Name", new() { Exact = true }), $"Lantern {code}");
        await keys.PressAsync("Enter");
        var edit = page.GetByRole(AriaRole.Button, new() { Name = $"Edit Lantern {code}" });
        await PressAsync(visitor, edit);
        await PressAsync(visitor, dialog.GetByRole(AriaRole.Button, new() { Name = "Delete product…" }));
        await PressAsync(visitor, dialog.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }));
        await Expect(edit).ToHaveCountAsync(0);
        await PressAsync(visitor, page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).First);
        await Expect(edit).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_catalogue_is_looked_at_before_it_is_imported_and_everybody_sees_it_arrive() => browser.WalkAsync(async walk =>
    {
        var code = NewCode();
        var beside = await walk.SignedInAsync($"/products?client={code}");
        await Expect(beside.Page.GetByRole(AriaRole.Heading, new() { Name = "No product fits" })).ToBeVisibleAsync();
        var visitor = await walk.SignedInAsync("/products/import", Visitor.EditorEmail);
        var file = walk.File("spring.csv", Encoding.UTF8.GetBytes($"client;sku;product;file\n{code};LAMP;Çınar lamp;\n{code};CHAIR;Chair;\n{code};TABLE;Table;nowhere.png\n"));
        await visitor.Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await Expect(visitor.Heading).ToHaveTextAsync("spring.csv");
        await Expect(visitor.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Expect(visitor.Page.GetByRole(AriaRole.Row).Last).ToContainTextAsync("nowhere.png");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "What would happen" })).ToBeVisibleAsync();
        await Expect(beside.Page.Locator("ul.list li")).ToHaveCountAsync(0);
        Assert.Empty(await visitor.BarriersAsync());

        await PressAsync(visitor, visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Import 2 products" }));
        await Expect(visitor.Page.GetByText("All but 1 product is imported")).ToBeVisibleAsync();
        await Expect(beside.Page.Locator("ul.list li")).ToHaveCountAsync(2);
        await Expect(beside.Page.Locator("ul.list")).ToContainTextAsync("Çınar lamp");
        await ByMouseAsync(beside.Page);
        await visitor.GoAsync("/products/import");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("spring.csv") }).First).ToContainTextAsync("2 products made · 1 left out");
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Download CSV" }).ClickAsync());
        Assert.Contains($"{code},", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
    });

    /// <summary>One of the products that came is renamed, removed and brought back.</summary>
    private static async Task ByMouseAsync(IPage page)
    {
        ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        await Button("Edit Chair").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Name", new() { Exact = true }).FillAsync("Armchair");
        await Button("Save").ClickAsync();
        await Button("Edit Armchair").ClickAsync();
        await Button("Delete product…").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(Button("Edit Armchair")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.ClickAsync();
        await Expect(Button("Edit Armchair")).ToBeVisibleAsync();
    }

    private static string NewCode() => "C" + Guid.NewGuid().ToString("N")[..10];

    private static async Task PressAsync(Visitor visitor, ILocator target)
    {
        await visitor.TabToAsync(target);
        await visitor.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task TypeAsync(Visitor visitor, ILocator field, string text)
    {
        await visitor.TabToAsync(field);
        await visitor.Page.Keyboard.PressAsync("Control+A");
        await visitor.Page.Keyboard.TypeAsync(text);
    }
}
