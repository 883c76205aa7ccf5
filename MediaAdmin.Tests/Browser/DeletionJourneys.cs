using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Pictures and products leave the shop at a press, come back at a press, and everybody who looks sees it.</summary>
[Collection(DeletingJourneys.Name)]
public sealed class DeletionJourneys(RealBrowser browser)
{
    private const string LongEnough = "00:01:30"; // nothing leaves the store in the middle of a journey, and the time is still counted down

    [Fact]
    public Task By_mouse_a_picture_is_deleted_and_undo_puts_it_back_into_its_place() => WalkAsync(async walk =>
    {
        var (visitor, product, deletion) = await OpenAsync(walk, await walk.NewProductAsync("Lamp", 4));
        var before = await NamesAsync(product);
        await deletion.Boxes.Nth(1).ClickAsync();
        await deletion.Boxes.Nth(2).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(deletion.Bar).ToContainTextAsync("2 selected");
        await deletion.Bar.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(deletion.Question).ToContainTextAsync("Delete 2 pictures?");
        await Expect(deletion.Question).ToContainTextAsync("loses 2 of 4");
        await deletion.Delete.ClickAsync();
        await Expect(product.Pictures).ToHaveCountAsync(2);
        await Expect(deletion.Bar).ToBeHiddenAsync();
        await Expect(deletion.Strip).ToContainTextAsync("2 pictures deleted");
        await deletion.Undo.ClickAsync();
        await Expect(deletion.Said).ToHaveTextAsync("2 pictures are back.");
        await Expect(product.Pictures).ToHaveCountAsync(4);
        Assert.Equal(before, await NamesAsync(product));
        await Expect(deletion.Strip).ToHaveCountAsync(0); // it says its word and goes
    });

    [Fact]
    public Task By_keyboard_alone_the_main_picture_is_deleted_the_next_one_takes_its_place_and_control_z_brings_it_back() => WalkAsync(async walk =>
    {
        var (visitor, product, deletion) = await OpenAsync(walk, await walk.NewProductAsync("Vase", 3));
        var before = await NamesAsync(product);
        await visitor.TabToAsync(deletion.Boxes.First);
        await visitor.Page.Keyboard.PressAsync("Space");
        await Expect(deletion.Bar).ToContainTextAsync("1 selected");
        await visitor.Page.Keyboard.PressAsync("Delete");
        await Expect(deletion.Question).ToContainTextAsync("loses its main picture");
        await Expect(deletion.Delete).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(product.Pictures).ToHaveCountAsync(2);
        await Expect(product.Pictures.Filter(new() { HasText = "Main" })).ToContainTextAsync(before[1]);
        await Expect(deletion.Box(before[1])).ToBeFocusedAsync(); // where the deleted one stood
        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(product.Pictures).ToHaveCountAsync(3);
        Assert.Equal(before, await NamesAsync(product));
        await Expect(product.Pictures.Filter(new() { HasText = "Main" })).ToContainTextAsync(before[0]);
    });

    [Fact]
    public Task Keys_choose_all_and_none_and_ask_before_they_delete() => WalkAsync(async walk =>
    {
        var (visitor, product, deletion) = await OpenAsync(walk, await walk.NewProductAsync("Mug", 3));
        await visitor.TabToAsync(product.Openers.First);
        await visitor.Page.Keyboard.PressAsync("Control+a");
        await Expect(deletion.Bar).ToContainTextAsync("3 selected");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(deletion.Bar).ToBeHiddenAsync();
        await visitor.Page.Keyboard.PressAsync("Delete"); // the picture that has the focus
        await Expect(deletion.Question).ToContainTextAsync("Delete 1 picture?");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(deletion.Question).ToHaveCountAsync(0);
        await Expect(product.Pictures).ToHaveCountAsync(3);
        await Expect(deletion.Box("picture-001.png")).ToBeCheckedAsync();
    });

