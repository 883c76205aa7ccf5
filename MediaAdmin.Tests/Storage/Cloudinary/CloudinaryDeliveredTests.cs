using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>What is delivered at the addresses that the store builds.</summary>
public sealed class CloudinaryDeliveredTests
{
    [Theory]
    [InlineData(DeliveryType.Upload, false)]
    [InlineData(DeliveryType.Upload, true)]
    [InlineData(DeliveryType.Private, false)]
    [InlineData(DeliveryType.Authenticated, false)]
    public async Task Every_size_is_delivered_and_the_picture_listed_and_deleted_whatever_the_account_demands(DeliveryType type, bool isStrict)
    {
        await using var stand = await CloudinaryStand.StartAsync(o => (o.DeliveryType, o.SignUrl) = (type, isStrict));
        stand.Cloudinary.Account.StrictTransformations = isStrict;
        var stored = await stand.PutAsync("shop/it's a:b é");
        Assert.Equal(type.ToString().ToLowerInvariant(), Assert.Single(stand.Cloudinary.Account.Pictures.Values).Type);
        using var http = new HttpClient();
        foreach (var size in Enum.GetValues<PictureSize>()) Assert.Equal(5000, (await http.GetByteArrayAsync(stand.Store.Address(stored, size))).Length);
        Assert.True(await stand.Store.IsServedAsync(stored, default));
        var listed = new List<StoredObject>();
        await foreach (var found in stand.Store.ListAsync(default)) listed.Add(found);
        Assert.Equal(stored.Key, Assert.Single(listed).Key);
        Assert.Equal(2, (await stand.Store.DeleteAsync([stored.Key, "none"], default)).Count);
        Assert.False(await stand.Store.IsServedAsync(stored, default));
    }

    [Fact]
    public async Task The_sizes_are_smaller_on_both_sides_in_the_browsers_best_format_and_the_original_is_what_was_stored()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        var picture = new StoredPicture("cloudinary", "c/p/one", "1700000123.jpg");
        var base_ = $"http://{stand.Cloudinary.Authority}/demo/image/upload";
        Assert.Equal(
            [$"{base_}/c_limit,h_480,w_480/f_auto/q_auto/v1700000123/c/p/one.jpg", $"{base_}/c_limit,h_1600,w_1600/f_auto/q_auto/v1700000123/c/p/one.jpg", $"{base_}/v1700000123/c/p/one.jpg"],
            ((PictureSize[])[PictureSize.Thumbnail, PictureSize.Preview, PictureSize.Original]).Select(size => stand.Store.Address(picture, size)));
        Assert.Equal($"http://{stand.Cloudinary.Authority}", stand.Store.Origin);
    }

    [Theory]
    [InlineData(401, StorageFault.AccessDenied)]
    [InlineData(400, StorageFault.Refused)]
    [InlineData(500, StorageFault.Unavailable)]
    [InlineData(429, StorageFault.RateLimited)]
    public async Task What_is_neither_there_nor_gone_is_a_fault_with_the_words_of_the_delivery(int status, StorageFault fault)
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.Retries = 1);
        var stored = await stand.PutAsync("c/p/one");
        stand.Cloudinary.Script.Play(new() { Status = status, Body = "", Headers = new Dictionary<string, string> { ["X-Cld-Error"] = "deny or ACL failure" } }, times: 9);
        var served = await Assert.ThrowsAsync<StorageException>(() => stand.Store.IsServedAsync(stored, default));
        Assert.Equal(fault, served.Fault);
        Assert.Contains("(deny or ACL failure)", served.Message);
        Assert.Equal(fault, (await Assert.ThrowsAsync<StorageException>(() => stand.Store.OpenAsync(stored, default))).Fault);
    }

    [Fact]
    public async Task What_is_still_being_made_is_asked_for_again()
    {
        await using var stand = await CloudinaryStand.StartAsync();
        var stored = await stand.PutAsync("c/p/one");
        stand.Cloudinary.Script.Play(new() { Status = 423, Body = "" }, times: 2, on: "HEAD");
        Assert.True(await stand.Store.IsServedAsync(stored, default));
    }

    [Fact]
    public async Task Deliveries_that_fail_do_not_keep_uploads_back()
    {
        await using var stand = await CloudinaryStand.StartAsync(o => o.Retries = 9);
        var stored = await stand.PutAsync("c/p/one");
        stand.Cloudinary.Script.Play(new() { Status = 503, Body = "" }, times: 99, on: "HEAD");
        await Assert.ThrowsAsync<StorageException>(() => stand.Store.IsServedAsync(stored, default));
        Assert.NotNull((await Assert.ThrowsAsync<StorageException>(() => stand.Store.IsServedAsync(stored, default))).RetryAfter);
        await stand.PutAsync("c/p/two");
    }
}
