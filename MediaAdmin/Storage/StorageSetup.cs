using System.Diagnostics;
using MediaAdmin.Data;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Storage.Local;

namespace MediaAdmin.Storage;

public enum StorageProvider { Local, Cloudinary }

public static class StorageSetup
{
    /// <summary>The store that <c>Storage:Provider</c> names.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => LocalStore.Open(Path.Combine(DataDirectory.Read(configuration), "store")));
        return configuration.GetValue("Storage:Provider", StorageProvider.Local) switch
        {
            StorageProvider.Cloudinary => services
                .AddSingleton(CloudinaryOptions.Read(configuration))
                .AddSingleton<CloudinaryClient>()
                .AddSingleton<CloudinaryStore>()
                .AddSingleton<IMediaStore>(provider => new TracedStore(provider.GetRequiredService<CloudinaryStore>())),
            StorageProvider.Local => services.AddSingleton<IMediaStore>(provider => new TracedStore(provider.GetRequiredService<LocalStore>())),
            var other => throw new UnreachableException($"Storage:Provider {other}"),
        };
    }
}
