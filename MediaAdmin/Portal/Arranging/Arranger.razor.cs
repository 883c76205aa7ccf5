using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Portal.Products;
using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Portal.Arranging;

public sealed partial class Arranger
{
    /// <summary>How long the way back stands on the page.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromSeconds(10);

    private Task _saving = Task.CompletedTask;
    private ArrangeNote? _note;
    private GalleryPicture? _asked;
    private bool _isHistoryOpen;

    [Inject] public required GalleryOrder Orders { get; set; }
    [Inject] public required GalleryPlacements Placements { get; set; }
    [Inject] public required Galleries Galleries { get; set; }
    [Inject] public required TimeProvider Clock { get; set; }
    [Inject] public required ILogger<Arranger> Log { get; set; }
    [Parameter, EditorRequired] public required GalleryState Gallery { get; set; }
    [Parameter, EditorRequired] public required Actor Me { get; set; }

    /// <summary>The galleries stand in another order now.</summary>
    [Parameter, EditorRequired] public EventCallback OnChanged { get; set; }

    /// <summary>Asks where a picture is to go.</summary>
    public void Ask(GalleryPicture picture)
    {
        _asked = picture;
        StateHasChanged();
    }

    /// <summary>A picture was dragged: to a place in its gallery, or without one from another gallery, where it stays too.</summary>
    public Task DropAsync((long Asset, long? Variant, int? Place) drop) => drop.Place is { } place ? MoveAsync(drop.Asset, drop.Variant, place) : AddAsync(drop.Asset, drop.Variant);

    /// <summary>One picture to another place in its gallery, counted from 1.</summary>
    public Task MoveAsync(long asset, long? variant, int place)
    {
        var (order, picture) = (Order(variant).ToList(), Gallery.Product?.Pictures.FirstOrDefault(p => p.AssetId == asset && p.VariantId == variant));
        if (picture is null) return Task.CompletedTask; // it left meanwhile
        place = Math.Clamp(place, 1, order.Count);
        order.Remove(asset);
        order.Insert(place - 1, asset);
        return OrderAsync(variant, order, place == 1 ? ArrangeWords["Moved_Main", picture.FileName] : ArrangeWords["Moved", picture.FileName, place, order.Count]);
    }

    /// <summary>Shows what happened to the galleries.</summary>
    public void OpenHistory()
    {
        _isHistoryOpen = true;
        StateHasChanged();
    }

    /// <summary>An order that the gallery had once: what has come since stands at the end.</summary>
    public Task BringBackAsync((long? Variant, IReadOnlyList<long> Order) earlier)
    {
        _isHistoryOpen = false;
        return OrderAsync(earlier.Variant, Merged(earlier.Order, Order(earlier.Variant)), ArrangeWords["Ordered"]);
    }

    private async Task AddAsync(long asset, long? variant)
    {
        if (Gallery.Product is not { } product || product.Pictures.FirstOrDefault(p => p.AssetId == asset) is not { } picture) return;
        var where = product.Variants.FirstOrDefault(v => v.Id == variant)?.Name ?? product.Name;
        try
        {
            _note = await Placements.PlaceAsync(product.Id, [new(asset, variant)], Me, CancellationToken.None) is PlacementOutcome.Done done
                ? new(variant, ArrangeWords[done.Places.Count > 0 ? "Copied" : "Copied_There", picture.FileName, where], Clock.GetUtcNow() + Shown)
                : Failed(variant);
        }
        catch (Exception e) // the page lives on
        {
            LogNotSaved(Log, e, product.Id);
            _note = Failed(variant);
        }
        await ShowAsync();
    }

    private Task InsistAsync(long? variant, IReadOnlyList<long> mine) => OrderAsync(variant, Merged(mine, Order(variant)), ArrangeWords["Mine"]);

    private Task UndoAsync(long? variant, IReadOnlyList<long> before) => OrderAsync(variant, Merged(before, Order(variant)), ArrangeWords["Undone"], undoable: false);

    private async Task OrderAsync(long? variant, IReadOnlyList<long> order, string said, bool undoable = true)
    {
        var (before, product) = (Order(variant), Gallery.Product);
        _asked = null;
        if (product is null || before.SequenceEqual(order)) return;
        Gallery.Reorder(variant, order);
        _note = null;
        await ShowAsync();
        await (_saving = SaveAsync(_saving, new(product.Id, variant, before, order), said, undoable)); // in the order in which they were made
    }

    private async Task SaveAsync(Task earlier, ArrangeWish wish, string said, bool undoable)
    {
        await earlier;
        if (Gallery.Product is not { } product || product.Id != wish.Product) return;
        try
        {
            var outcome = await Orders.ArrangeAsync(wish.Product, wish.Variant, wish.Order, product.GalleryVersion, Me, CancellationToken.None);
            // The version is that of all galleries of the product: when this one is as it was, something else has changed.
            if (outcome is ArrangeOutcome.Overtaken now && now.AssetIds.SequenceEqual(wish.Before))
                outcome = await Orders.ArrangeAsync(wish.Product, wish.Variant, wish.Order, now.Version, Me, CancellationToken.None);
            if (outcome is ArrangeOutcome.Arranged arranged)
            {
                Gallery.Stands(arranged.Version);
                _note = new(wish.Variant, said, Clock.GetUtcNow() + Shown, Before: undoable ? wish.Before : null);
            }
            else
            {
                _note = outcome is ArrangeOutcome.Overtaken ? new(wish.Variant, ArrangeWords["Clash"], null, Mine: wish.Order) : Failed(wish.Variant);
                Gallery.Show(await Galleries.OpenAsync(wish.Product, CancellationToken.None));
            }
        }
        catch (Exception e) // the page lives on, with the order as it was
        {
            LogNotSaved(Log, e, wish.Product);
            Gallery.Reorder(wish.Variant, wish.Before);
            _note = Failed(wish.Variant);
        }
        await ShowAsync();
    }

    private Task ShowAsync()
    {
        StateHasChanged();
        return OnChanged.InvokeAsync();
    }

    private ArrangeNote Failed(long? variant) => new(variant, ArrangeWords["Failed"], null);

    private IReadOnlyList<long> Order(long? variant) => [.. Gallery.Product?.Pictures.Where(p => p.VariantId == variant).Select(p => p.AssetId) ?? []];

    /// <summary>What stands in the gallery now, in the order wished as far as it goes.</summary>
    private static IReadOnlyList<long> Merged(IReadOnlyList<long> wished, IReadOnlyList<long> now) => [.. wished.Where(now.Contains), .. now.Except(wished)];

    [LoggerMessage(LogLevel.Warning, "The order of product {Product} could not be saved")]
    private static partial void LogNotSaved(ILogger log, Exception e, long product);
}
