using MediaAdmin.Storage;

namespace MediaAdmin.Tests.Storage.Cloudinary;

public sealed class CloudinaryStoreTests : MediaStoreContract, IAsyncLifetime
{
    private CloudinaryStand _stand = null!;

    protected override IMediaStore Store => _stand.Store;

    public async Task InitializeAsync() => _stand = await CloudinaryStand.StartAsync();

    public async Task DisposeAsync()
    {
        await _stand.DisposeAsync();
        Directory.Delete(Outbox, recursive: true);
    }
}
