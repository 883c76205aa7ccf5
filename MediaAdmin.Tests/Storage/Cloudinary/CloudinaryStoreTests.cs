using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Storage.Cloudinary;

public sealed class CloudinaryStoreTests : MediaStoreContract, IAsyncLifetime
{
    private CloudinaryStand _stand = null!;

    protected override IMediaStore Store => _stand.Store;

    public async Task InitializeAsync() => _stand = await CloudinaryStand.StartAsync();

    [Fact]
    public async Task Only_the_original_travels()
    {
        await Store.PutAsync(Outgoing("c/p/one", Pictures.Png(31)), new Progress<long>(), default);
        Assert.Equal("c/p/one", Assert.Single(_stand.Cloudinary.Requests)["public_id"]);
    }

    public async Task DisposeAsync()
    {
        await _stand.DisposeAsync();
        Directory.Delete(Outbox, recursive: true);
    }
}
