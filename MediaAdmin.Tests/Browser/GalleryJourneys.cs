using System.Net.Http.Json;
using MediaAdmin.Catalog;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Pictures dropped on a product: tiles at once, bars that move, the count in the shell, and the same on everybody's screen.</summary>
[Collection(Journeys.Name)]
public sealed class GalleryJourneys(RealBrowser browser)
{
    [Fact]
    public Task Five_pictures_dropped_on_a_product_arrive_live() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Lamp")}");
        var product = new OnProduct(visitor);
        await visitor.SlowDownAsync(60_000);
        await product.DropAsync(walk.Picture("1.png"), walk.Picture("2.png"), walk.Picture("3.png", 1_200_000), walk.Picture("4.png", 1_200_000), walk.Picture("5.png", 1_200_000));
        await Expect(visitor.Page.Locator("li.tile")).ToHaveCountAsync(5);
        await Expect(visitor.Running).ToContainTextAsync("Uploading images: 2/5");
        await Expect(product.Bars).ToHaveCountAsync(3);
        await Expect(product.Arriving.Locator("img[src^='blob:']")).ToHaveCountAsync(3); // the local pictures
        await Expect(product.Tile("3.png").GetByRole(AriaRole.Progressbar)).Not.ToHaveAttributeAsync("aria-valuenow", "0");
        await visitor.SpeedUpAsync();
        await Expect(product.Pictures).ToHaveCountAsync(5);
        await Expect(visitor.Running).ToHaveCountAsync(0);
        Assert.Equal(["1.png", "2.png", "3.png", "4.png", "5.png"], await product.Pictures.Locator(".name").AllInnerTextsAsync());
        await Expect(product.Pictures.First).ToContainTextAsync("Main");
    });

    [Fact]
    public Task A_file_dropped_on_a_picture_takes_its_place_on_everybodys_page() => browser.WalkAsync(async walk =>
    {
        var id = await walk.NewProductAsync("Replaced");
        var visitor = await walk.SignedInAsync($"/products/{id}");
        var watcher = await walk.SignedInAsync($"/products/{id}", Visitor.EditorEmail);
        var product = new OnProduct(visitor);
        await product.DropAsync(walk.Picture("1.png"), walk.Picture("2.png"), walk.Picture("3.png"));
        await Expect(product.Pictures).ToHaveCountAsync(3);
        var old = await product.Tile("2.png").Locator("img").GetAttributeAsync("src");

        await visitor.DropAsync("li.tile:nth-child(2)", walk.Picture("better.png"));
        foreach (var page in (OnProduct[])[product, new OnProduct(watcher)])
        {
            await Expect(page.Tile("better.png").Locator($"button img:not([src='{old}'])")).ToBeVisibleAsync();
            await Expect(page.Pictures.Locator(".name")).ToHaveTextAsync(["1.png", "better.png", "3.png"]);
        }

        await product.Openers.First.ClickAsync();
        await visitor.ChooseAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Replace the file" }), walk.Picture("chosen.png"));
        await Expect(new OnProduct(watcher).Pictures.Locator(".name")).ToHaveTextAsync(["chosen.png", "better.png", "3.png"]);
    });

    [Fact]
    public Task A_second_person_sees_the_same_product_and_batch_live() => browser.WalkAsync(async walk =>
    {
        var id = await walk.NewProductAsync("Watched");
        var sender = await walk.SignedInAsync($"/products/{id}", Visitor.EditorEmail);
        var watcher = await walk.SignedInAsync($"/products/{id}");
        var batchWatcher = await walk.SignedInAsync("/uploads");
        await sender.SlowDownAsync(40_000); // until both watchers have been seen
        await new OnProduct(sender).DropAsync(walk.SomePictures(3, 900_000));
        await Expect(new OnProduct(watcher).Bars).ToHaveCountAsync(3);
        await batchWatcher.GoAsync(await sender.Running.GetAttributeAsync("href") ?? "");
        await Expect(new OnUploads(batchWatcher).BatchTitle).ToContainTextAsync("Uploading images: 0/3");
        foreach (var seen in (ILocator[])[new OnProduct(watcher).Bars.First, new OnUploads(batchWatcher).Rows.First.GetByRole(AriaRole.Progressbar)])
            await Expect(seen).Not.ToHaveAttributeAsync("aria-valuenow", "0");
        await sender.SpeedUpAsync();
        await Expect(new OnProduct(watcher).Pictures).ToHaveCountAsync(3);
        await Expect(new OnUploads(batchWatcher).BatchTitle).ToContainTextAsync("All 3 pictures stored");
    });

    [Fact]
    public Task A_picture_the_client_has_already_is_offered_instead_of_stored_twice() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Twice")}");
        var product = new OnProduct(visitor);
        var bytes = File.ReadAllBytes(walk.Picture("first.png"));
        await product.DropAsync(walk.File("first.png", bytes));
        await Expect(product.Pictures).ToHaveCountAsync(1);
        await product.DropAsync(walk.File("again.png", bytes), walk.File("once more.png", bytes));
        await Expect(product.Tile("again.png")).ToContainTextAsync("Already in the library");
        await product.Tile("again.png").GetByRole(AriaRole.Button, new() { Name = "Use the existing one" }).ClickAsync();
        await product.Tile("once more.png").GetByRole(AriaRole.Button, new() { Name = "Keep both" }).ClickAsync();
        await Expect(product.Arriving).ToHaveCountAsync(0);
        await Expect(product.Tile("once more.png")).ToBeVisibleAsync();
        await visitor.ReloadAsync();
        await Expect(product.Tile("again.png")).ToHaveCountAsync(0); // the picture that was there is in the gallery, under its own name
    });

    [Fact]
    public Task A_product_whose_pictures_have_long_texts_comes_to_life() => browser.WalkAsync(async walk =>
    {
        var id = await walk.NewProductAsync("Wordy", pictures: 6);
        var text = new string('ş', Asset.MaxAlt);
        foreach (var picture in await walk.GalleryAsync(id))
            (await walk.Portal.Admin.PatchAsJsonAsync($"/api/assets/{picture.AssetId}", new { altEn = text, altTr = text })).EnsureSuccessStatusCode();
        var visitor = await walk.SignedInAsync($"/products/{id}");
        await Expect(new OnDeletion(visitor).Boxes).ToHaveCountAsync(6);
    });

    [Fact]
    public Task Wrong_files_among_good_ones_are_named_with_reason_and_cure() => browser.WalkAsync(async walk =>
    {
        var visitor = await walk.SignedInAsync($"/products/{await walk.NewProductAsync("Mixed")}");
        var product = new OnProduct(visitor);
        var whole = File.ReadAllBytes(walk.Picture("whole.png", 50_000));
        await product.DropAsync(
            walk.Picture("good.png"), walk.File("text.jpg", "not a picture at all"u8.ToArray()), walk.File("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'></svg>"u8.ToArray()),
            walk.File("cut.png", whole[..(whole.Length / 2)]), walk.File("huge.png", new byte[(100 << 20) + 1]), walk.Picture("fine.png"));
        await Expect(product.Pictures).ToHaveCountAsync(2);
        foreach (var (name, reason, cure) in new[] { ("text.jpg", "is not a picture", "JPEG, PNG"), ("drawing.svg", "SVG", "Export it as PNG"), ("huge.png", "is larger than", "Save it smaller") })
        {
            var notice = visitor.Notices.GetByRole(AriaRole.Listitem).Filter(new() { HasText = name });
            await Expect(notice).ToContainTextAsync(reason);
            await Expect(notice).ToContainTextAsync(cure);
        }
        await Expect(product.Tile("cut.png")).ToContainTextAsync("The end of the picture is missing");
        await Expect(product.Tile("cut.png")).ToContainTextAsync("Copy it again from its source");
        await visitor.Notices.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(visitor.Notices).ToBeHiddenAsync();
    });
}
