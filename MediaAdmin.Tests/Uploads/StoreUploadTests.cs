using System.Net.Http.Json;
using System.Security.Cryptography;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

public sealed class StoreUploadTests
{
    [Fact]
    public async Task An_uploaded_picture_ends_up_in_the_gallery_with_the_bytes_that_were_sent()
    {
        await using var app = new MediaApp();
        var product = await app.NewProductAsync();
        var bytes = Pictures.Png(1);

        await new TusClient(app.Admin).UploadAsync(bytes, "front.png", product);

        var picture = (await GalleryAsync(app, product, 1)).Single();
        Assert.Equal(("front.png", "image/png", 64, 64), (picture.FileName, picture.ContentType, picture.Width, picture.Height));
        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(await app.Admin.GetByteArrayAsync(picture.Original)));
    }

    [Fact]
    public async Task Pictures_stand_in_the_order_in_which_they_were_dropped_whatever_finishes_first()
    {
        await using var app = new MediaApp();
        var product = await app.NewProductAsync();
        var files = Enumerable.Range(1, 5).Select(i => (Name: $"{i}.png", Bytes: Pictures.Png(i))).ToList();
        var announced = await app.Admin.PostAsJsonAsync("/api/uploads/batches", new { product, files = files.Select(f => new { name = f.Name, size = f.Bytes.Length }) });
        var batch = (await announced.Content.ReadFromJsonAsync<ExpectedBatch>(MediaApp.Json))!;
        var tus = new TusClient(app.Admin);

        foreach (var i in (int[])[4, 2, 0, 3, 1])
        {
            using var answer = await tus.PatchAsync(batch.Uploads[i].Url, files[i].Bytes, 0);
            Assert.True(answer.IsSuccessStatusCode);
        }

        Assert.Equal(["1.png", "2.png", "3.png", "4.png", "5.png"], (await GalleryAsync(app, product, 5)).Select(p => p.FileName));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Files_wanted_between_pictures_come_to_their_places_whatever_finishes_first(int first, int second)
    {
        await using var app = new MediaApp();
        var product = await app.NewProductAsync();
        await app.ShelveAsync(product, 3);
        var files = new[] { (Name: "second.png", Position: 2, Bytes: Pictures.Png(1)), (Name: "fourth.png", Position: 4, Bytes: Pictures.Png(2)) };
        var batch = await app.Admin.ExpectAsync(new { product, files = files.Select(f => new { name = f.Name, size = f.Bytes.Length, position = f.Position }) });
        var tus = new TusClient(app.Admin);
        foreach (var (n, i) in new[] { first, second }.Index())
        {
            using var answer = await tus.PatchAsync(batch.Uploads[i].Url, files[i].Bytes, 0);
            await GalleryAsync(app, product, 4 + n);
        }
        Assert.Equal(["shelf-001.png", "second.png", "shelf-002.png", "fourth.png", "shelf-003.png"], (await GalleryAsync(app, product, 5)).Select(p => p.FileName));
    }

    private static Task<IReadOnlyList<GalleryPicture>> GalleryAsync(MediaApp app, long product, int expected) => Eventually.GetAsync(
        async () => (await app.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!.Pictures, pictures => pictures.Count == expected, $"{expected} pictures in the gallery");
}
