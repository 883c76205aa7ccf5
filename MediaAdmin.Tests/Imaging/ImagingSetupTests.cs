using MediaAdmin.Imaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Tests.Imaging;

public sealed class ImagingSetupTests
{
    [Fact]
    public async Task The_limits_of_uploads_win_over_those_of_imaging()
    {
        await using var services = Services(new()
        {
            ["Imaging:MaxPixels"] = "5",
            ["Imaging:MaxFrames"] = "7",
            ["Uploads:MaxPixels"] = "1234",
            ["Uploads:KeepMetadata"] = "true",
        });

        var options = services.GetRequiredService<IOptions<ImagingOptions>>().Value;

        Assert.Equal((1234, 7, 120, true), (options.MaxPixels, options.MaxFrames, options.WallSeconds, options.KeepMetadata));
        Assert.NotNull(services.GetRequiredService<ImageTool>());
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) =>
        new ServiceCollection().AddLogging().AddImaging(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
}
