using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Imaging;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Imaging;

/// <summary>
/// libvips reads files from strangers: it is loaded in the workers alone. The first use of any type of NetVips loads it in whichever
/// process that is.
/// </summary>
[Collection(ImagingTests.Name)]
public sealed class PortalProcessTests(Studio studio)
{
    [Fact]
    public async Task A_portal_that_has_taken_in_and_served_a_picture_has_not_loaded_libvips()
    {
        await using var portal = new MediaProcess();
        await portal.StartAsync();
        var product = await portal.NewProductAsync();
        await new TusClient(portal.Admin).UploadAsync(await studio.SceneAsync(PictureType.Png), "scene.png", product);
        var shown = await Eventually.GetAsync(
            async () => (await portal.Admin.GetFromJsonAsync<ProductView>($"/api/products/{product}", MediaApp.Json))!,
            view => view.Pictures.Count == 1, "the picture");
        Assert.NotEmpty(await portal.Admin.GetByteArrayAsync(shown.Pictures[0].Thumbnail));

        Assert.False(HasLoadedLibvips(portal.Id));
    }

    [Fact]
    public async Task A_process_that_has_had_pictures_drawn_and_examined_leaves_libvips_to_its_workers()
    {
        await using var tool = Studio.NewTool(options => options.Workers = 1);
        const string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'/>";
        await tool.DrawAsync(svg, studio.NewPath(".png"), 4, 4, CancellationToken.None);
        Assert.Equal(20, (await studio.ExamineAsync(tool, Bytes.Gif(20, 10, 2))).Facts.Width);

        Assert.True(HasLoadedLibvips(Assert.Single(tool.IdleWorkers)));
        Assert.False(HasLoadedLibvips(Environment.ProcessId));
    }

    private static bool HasLoadedLibvips(int process) =>
        File.ReadAllText($"/proc/{process}/maps").Contains("libvips", StringComparison.Ordinal);
}
