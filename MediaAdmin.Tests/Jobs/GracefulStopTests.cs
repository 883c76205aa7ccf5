using System.Net.Http.Json;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Jobs;

/// <summary>Asked to stop, the portal hands back what it has in hand and ends; the next start goes on with it.</summary>
public sealed class GracefulStopTests
{
    [Fact]
    public async Task An_upload_that_is_on_its_way_to_a_slow_store_is_handed_back_and_stored_once_by_the_next_start()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        await using var portal = new MediaProcess(settings: [("Storage:Provider", "Cloudinary"), (CloudinaryUrl.Key, cloudinary.CloudinaryUrl)]);
        await portal.StartAsync();
        cloudinary.Script.Hold();
        var url = await new TusClient(portal.Admin).UploadAsync(Pictures.Png(1300), "slow.png");
        await Eventually.HoldsAsync(() => Task.FromResult(cloudinary.Requests.Any(IsUpload)), "the upload at the store");

        await portal.StopAsync();
        cloudinary.Script.LetGo();
        await portal.StartAsync();
        var stored = await Eventually.GetAsync(async () => (await portal.Admin.GetFromJsonAsync<UploadView>(url, MediaApp.Json))!, u => u.State == UploadState.Stored, "the upload in the library");
        Assert.Equal((0, null), (stored.Attempts, stored.Fault)); // nobody sees that it was begun twice
        Assert.Single(cloudinary.Requests.Where(IsUpload).Select(r => r["public_id"]).Distinct());
    }

    private static bool IsUpload(CloudinaryDoubleRequest request) => request.Path.EndsWith("/upload", StringComparison.Ordinal);
}
