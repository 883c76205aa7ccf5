using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Setup;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>The whole portal on Cloudinary, set up by the two settings that an administrator gives.</summary>
public sealed class CloudinaryPortalTests : IAsyncLifetime
{
    private CloudinaryDouble Cloudinary { get; set; } = null!;
    private MediaApp App { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Cloudinary = await CloudinaryDouble.StartAsync();
        App = new(new Dictionary<string, string> { ["Storage:Provider"] = "Cloudinary", [CloudinaryUrl.Key] = Cloudinary.CloudinaryUrl });
    }

    [Fact]
    public async Task An_upload_ends_at_Cloudinary_under_a_folder_of_its_client_and_product_and_is_seen_from_there()
    {
        var bytes = Pictures.Png(61);
        var url = await new TusClient(App.Admin).UploadAsync(bytes, "lamp.png", await App.NewProductAsync());
        var stored = await App.UntilAsync(url, UploadState.Stored);
        var asset = (await App.Admin.GetFromJsonAsync<AssetView>($"/api/assets/{stored.AssetId}", MediaApp.Json))!;

        var kept = Assert.Single(Cloudinary.Account.Pictures.Values);
        Assert.Matches($"^C[0-9a-f]{{10}}/C[0-9a-f]{{10}}-1/{Journey.Id(url):N}$", kept.PublicId);
        Assert.Equal(["mediaadmin"], kept.Tags);
        Assert.Equal($"http://{Cloudinary.Authority}/demo/image/upload/v{kept.Version}/{kept.PublicId}.png", asset.Original);
        using var http = new HttpClient();
        Assert.Equal(bytes, await http.GetByteArrayAsync(asset.Original));
        using var thumbnail = await http.GetAsync(asset.Thumbnail);
        Assert.Equal(["c_limit,h_480,w_480/f_auto/q_auto"], thumbnail.Headers.GetValues("X-Double-Derived"));
        using var preview = await http.GetAsync(asset.Preview);
        Assert.Equal(["c_limit,h_1600,w_1600/f_auto/q_auto"], preview.Headers.GetValues("X-Double-Derived"));
    }

    [Fact]
    public async Task Pages_may_show_pictures_from_there_and_load_nothing_else_from_there()
    {
        using var answer = await App.Admin.GetAsync("/products");
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy")).Split("; ");
        Assert.Equal($"img-src 'self' http://{Cloudinary.Authority} blob: data:", Assert.Single(policy, p => p.Contains(Cloudinary.Authority)));
    }

    [Fact]
    public async Task The_self_check_stores_reads_and_deletes_one_small_picture()
    {
        var store = (await App.Get<SelfChecks>().RunAsync(null, default)).Single(c => c.Subject == CheckSubject.Store);
        Assert.True(store.IsGood, store.Fact);
        Assert.Equal((CloudinaryStore.StoreName, 0), (store.Fact, Cloudinary.Account.Pictures.Count));
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Cloudinary.DisposeAsync();
    }
}
