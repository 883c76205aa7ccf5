using System.Text.RegularExpressions;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>The way in, and back to where one wanted to go.</summary>
[Collection(Journeys.Name)]
public sealed class SignInJourneys(RealBrowser browser)
{
    [Fact]
    public Task Who_signs_in_gets_where_they_wanted_to_go() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.StrangerAsync("/uploads?page=1");
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/login"));
        await visitor.SignInAsync(Visitor.EditorEmail, MediaApp.AdminPassword);
        await Expect(visitor.Page).ToHaveURLAsync(new Regex(@"/uploads\?page=1$"));
        await Expect(visitor.Heading).ToHaveTextAsync("Uploads");
    });

    [Fact]
    public Task A_page_left_open_is_led_to_the_sign_in_when_its_browser_signs_out_elsewhere() => browser.WalkAsync(async walk =>
    {
        var product = await walk.NewProductAsync("Lamp");
        var visitor = await walk.StrangerAsync("/login");
        await visitor.SignInAsync(Visitor.EditorEmail, MediaApp.AdminPassword);
        await visitor.GoAsync($"/products/{product}");
        var other = await visitor.Page.Context.NewPageAsync();
        await other.GotoAsync("/products");
        await other.EvaluateAsync("""() => document.querySelector('form[action="/logout"]').submit()""");
        await Expect(other).ToHaveURLAsync(new Regex("/login"));
        await Expect(visitor.Page).ToHaveURLAsync(new Regex($"/login\\?returnUrl=%2Fproducts%2F{product}$"), new() { Timeout = 10_000 });
    });

    [Fact]
    public async Task From_the_first_run_to_the_first_picture()
    {
        await using var portal = new MediaProcess(firstRun: true);
        await portal.StartAsync();
        await browser.WalkAsync(portal, async walk =>
        {
            var visitor = await walk.StrangerAsync("/uploads");
            await Expect(visitor.Page).ToHaveURLAsync(new Regex("/setup"));
            await Expect(visitor.Page.Locator("li.good")).ToHaveCountAsync(8); // five checks, that of the store in three steps
            await visitor.Page.Locator("li.good").First.EvaluateAsync("old => old.dataset.seen = ''"); // goes when the page is rendered anew
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Check again" }).ClickAsync();
            await Expect(visitor.Page.Locator("[data-seen]")).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator("li.good")).ToHaveCountAsync(8);
            await visitor.Page.GetByLabel("E-mail").FillAsync("first@example.com");
            await visitor.Page.GetByLabel("Password").FillAsync(MediaApp.AdminPassword);
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Create administrator" }).ClickAsync();
            await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Create the demo catalogue" })).ToBeVisibleAsync();
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Go on without it" }).ClickAsync();
            await Expect(visitor.Page).ToHaveURLAsync(new Regex("/uploads$"));
            var uploads = new OnUploads(visitor);
            await Expect(visitor.Heading).ToHaveTextAsync("Uploads");
            await uploads.DropAsync(walk.Picture("first.png"));
            await Expect(uploads.BatchTitle).ToContainTextAsync("1 picture stored");
        });
    }
}
