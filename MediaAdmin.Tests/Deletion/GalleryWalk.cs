using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using GalleryKey = (long Product, long? Variant);

namespace MediaAdmin.Tests.Deletion;

public enum Move { Add, Insert, Share, Delete, DeleteProduct, UndoAct, UndoPictures, Reorder, Purge }

/// <summary>What is done next; to what is decided by the seed, out of what is there by then.</summary>
public sealed record Deed(Move Move, int Seed);

/// <summary>Does the same things to two products with a variant each in the portal and in the model, and compares the two after every deed.</summary>
sealed class GalleryWalk(QueueBench bench)
{
    private readonly GalleryModel _model = new();
    private readonly List<Guid> _acts = [];

    public async Task RunAsync(IEnumerable<Deed> deeds)
    {
        await OpenProductsAsync();
        foreach (var gallery in _model.Galleries) await AddAsync(gallery, 3);
        foreach (var picture in _model.Pictures.Where(p => p % 2 == 0))
            foreach (var gallery in _model.Galleries) await ShareAsync(gallery, picture);
        foreach (var deed in deeds)
        {
            var before = await ShownAsync();
            await DoAsync(deed.Move, new Random(deed.Seed));
            await CompareAsync(before);
        }
    }

    private Task DoAsync(Move move, Random random) => move switch
    {
        Move.Add => AddAsync(Gallery(random), random.Next(1, 4)),
        Move.Insert => InsertAsync(Gallery(random), random.Next(1, 6)),
        Move.Share => ShareAsync(Gallery(random), Some(_model.LivePictures, random).FirstOrDefault()),
        Move.Delete => DeleteAsync(Some(_model.Pictures, random)),
        Move.DeleteProduct => DeleteProductAsync(Some(_model.Products.Where(p => !_model.IsTrashed(p)), random).FirstOrDefault()),
        Move.UndoAct => UndoAsync(Some(_acts, random).FirstOrDefault()),
        Move.UndoPictures => UndoAsync(Some(_model.Pictures, random)),
        Move.Reorder => ReorderAsync(Gallery(random), random),
        _ => PurgeAsync(),
    };

    private async Task AddAsync(GalleryKey? gallery, int count)
    {
        if (gallery is not { } to) return;
        foreach (var id in await bench.App.ShelveAsync(to.Product, count, to.Variant)) _model.Place(to, id);
        await RaiseAsync(to.Product);
    }

    private async Task InsertAsync(GalleryKey? gallery, int place)
    {
        if (gallery is not { } to) return;
        var id = (await bench.App.ShelveAsync(null, 1)).Single();
        await PlaceAsync(to, id, place);
    }

    private Task ShareAsync(GalleryKey? gallery, long picture) => gallery is { } to && picture != 0 ? PlaceAsync(to, picture, null) : Task.CompletedTask;

    private async Task PlaceAsync(GalleryKey to, long picture, int? place)
    {
        await using var db = await bench.App.DbAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Galleries.PlaceAsync(db, picture, to.Product, to.Variant, place, Actor.Portal, DateTimeOffset.UtcNow, default);
        await transaction.CommitAsync();
        _model.Place(to, picture, place);
    }

    private async Task DeleteAsync(long[] pictures)
    {
        var trashed = await bench.Trash.PutAsync(new DeletionTarget.Assets(pictures), Actor.Portal, default);
        _acts.Add(trashed.Operation);
        Assert.Equal(_model.Delete(pictures, trashed.Operation), trashed.Removed);
    }

    private async Task DeleteProductAsync(long product)
    {
        if (product == 0) return;
        var trashed = await bench.Trash.PutAsync(new DeletionTarget.OfProduct(product), Actor.Portal, default);
        _acts.Add(trashed.Operation);
        Assert.Equal(_model.DeleteProduct(product, trashed.Operation), trashed.Removed);
    }

    private async Task UndoAsync(Guid act)
    {
        var restored = await bench.Trash.RestoreAsync(act, Actor.Portal, default);
        Assert.Equal(_model.Undo(act), (restored.Back, restored.Products));
    }

    private async Task UndoAsync(long[] pictures) => Assert.Equal(_model.Undo(pictures), (await bench.Trash.RestoreAsync(pictures, Actor.Portal, default)).Back);

