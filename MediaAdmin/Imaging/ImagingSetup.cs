namespace MediaAdmin.Imaging;

/// <summary>Registers <see cref="ImageTool"/>.</summary>
public static class ImagingSetup
{
    /// <summary>Reads section "Imaging"; Uploads:MaxPixels and Uploads:KeepMetadata win over its keys of the same name.</summary>
    public static IServiceCollection AddImaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ImagingOptions>()
            .Bind(configuration.GetSection("Imaging"))
            .Configure(options =>
            {
                var uploads = configuration.GetSection("Uploads");
                options.MaxPixels = uploads.GetValue(nameof(ImagingOptions.MaxPixels), options.MaxPixels);
                options.KeepMetadata = uploads.GetValue(nameof(ImagingOptions.KeepMetadata), options.KeepMetadata);
            });
        return services.AddSingleton<ImageTool>();
    }
}
