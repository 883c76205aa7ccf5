using MediaAdmin.Access;
using MediaAdmin.Catalog;

namespace MediaAdmin.Portal.Variants;

/// <summary>How the last thing that was done to pictures ended.</summary>
public enum PictureActKind { Put, There, TakenOut, Moved, Undone, Overtaken, Failed }

/// <summary>The last thing that was done to pictures: where they were put or taken out, or who stands where now.</summary>
public sealed record PictureAct(PictureActKind Kind, IReadOnlyList<GalleryPlace> Places, string FileName = "", string Variant = "", int Place = 0, int Of = 0)
{
    public bool CanBeUndone => Kind is PictureActKind.Put or PictureActKind.TakenOut;
}

/// <summary>What happens to the pictures of the board: each act is saved at once, and the last one can be taken back.</summary>
public sealed class BoardPictures(BoardState board, GalleryPlacements placements, GalleryOrder order)
{
    public PictureAct? Last { get; private set; }

    public async Task PutAsync(IReadOnlyList<long> assets, IReadOnlyList<long> variants, Actor by, CancellationToken ct)
    {
        if (assets.Count == 0 || variants.Count == 0) return;
        var outcome = await placements.PlaceAsync(board.Product!.Id, [.. variants.SelectMany(v => assets.Select(a => new GalleryPlace(a, v)))], by, ct);
        Last = outcome is not PlacementOutcome.Done done ? new(PictureActKind.Failed, []) : new(done.Places.Count > 0 ? PictureActKind.Put : PictureActKind.There, done.Places);
        if (outcome is PlacementOutcome.Done) board.Unchoose();
    }

    public async Task TakeOutAsync(long variant, long asset, Actor by, CancellationToken ct)
    {
        var outcome = await placements.RemoveAsync(board.Product!.Id, [new(asset, variant)], by, ct);
        Last = outcome is PlacementOutcome.Done done ? Named(new(PictureActKind.TakenOut, done.Places), variant, asset) : new(PictureActKind.Failed, []);
        board.PutDown();
    }

    /// <summary>Shown at once; another who arranged the same pictures meanwhile is not overridden, one who changed something else does not matter.</summary>
    public async Task MoveAsync(long variant, long asset, int place, Actor by, CancellationToken ct)
    {
        var seen = board.OwnOf(variant).Select(p => p.AssetId).ToList();
        if (board.MovePicture(variant, asset, place) is not { } wished) return;
        Last = Named(new(PictureActKind.Moved, [], Place: wished.ToList().IndexOf(asset) + 1, Of: wished.Count), variant, asset);
        while (true)
        {
            switch (await order.ArrangeAsync(board.Product!.Id, variant, wished, board.Product.GalleryVersion, by, ct))
            {
                case ArrangeOutcome.Arranged done:
                    board.Arranged(done.Version);
                    return;
                case ArrangeOutcome.Overtaken late when late.AssetIds.SequenceEqual(seen):
                    board.Arranged(late.Version);
                    break;
                case ArrangeOutcome.Overtaken:
                    Last = Named(new(PictureActKind.Overtaken, []), variant, asset);
                    return;
                default:
                    Last = new(PictureActKind.Failed, []);
                    return;
            }
        }
    }

    public async Task UndoAsync(Actor by, CancellationToken ct)
    {
        if (Last is not { CanBeUndone: true } act) return;
        var outcome = await (act.Kind == PictureActKind.Put ? placements.RemoveAsync(board.Product!.Id, act.Places, by, ct) : placements.PlaceAsync(board.Product!.Id, act.Places, by, ct));
        Last = outcome is PlacementOutcome.Done done ? act with { Kind = PictureActKind.Undone, Places = done.Places } : new(PictureActKind.Failed, []);
    }

    public void Fail() => Last = new(PictureActKind.Failed, []);

    private PictureAct Named(PictureAct act, long variant, long asset) => act with
    {
        FileName = board.Product!.Pictures.FirstOrDefault(p => p.AssetId == asset)?.FileName ?? "",
        Variant = board.Product.Variants.FirstOrDefault(v => v.Id == variant)?.Name ?? "",
    };
}
