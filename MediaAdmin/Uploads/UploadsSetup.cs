using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Uploads.Direct;
using MediaAdmin.Uploads.Planning;

namespace MediaAdmin.Uploads;

public static class UploadsSetup
{
    public static IServiceCollection AddUploads(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Uploads");
        services.AddOptions<UploadOptions>().Bind(section);
        services.AddSingleton(new Staging(Path.Combine(DataDirectory.Read(configuration), "staging")));
        services.AddSingleton<UploadLocks>().AddSingleton<UploadBoard>().AddSingleton<Reception>();
        services.AddSingleton<DirectUploads>().AddSingleton<DirectArrival>();
        services.AddSingleton<UploadFaults>().AddSingleton<StoreUpload>().AddSingleton<UploadFinish>().AddSingleton<BatchEnd>().AddSingleton<UploadControl>().AddSingleton<UploadList>().AddSingleton<UploadLeftovers>().AddSingleton<UploadSweep>().AddSingleton<UploadPlans>();
        services.AddJob<StoreUploadJob>().AddSingleton<StoreStreak>().AddSingleton<UploadWork>().AddSingleton<IWorkItems>(s => s.GetRequiredService<UploadWork>());
        var every = section.Get<UploadOptions>()?.SweepEvery ?? new UploadOptions().SweepEvery;
        return services.AddRecurringJob<UploadSweepJob>(UploadSweepJob.Name, j => j.RunAsync(null, CancellationToken.None), every);
    }
}