    [Fact]
    public Task In_the_large_view_the_next_picture_takes_the_place_of_one_that_is_deleted() => WalkAsync(async walk =>
    {
        var (visitor, product, deletion) = await OpenAsync(walk, await walk.NewProductAsync("Bag", 2));
        var names = await NamesAsync(product);
        var large = visitor.Page.Locator("dialog:has(.stage)");
        await product.Openers.First.ClickAsync();
        await Expect(large).ToContainTextAsync(names[0]);
        foreach (var next in (string?[])[names[1], null])
        {
            await large.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
            await deletion.Delete.ClickAsync();
            if (next is not null) await Expect(large).ToContainTextAsync(next);
            else await Expect(large).ToHaveCountAsync(0);
        }
        await Expect(product.Pictures).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("No pictures yet");
    });

    [Fact]
    public Task One_deletes_fifty_the_other_sees_them_go_three_come_back_and_the_rest_is_confirmed() => WalkAsync(async walk =>
    {
        await walk.Portal.CommandAsync("user", "add", Visitor.EditorEmail, "--role", "Editor", "--password", MediaApp.AdminPassword);
        var id = await walk.NewProductAsync("Sixty", 60);
        var gallery = await walk.GalleryAsync(id);
        var (editor, watcher) = (await walk.SignedInAsync($"/products/{id}", Visitor.EditorEmail), await walk.SignedInAsync($"/products/{id}"));
        var deletion = new OnDeletion(editor);
        await deletion.Boxes.Nth(0).ClickAsync();
        await deletion.Boxes.Nth(49).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(deletion.Bar).ToContainTextAsync("50 selected");
        await deletion.DeleteChosenAsync();
        await Expect(new OnProduct(watcher).Pictures).ToHaveCountAsync(10);
        await Expect(new OnDeletion(watcher).Strip).ToHaveCountAsync(0); // it is not the watcher's act
        foreach (var picture in gallery.Skip(3).Take(3)) Assert.Equal(HttpStatusCode.OK, (await walk.Portal.Admin.DeleteAsync($"/api/assets/{picture.AssetId}/deletion")).StatusCode);
        string[] left = [.. gallery.Skip(3).Take(3).Concat(gallery.Skip(50)).Select(p => p.FileName)];
        foreach (var visitor in (Visitor[])[editor, watcher])
        {
            await Expect(new OnProduct(visitor).Pictures).ToHaveCountAsync(13);
            Assert.Equal(left, await NamesAsync(new OnProduct(visitor)));
        }
        await Expect(deletion.Strip).ToContainTextAsync("47 pictures deleted");
        foreach (var entry in await QueueAsync(walk, DeletionState.Waiting)) (await walk.Portal.Admin.PostAsync($"/api/cleanup/queue/{entry.Id}/retry", null)).EnsureSuccessStatusCode();
        await Expect(deletion.Strip).ToContainTextAsync("47 pictures are gone from the store");
        Assert.Equal(47, (await QueueAsync(walk, DeletionState.Deleted)).Count(d => d.UnservedAt is not null));
        Assert.Equal(left, (await walk.GalleryAsync(id)).Select(p => p.FileName));
    });

    [Fact]
    public Task While_the_store_cannot_be_reached_the_strip_says_so_and_when_it_can_again_the_work_goes_on() => WalkAsync(async walk =>
    {
        var (visitor, product, deletion) = await OpenAsync(walk, await walk.NewProductAsync("Patient", 2));
        var (store, away) = (Path.Combine(walk.Portal.Data, "store"), Path.Combine(walk.Portal.Data, "store-away"));
        Directory.Move(store, away);
        await File.WriteAllTextAsync(store, "a file where the store's folder should be");
        await deletion.Boxes.First.ClickAsync();
        await deletion.DeleteChosenAsync();
        await Expect(product.Pictures).ToHaveCountAsync(1); // the shop is not affected
        await Expect(deletion.Said).ToContainTextAsync("The picture store cannot be reached; it goes on by itself in");
        File.Delete(store);
        Directory.Move(away, store);
        await Expect(deletion.Said).ToContainTextAsync("1 picture is gone from the store");
        await Expect(deletion.Strip).ToHaveCountAsync(0);
    }, undoWindow: "00:00:00.5");

