using System.Security.Cryptography;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Storage;

/// <summary>What every store must keep to, whoever provides it. A provider's tests inherit this and say how the store is made.</summary>
public abstract class MediaStoreContract
{
    private static readonly IProgress<long> Nobody = new Progress<long>();

    protected abstract IMediaStore Store { get; }

    /// <summary>A folder for the files on their way to the store.</summary>
    protected string Outbox { get; } = Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;

    [Fact]
    public async Task What_is_put_can_be_opened_again()
    {
        var bytes = Pictures.Png(1);
        var stored = await Store.PutAsync(Outgoing("c/p/one", bytes), Nobody, default);
        Assert.Equal((Store.Name, "c/p/one"), (stored.Store, stored.Key));
        Assert.Equal(bytes, await ReadAsync(stored));
    }

    [Fact]
    public async Task Progress_grows_to_the_whole_length()
    {
        var bytes = Pictures.Png(2, bytes: 3_000_000);
        var told = new List<long>();
        await Store.PutAsync(Outgoing("c/p/two", bytes), new Told(told), default);
        Assert.Equal(told.Order(), told);
        Assert.Equal(bytes.Length, told[^1]);
    }

    [Fact]
    public async Task Putting_twice_does_no_harm()
    {
        var bytes = Pictures.Png(3);
        var first = await Store.PutAsync(Outgoing("c/p/three", bytes), Nobody, default);
        var second = await Store.PutAsync(Outgoing("c/p/three", bytes), Nobody, default);
        Assert.Equal(bytes, await ReadAsync(first));
        Assert.Equal(bytes, await ReadAsync(second));
    }

    [Fact]
    public async Task Putting_the_same_key_at_once_does_no_harm()
    {
        var bytes = Pictures.Png(4);
        var stored = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Store.PutAsync(Outgoing("c/p/four", bytes), Nobody, default)));
        Assert.Equal(bytes, await ReadAsync(stored[0]));
    }

    [Fact]
    public async Task Two_keys_with_the_same_bytes_are_two_pictures()
    {
        var bytes = Pictures.Png(5);
        var first = await Store.PutAsync(Outgoing("c/p/five", bytes), Nobody, default);
        var second = await Store.PutAsync(Outgoing("c/p/six", bytes), Nobody, default);
        await Store.DeleteAsync(first.Key, default);
        Assert.Equal(bytes, await ReadAsync(second));
    }

    [Fact]
    public async Task What_was_never_put_opens_as_nothing() =>
        Assert.Null(await Store.OpenAsync(new(Store.Name, "c/p/never", "0123456789abcdef.png"), default));

    [Fact]
    public async Task What_is_deleted_is_gone_with_all_its_sizes()
    {
        var stored = await Store.PutAsync(Outgoing("c/p/seven", Pictures.Png(7)), Nobody, default);
        Assert.Equal(DeleteResult.Deleted, await Store.DeleteAsync(stored.Key, default));
        Assert.Null(await Store.OpenAsync(stored, default));
    }

    [Fact]
    public async Task Deleting_twice_finds_it_gone()
    {
        var stored = await Store.PutAsync(Outgoing("c/p/eight", Pictures.Png(8)), Nobody, default);
        await Store.DeleteAsync(stored.Key, default);
        Assert.Equal(DeleteResult.AlreadyGone, await Store.DeleteAsync(stored.Key, default));
        Assert.Equal(DeleteResult.AlreadyGone, await Store.DeleteAsync("c/p/never", default));
    }

    [Fact]
    public async Task Many_keys_are_deleted_in_one_call_and_each_is_answered_for()
    {
        await Store.PutAsync(Outgoing("c/p/bulk-1", Pictures.Png(21)), Nobody, default);
        await Store.PutAsync(Outgoing("c/p/bulk-2", Pictures.Png(22)), Nobody, default);
        var outcomes = await Store.DeleteAsync(["c/p/bulk-1", "c/p/bulk-2", "c/p/bulk-never"], default);
        Assert.Equal(DeleteOutcome.Deleted, outcomes["c/p/bulk-1"]);
        Assert.Equal(DeleteOutcome.Deleted, outcomes["c/p/bulk-2"]);
        Assert.Equal(DeleteOutcome.AlreadyGone, outcomes["c/p/bulk-never"]);
    }

    [Fact]
    public async Task A_picture_is_served_from_when_it_is_put_until_it_is_deleted()
    {
        var stored = await Store.PutAsync(Outgoing("c/p/served", Pictures.Png(23)), Nobody, default);
        Assert.True(await Store.IsServedAsync(stored, default));
        await Store.DeleteAsync(stored.Key, default);
        Assert.False(await Store.IsServedAsync(stored, default));
    }

    [Fact]
    public async Task The_list_has_every_picture_once_with_at_least_the_bytes_of_its_original()
    {
        var bytes = Pictures.Png(24);
        await Store.PutAsync(Outgoing("c/list/one", bytes), Nobody, default);
        await Store.PutAsync(Outgoing("d/two", bytes), Nobody, default);
        var listed = new List<StoredObject>();
        await foreach (var found in Store.ListAsync(default)) listed.Add(found);
        Assert.Single(listed, o => o.Key == "c/list/one");
        Assert.InRange(Assert.Single(listed, o => o.Key == "d/two").Bytes, bytes.Length, bytes.Length + 1_000_000);
    }

    [Fact]
    public async Task A_deleted_key_can_be_put_again()
    {
        var bytes = Pictures.Png(9);
        await Store.PutAsync(Outgoing("c/p/nine", bytes), Nobody, default);
        await Store.DeleteAsync("c/p/nine", default);
        Assert.Equal(bytes, await ReadAsync(await Store.PutAsync(Outgoing("c/p/nine", bytes), Nobody, default)));
    }

    [Fact]
    public async Task An_address_stays_the_same_for_the_same_picture_and_differs_by_size_and_content()
    {
        var stored = await Store.PutAsync(Outgoing("c/p/ten", Pictures.Png(10)), Nobody, default);
        var again = await Store.PutAsync(Outgoing("c/p/ten", Pictures.Png(10)), Nobody, default);
        var other = await Store.PutAsync(Outgoing("c/p/ten", Pictures.Png(11)), Nobody, default);
        var sizes = Enum.GetValues<PictureSize>();
        Assert.Equal(sizes.Select(s => Store.Address(stored, s)), sizes.Select(s => Store.Address(again, s)));
        Assert.Equal(6, sizes.SelectMany(s => (string[])[Store.Address(stored, s), Store.Address(other, s)]).Distinct().Count());
    }

    /// <summary>A picture on its way, with both renditions.</summary>
    protected OutgoingPicture Outgoing(string key, byte[] bytes, string type = "image/png")
    {
        OutgoingFile File(byte[] content, string contentType)
        {
            var path = Path.Combine(Outbox, Guid.NewGuid().ToString("N"));
            System.IO.File.WriteAllBytes(path, content);
            return new(path, content.Length, contentType);
        }
        return new(key, Convert.ToHexStringLower(SHA256.HashData(bytes)), File(bytes, type), new Dictionary<PictureSize, OutgoingFile>
        {
            [PictureSize.Thumbnail] = File(Journey.Bytes(100), "image/webp"),
            [PictureSize.Preview] = File(Journey.Bytes(200), "image/webp"),
        });
    }

    private async Task<byte[]> ReadAsync(StoredPicture picture)
    {
        await using var stream = await Store.OpenAsync(picture, default);
        Assert.NotNull(stream);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        return read.ToArray();
    }

    private sealed class Told(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }
}
