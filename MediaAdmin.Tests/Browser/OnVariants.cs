using MediaAdmin.Tests.Support;
using Microsoft.Playwright;

namespace MediaAdmin.Tests.Browser;

/// <summary>The variants board of a product: /products/{id}/variants.</summary>
public sealed class OnVariants(Visitor visitor)
{
    /// <summary>The markers are gone a moment before the first drawing; who clicks in between clicks on what is about to be replaced.</summary>
    private const string IsListening = "() => Object.keys(document.querySelector('[data-add-variant]') ?? {}).some(key => key.startsWith('_blazorEvents'))";

    public ILocator Rows => visitor.Page.Locator("li.row");
    public ILocator Tray => visitor.Page.Locator("[data-tray] [data-drag-picture]");
    public ILocator Hint => visitor.Page.Locator("[data-tray] .hint");
    public ILocator Undo => Hint.GetByRole(AriaRole.Button, new() { Name = "Undo" });
    public ILocator Put => visitor.Page.Locator("[data-tray] .go > button");
    public ILocator SaveBar => visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Unsaved changes" });
    public ILocator Save => SaveBar.Locator(".primary");
    public ILocator Question => visitor.Page.GetByRole(AriaRole.Dialog);

    /// <summary>The box above the rows.</summary>
    public ILocator SelectAll => visitor.Page.Locator(".tools input[type=checkbox]");

    /// <summary>By its number in the whole list: of a long list only a part is drawn.</summary>
    public ILocator Row(int number) => visitor.Page.Locator($"li.row[aria-posinset='{number}']");

    public ILocator Name(int number) => Row(number).Locator("input.name");

    public ILocator Sku(int number) => Row(number).Locator("input.sku");

    public ILocator Select(int number) => Row(number).Locator("input[type=checkbox]");

    /// <summary>Pictures of its own.</summary>
    public ILocator Pictures(int number) => Row(number).Locator("[data-slot] button");

    public ILocator Picture(int number, string fileName) => Row(number).Locator($"[data-slot] button[title='{fileName}']");

    public ILocator Act(int number, string name) => Row(number).GetByRole(AriaRole.Button, new() { Name = name });

    /// <summary>The own pictures of a row by the numbers in their names: "2 1".</summary>
    public async Task<string> OrderAsync(int number) =>
        string.Join(' ', await Pictures(number).EvaluateAllAsync<string[]>("buttons => buttons.map(b => String(parseInt(b.title.match(/[0-9]+/)[0])))"));

    public static async Task<(Visitor, OnVariants)> OpenAsync(Walk walk, long product, string email = MediaApp.AdminEmail, Action<BrowserNewContextOptions>? how = null)
    {
        var visitor = await walk.SignedInAsync($"/products/{product}/variants", email, how);
        await visitor.Page.WaitForFunctionAsync(IsListening);
        return (visitor, new(visitor));
    }

    /// <summary>A product with pictures picture-001.png … and variants "Variant 1" (V-001) …, made by the calls that programs use.</summary>
    public static async Task<long> MakeAsync(Walk walk, int pictures, int variants)
    {
        var product = await walk.NewProductAsync("Cup", pictures);
        if (variants > 0) await walk.Portal.Admin.NewVariantsAsync(product, variants);
        return product;
    }
}
