using MediaAdmin.Data;
using MediaAdmin.Storage.Local;

namespace MediaAdmin.Storage;

public static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(_ => LocalStore.Open(Path.Combine(DataDirectory.Read(configuration), "store")))
        .AddSingleton<IMediaStore>(provider => provider.GetRequiredService<LocalStore>());
}
