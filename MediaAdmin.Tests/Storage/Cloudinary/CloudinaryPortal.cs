using MediaAdmin.Catalog;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>A portal on an account of the double, patient enough for tests and no more.</summary>
public sealed class CloudinaryPortal : IAsyncDisposable
{
    private readonly bool _ownsAccount;

    private CloudinaryPortal(CloudinaryDouble cloudinary, MediaApp app, bool ownsAccount) => (Cloudinary, App, _ownsAccount) = (cloudinary, app, ownsAccount);

    public CloudinaryDouble Cloudinary { get; }
    public MediaApp App { get; }

    /// <param name="account">An account that outlives this portal, for tests that start it again on <paramref name="dataDirectory"/>.</param>
    public static async Task<CloudinaryPortal> StartAsync(
        TestDatabase database = TestDatabase.Sqlite, IReadOnlyDictionary<string, string>? settings = null, CloudinaryDouble? account = null, string? dataDirectory = null, TimeProvider? clock = null)
    {
        var cloudinary = account ?? await CloudinaryDouble.StartAsync();
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["Storage:Provider"] = "Cloudinary",
            [CloudinaryUrl.Key] = cloudinary.CloudinaryUrl,
            ["Cloudinary:FirstRetry"] = "00:00:00.0050000",
            ["Cloudinary:Pause"] = "00:00:00.5000000",
            ["Describing:FirstRetry"] = "00:00:00.1000000",
            ["Describing:SweepEvery"] = "00:00:01",
        };
        return new(cloudinary, new(all, clock is null ? null : s => s.AddSingleton(clock), dataDirectory, database), account is null);
    }

    /// <summary>Pictures that the account has and the library knows, at the end of a gallery; their ids in order.</summary>
    public async Task<long[]> ShelveAsync(long? product, int count)
    {
        var kept = Enumerable.Range(1, count).Select(n => Keep($"shelf/{Guid.NewGuid():N}")).ToList();
        await using var db = await App.DbAsync();
        var client = await db.Set<Product>().Where(p => p.Id == product).Select(p => (long?)p.ClientId).FirstOrDefaultAsync();
        var assets = kept.Select((k, n) => Asset.Create(client, $"shelf-{n + 1:000}.png",
            new("image/png", k.Bytes, k.Width, k.Height, Journey.Sha256(Guid.NewGuid().ToByteArray()), CloudinaryStore.StoreName, k.PublicId, $"{k.Version}.png"), "user:1", DateTimeOffset.UtcNow)).ToList();
        db.AddRange(assets);
        await db.SaveChangesAsync();
        if (product is not null) await App.PlaceAsync(product.Value, null, [.. assets.Select(a => a.Id)]);
        return [.. assets.Select(a => a.Id)];
    }

    /// <summary>A picture that is in the account, however it came there.</summary>
    public CloudinaryDoublePicture Keep(string publicId, Func<CloudinaryDoublePicture, CloudinaryDoublePicture>? change = null)
    {
        var file = Path.Combine(Cloudinary.Account.Folder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(file, Pictures.Png(publicId.Length));
        var kept = Cloudinary.Account.Keep(file, publicId, "upload") with { Tags = ["mediaadmin"] };
        return Cloudinary.Account.Pictures[("upload", publicId)] = change?.Invoke(kept) ?? kept;
    }

    /// <summary>What the account keeps of this picture of the library.</summary>
    public async Task<CloudinaryDoublePicture> KeptAsync(long asset) => Cloudinary.Account.Pictures[("upload", Assert.Single(await App.KeysAsync(asset)))];

    public IReadOnlyList<CloudinaryDoubleRequest> Asked(string methodAndPath) =>
        [.. Cloudinary.Requests.Where(r => $"{r.Method} {r.Path}".StartsWith(methodAndPath.Replace(" /", $" /v1_1/{CloudinaryDouble.Cloud}/"), StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (_ownsAccount) await Cloudinary.DisposeAsync();
    }
}
