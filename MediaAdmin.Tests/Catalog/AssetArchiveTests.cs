using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Many originals as one ZIP.</summary>
public sealed class AssetArchiveTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Chosen_pictures_come_each_with_its_bytes_and_those_of_the_same_name_are_told_apart(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = (long[])[.. await app.ShelveAsync(null, 2), .. await app.ShelveAsync(null, 1)];
        using var archive = await DownloadAsync(app.Admin, new { assetIds = ids });
        Assert.Equal(["shelf-001 (2).png", "shelf-001.png", "shelf-002.png"], archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        var original = await app.Admin.GetByteArrayAsync((await app.Get<AssetList>().FindAsync(ids[0], CancellationToken.None))!.Original);
        foreach (var entry in archive.Entries) Assert.Equal(original, await BytesAsync(entry)); // all pictures of the shelf have the same bytes
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task All_that_match_come_but_for_some_and_a_viewer_may_have_them(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 3);
        using var viewer = app.Client(await app.NewKeyAsync(Role.Viewer));
        using var archive = await DownloadAsync(viewer, new { filter = new { product }, assetIds = new[] { ids[1] } });
        Assert.Equal(["shelf-001.png", "shelf-003.png"], archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_file_that_the_store_has_lost_is_named_and_the_others_come(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = await app.ShelveAsync(null, 2);
        Directory.Delete(Path.Combine(app.Data, "store", (await app.KeysAsync(ids[0]))[0]), recursive: true);
        using var archive = await DownloadAsync(app.Admin, new { assetIds = ids });
        Assert.Equal(["missing.txt", "shelf-002.png"], archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        Assert.Equal("shelf-001.png\n", Encoding.UTF8.GetString(await BytesAsync(archive.GetEntry("missing.txt")!)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Whoever_chooses_nothing_is_told_and_a_form_from_elsewhere_is_refused(TestDatabase database)
    {
        var app = apps.On(database);
        foreach (var nothing in (object[])[new { }, new { assetIds = Array.Empty<long>() }])
            Assert.Equal(HttpStatusCode.BadRequest, (await app.Admin.PostAsJsonAsync(AssetBulkApi.ArchiveAddress, nothing)).StatusCode);
        using var form = new FormUrlEncodedContent([new(AssetBulkApi.FormField, "{\"assetIds\":[1]}")]);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Admin.PostAsync(AssetBulkApi.ArchiveAddress, form)).StatusCode);
    }

    private static async Task<ZipArchive> DownloadAsync(HttpClient http, object choice)
    {
        using var answer = await http.PostAsJsonAsync(AssetBulkApi.ArchiveAddress, choice);
        answer.EnsureSuccessStatusCode();
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        return new(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
    }

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry)
    {
        await using var packed = await entry.OpenAsync();
        using var bytes = new MemoryStream();
        await packed.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
