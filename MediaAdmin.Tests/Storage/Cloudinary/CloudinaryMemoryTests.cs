using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>What is measured is the allocation of the whole process, the double's included.</summary>
[Collection(Alone.Name)]
public sealed class CloudinaryMemoryTests
{
    [Theory]
    [InlineData(20_000_000)]
    [InlineData(99_000_000)]
    public async Task A_file_of_200_MB_is_never_in_memory(int chunkBytes)
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.ChunkBytes = chunkBytes);
        var picture = stand.Picture("c/p/huge", bytes: 200_000_000);
        await stand.PutAsync("c/p/first");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await stand.Store.PutAsync(picture, new Progress<long>(), default);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(200_000_000, stand.Cloudinary.Account.Pictures[("upload", "c/p/huge")].Bytes);
        Assert.InRange(allocated, 0, 8_000_000);
    }
}
