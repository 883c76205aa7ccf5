using Bunit;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Arranging;
using MediaAdmin.Portal.Products;
using MediaAdmin.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Portal;

/// <summary>A new order: on screen at once, saved behind, never over somebody else's unseen.</summary>
public sealed class ArrangerTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    private readonly GalleryState _gallery = new();
    private IRenderedComponent<Arranger> _arranger = null!;
    private long _product;

    [Fact]
    public async Task A_picture_stands_at_its_new_place_and_the_way_back_leads_to_where_it_was()
    {
        var ids = await OpenAsync(4);
        await MoveAsync(ids[3], 2);
        Assert.Equal([ids[0], ids[3], ids[1], ids[2]], Shown);
        Assert.Equal([1, 2, 3, 4], _gallery.Product!.Pictures.Select(p => p.Position));
        Assert.Equal([ids[0], ids[3], ids[1], ids[2]], await App.OrderAsync(_product));
        Assert.Contains("is now at place 2 of 4", Said);
        _arranger.Find("[data-undo]").Click();
        _arranger.WaitForAssertion(() => Assert.Equal("The order is as before", Said), Eventually.Patience);
        Assert.Equal(ids, Shown);
        Assert.Equal(ids, await App.OrderAsync(_product));
    }

    [Fact]
    public async Task What_changed_elsewhere_in_the_product_is_no_reason_to_ask()
    {
        var ids = await OpenAsync(3);
        await using (var db = await App.DbAsync())
            await db.Set<Product>().Where(p => p.Id == _product).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1));
        await MoveAsync(ids[2], 1);
        Assert.Contains("is now the main picture", Said);
        Assert.Equal([ids[2], ids[0], ids[1]], await App.OrderAsync(_product));
    }

    [Fact]
    public async Task Who_was_faster_is_shown_and_one_may_insist()
    {
        var ids = await OpenAsync(3);
        await App.Get<GalleryOrder>().ArrangeAsync(_product, null, [ids[1], ids[2], ids[0]], null, Actor.Portal, default);
        await MoveAsync(ids[2], 1);
        Assert.StartsWith("Somebody else changed this gallery", Said);
        Assert.Equal([ids[1], ids[2], ids[0]], Shown);
        _arranger.Find(".note button").Click();
        _arranger.WaitForAssertion(() => Assert.Equal("Your order stands now", Said), Eventually.Patience);
        Assert.Equal([ids[2], ids[0], ids[1]], await App.OrderAsync(_product));
    }

    [Fact]
    public async Task What_cannot_be_saved_is_put_back_and_told()
    {
        WithoutDatabase<GalleryOrder>();
        var ids = await OpenAsync(3);
        await MoveAsync(ids[0], 3);
        Assert.Equal(ids, Shown);
        Assert.StartsWith("The new order could not be saved", Said);
    }

    [Fact]
    public async Task Moves_in_quick_succession_are_saved_one_after_the_other()
    {
        var ids = await OpenAsync(5);
        await _arranger.InvokeAsync(() => Task.WhenAll(Enumerable.Range(0, 4).Select(n => _arranger.Instance.MoveAsync(ids[0], null, n + 2))));
        Assert.Equal([ids[1], ids[2], ids[3], ids[4], ids[0]], Shown);
        Assert.Equal(Shown, await App.OrderAsync(_product));
        Assert.Contains("is now at place 5 of 5", Said);
    }

    [Fact]
    public async Task An_earlier_order_comes_back_with_what_has_come_since_at_its_end()
    {
        var ids = await OpenAsync(3);
        await MoveAsync(ids[2], 1);
        var added = (await App.ShelveAsync(_product, 1))[0];
        _gallery.Show(await App.Get<Galleries>().OpenAsync(_product, default));
        await _arranger.InvokeAsync(() => _arranger.Instance.BringBackAsync((null, ids)));
        Assert.Equal((long[])[.. ids, added], await App.OrderAsync(_product));
    }

    [Fact]
    public async Task The_dialog_moves_by_one_press_or_to_a_number()
    {
        var ids = await OpenAsync(3);
        await _arranger.InvokeAsync(() => _arranger.Instance.Ask(_gallery.Product!.Pictures[1]));
        Assert.Equal("Place 2 of 3", _arranger.Find("dialog p").TextContent);
        _arranger.Find("input").Input("3");
        _arranger.Find("form").Submit();
        _arranger.WaitForAssertion(() => Assert.Empty(_arranger.FindAll("dialog")), Eventually.Patience);
        Assert.Equal([ids[0], ids[2], ids[1]], Shown);
    }

    private string Said => _arranger.Find("[role=status]").TextContent;

    private List<long> Shown => [.. _gallery.Product!.Pictures.Select(p => p.AssetId)];

    private async Task<long[]> OpenAsync(int pictures)
    {
        _product = await App.NewProductAsync();
        var ids = await App.ShelveAsync(_product, pictures);
        _gallery.Show(await App.Get<Galleries>().OpenAsync(_product, default));
        _arranger = Render<Arranger>(p => p.Add(a => a.Gallery, _gallery).Add(a => a.Me, Me).Add(a => a.OnChanged, EventCallback.Factory.Create(this, () => { })));
        return ids;
    }

    private Task MoveAsync(long asset, int place) => _arranger.InvokeAsync(() => _arranger.Instance.MoveAsync(asset, null, place));
}
