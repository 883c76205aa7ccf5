using MediaAdmin.Jobs;
using MediaAdmin.Storage;

namespace MediaAdmin.Describing;

public static class DescribingSetup
{
    /// <summary>The job is there only where the store keeps words.</summary>
    public static IServiceCollection AddDescribing(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Describing");
        services.AddOptions<DescribingOptions>().Bind(section);
        services.AddSingleton<WordsLedger>().AddSingleton<StoreWords>();
        if (configuration.GetValue("Storage:Provider", StorageProvider.Local) != StorageProvider.Cloudinary) return services;
        var every = section.Get<DescribingOptions>()?.SweepEvery ?? new DescribingOptions().SweepEvery;
        return services.AddHostedService<WordsWatch>().AddRecurringJob<StoreWordsJob>(StoreWordsJob.Name, j => j.RunAsync(CancellationToken.None), every);
    }
}