    [Fact]
    public Task A_product_goes_with_its_pictures_and_comes_back_with_them() => WalkAsync(async walk =>
    {
        var id = await walk.NewProductAsync("Whole lamp", 2);
        var watcher = await walk.SignedInAsync($"/products/{id}");
        var (visitor, product, deletion) = await OpenAsync(walk, id);
        var before = await NamesAsync(product);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "More for this product" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Delete product with its pictures" }).ClickAsync();
        await Expect(deletion.Question).ToContainTextAsync("Delete “Whole lamp” with its 2 pictures?");
        await deletion.Delete.ClickAsync();
        await visitor.Page.WaitForURLAsync("**/products");
        await Expect(visitor.Page.Locator("main")).Not.ToContainTextAsync("Whole lamp");
        await Expect(watcher.Heading).ToHaveTextAsync("This product does not exist");
        await Expect(deletion.Strip).ToContainTextAsync("“Whole lamp” deleted with 2 pictures");
        await deletion.Undo.ClickAsync();
        await Expect(deletion.Said).ToHaveTextAsync("“Whole lamp” is back with 2 pictures.");
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("Whole lamp");
        await Expect(watcher.Heading).ToHaveTextAsync("Whole lamp");
        Assert.Equal(before, await NamesAsync(new OnProduct(watcher)));
    });

    [Fact]
    public Task A_selection_goes_over_the_galleries_of_a_product_and_its_variants() => WalkAsync(async walk =>
    {
        await walk.Portal.CommandAsync("demo", "--products", "1");
        var product = (await walk.Portal.Admin.GetFromJsonAsync<Page<ProductRow>>("/api/products", MediaApp.Json))!.Items.Single();
        var (visitor, shown, deletion) = await OpenAsync(walk, product.Id);
        var all = await shown.Pictures.CountAsync();
        Assert.NotEqual(all, await shown.Pictures.Filter(new() { HasText = "Main" }).CountAsync()); // several galleries, one of them with more than one picture
        await deletion.Boxes.Nth(1).ClickAsync();
        await deletion.Boxes.Last.ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(deletion.Bar).ToContainTextAsync($"{all - 1} selected");
        await deletion.DeleteChosenAsync();
        await Expect(shown.Pictures).ToHaveCountAsync(1);
        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(shown.Pictures).ToHaveCountAsync(all);
    });

    /// <summary>The page of a product, come to life: only then its pictures can be chosen.</summary>
    private static async Task<(Visitor Visitor, OnProduct Product, OnDeletion Deletion)> OpenAsync(Walk walk, long product)
    {
        var visitor = await walk.SignedInAsync($"/products/{product}");
        var deletion = new OnDeletion(visitor);
        await Expect(deletion.Boxes.First).ToBeVisibleAsync();
        return (visitor, new(visitor), deletion);
    }

    private static async Task<IReadOnlyList<DeletionView>> QueueAsync(Walk walk, DeletionState state) =>
        (await walk.Portal.Admin.GetFromJsonAsync<Page<DeletionView>>($"/api/cleanup/queue?state={state}&pageSize=100", MediaApp.Json))!.Items;

    private static Task<IReadOnlyList<string>> NamesAsync(OnProduct product) => product.Pictures.Locator(".name").AllInnerTextsAsync();

    /// <summary>On a portal of its own: the strip tells of everything that one has deleted lately.</summary>
    private async Task WalkAsync(Func<Walk, Task> journey, string undoWindow = LongEnough, [CallerMemberName] string name = "")
    {
        await using var portal = new MediaProcess(settings: [("Deletion:UndoWindow", undoWindow), ("Deletion:FirstRetry", "00:00:01")]);
        await portal.StartAsync();
        await browser.WalkAsync(portal, journey, name);
    }
}
