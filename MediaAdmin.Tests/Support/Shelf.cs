using MediaAdmin.Catalog;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Support;

/// <summary>Pictures that are in the library already, with their files in the local store: for tests that are not about how they came there.</summary>
public static class Shelf
{
    private static readonly byte[] Picture = Pictures.Png(1);

    /// <summary>So many new pictures at the end of a gallery; their ids in order. The files are written without the care that the real store takes.</summary>
    public static Task<long[]> ShelveAsync(this MediaApp app, long? product, int count, long? variant = null) => app.ShelveAsync(product, count, variant, file => file);

    /// <summary>The same, and they all are the same picture: with these bytes, as far as their hash says.</summary>
    public static Task<long[]> ShelveSameAsync(this MediaApp app, long? product, string sha256, int count) => app.ShelveAsync(product, count, null, file => file with { Sha256 = sha256 });

    /// <summary>The same, and what is known of each file is as wished.</summary>
    public static async Task<long[]> ShelveAsync(this MediaApp app, long? product, int count, long? variant, Func<AssetFile, AssetFile> facts)
    {
        await using var db = await app.DbAsync();
        var client = await db.Set<Product>().Where(p => p.Id == product).Select(p => (long?)p.ClientId).FirstOrDefaultAsync();
        var assets = Enumerable.Range(1, count).Select(n => Asset.Create(client, $"shelf-{n:000}.png", facts(app.StoreFile()), "user:1", DateTimeOffset.UtcNow)).ToList();
        db.AddRange(assets);
        await db.SaveChangesAsync();
        if (product is not null) await app.PlaceAsync(product.Value, variant, [.. assets.Select(a => a.Id)]);
        return [.. assets.Select(a => a.Id)];
    }

    /// <summary>Puts pictures that are there at the end of one more gallery.</summary>
    public static async Task PlaceAsync(this MediaApp app, long product, long? variant, params long[] assets)
    {
        await using var db = await app.DbAsync();
        var last = await db.Set<Placement>().IgnoreQueryFilters().Where(l => l.ProductId == product && l.VariantId == variant).MaxAsync(l => (int?)l.Position) ?? 0;
        db.AddRange(assets.Select((id, n) => new Placement(id, product, variant, last + 1 + n)));
        await db.SaveChangesAsync();
    }

    /// <summary>The pictures of a gallery in order, as programs read them; places count from 1 without gaps.</summary>
    public static async Task<long[]> OrderAsync(this MediaApp app, long product, long? variant = null)
    {
        var pictures = (await app.Get<Galleries>().OpenAsync(product, CancellationToken.None))!.Pictures.Where(p => p.VariantId == variant).ToList();
        Assert.Equal(Enumerable.Range(1, pictures.Count), pictures.Select(p => p.Position));
        return [.. pictures.Select(p => p.AssetId)];
    }

    /// <summary>The store keys of these pictures, in the trash or not.</summary>
    public static async Task<string[]> KeysAsync(this MediaApp app, params long[] assets)
    {
        await using var db = await app.DbAsync();
        return await db.Set<Asset>().IgnoreQueryFilters().Where(a => assets.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.StoreKey).ToArrayAsync();
    }

    /// <summary>Whether the local store has a picture under this key.</summary>
    public static bool StoreHas(this MediaApp app, string key) => Directory.Exists(Path.Combine(app.Data, "store", key));

    private static AssetFile StoreFile(this MediaApp app)
    {
        var (key, version, bytes) = ($"shelf/{Guid.NewGuid():N}", "0123456789abcdef.png", Picture);
        var folder = Directory.CreateDirectory(Path.Combine(app.Data, "store", key, version)).FullName;
        foreach (var name in (string[])["original.png", "thumbnail.webp", "preview.webp"]) File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return new("image/png", bytes.Length, 1, 1, Journey.Sha256(Guid.NewGuid().ToByteArray()), "local", key, version);
    }
}