    /// <summary>As every reorder must: the shown pictures change places among themselves, what is in the trash keeps its own.</summary>
    private async Task ReorderAsync(GalleryKey? gallery, Random random)
    {
        if (gallery is not { } key) return;
        await using var db = await bench.App.DbAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Set<Product>().Where(p => p.Id == key.Product).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1));
        var shown = await db.Set<Placement>().AsNoTracking().Where(l => l.ProductId == key.Product && l.VariantId == key.Variant).OrderBy(l => l.Position).ToListAsync();
        var order = shown.OrderBy(_ => random.Next()).ToList();
        foreach (var (id, position) in order.Zip(shown, (to, from) => (to.Id, from.Position)))
            await db.Set<Placement>().Where(l => l.Id == id).ExecuteUpdateAsync(l => l.SetProperty(x => x.Position, position));
        await transaction.CommitAsync();
        _model.Reorder(key, [.. order.Select(l => l.AssetId)]);
    }

    private async Task PurgeAsync()
    {
        bench.Clock.PutForward(QueueBench.UndoWindow);
        await bench.PurgeNowAsync();
        _model.Purge();
        await OpenProductsAsync();
    }

    private async Task CompareAsync(Dictionary<long, Seen> before)
    {
        await using var db = await bench.App.DbAsync();
        var live = await db.Set<Asset>().Where(a => _model.Pictures.Contains(a.Id)).Select(a => a.Id).ToListAsync();
        Assert.Equal(_model.LivePictures.Order(), live.Order());
        foreach (var (product, now) in await ShownAsync())
        {
            foreach (var gallery in _model.Galleries.Where(g => g.Product == product)) Assert.Equal(_model.Shown(gallery), now.Galleries[gallery.Variant ?? 0]);
            if (!before.TryGetValue(product, out var then) || then.Galleries.All(g => g.Value.SequenceEqual(now.Galleries[g.Key]))) continue;
            Assert.True(now.Version > then.Version, $"The gallery changed and its version did not: {then.Version}, {now.Version}");
        }
        foreach (var places in (await db.Set<Placement>().IgnoreQueryFilters().Where(l => _model.Products.Contains(l.ProductId)).ToListAsync()).GroupBy(l => (l.ProductId, l.VariantId)))
            Assert.Equal(places.Count(), places.Select(l => l.Position).Distinct().Count());
    }

    /// <summary>Galleries of the products that are there, as people see them: places without gaps, and the list of products agrees about number and main picture.</summary>
    private async Task<Dictionary<long, Seen>> ShownAsync()
    {
        var seen = new Dictionary<long, Seen>();
        foreach (var product in _model.Products)
        {
            var view = await bench.App.Get<Galleries>().OpenAsync(product, default);
            Assert.Equal(_model.IsTrashed(product), view is null);
            if (view is null) continue;
            var galleries = view.Variants.Select(v => (long?)v.Id).Prepend(null).ToDictionary(v => v ?? 0, v => view.Pictures.Where(p => p.VariantId == v).ToList());
            foreach (var gallery in galleries.Values) Assert.Equal(Enumerable.Range(1, gallery.Count), gallery.Select(p => p.Position));
            var row = (await bench.App.Get<ProductList>().FindAsync(new(Client: view.Client), default)).Items.Single();
            Assert.Equal((galleries[0].Count, galleries[0].FirstOrDefault()?.Thumbnail), (row.Pictures, row.Thumbnail));
            seen[product] = new(view.GalleryVersion, galleries.ToDictionary(g => g.Key, g => g.Value.Select(p => p.AssetId).ToArray()));
        }
        return seen;
    }

    private async Task OpenProductsAsync()
    {
        while (_model.Products.Count() < 2)
        {
            var (product, variant) = await bench.ProductWithVariantAsync();
            _model.Open((product, null));
            _model.Open((product, variant));
        }
    }

    /// <summary>What the product's editor would have done, had the pictures not been put there by hand.</summary>
    private async Task RaiseAsync(long product)
    {
        await using var db = await bench.App.DbAsync();
        await db.Set<Product>().Where(p => p.Id == product).ExecuteUpdateAsync(p => p.SetProperty(x => x.GalleryVersion, x => x.GalleryVersion + 1));
    }

    private GalleryKey? Gallery(Random random) => Some(_model.Galleries.Where(g => !_model.IsTrashed(g.Product)).Select(g => (GalleryKey?)g), random).FirstOrDefault();

    private static T[] Some<T>(IEnumerable<T> from, Random random)
    {
        var all = from.ToArray();
        random.Shuffle(all);
        return all[..Math.Min(all.Length, random.Next(1, 5))];
    }

    private sealed record Seen(int Version, Dictionary<long, long[]> Galleries);
}
