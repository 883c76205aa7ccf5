using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Uploads.Direct;
using MediaAdmin.Uploads.Planning;
using Quartz;

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
        services.AddWork(StoreUploadJob.Kind, runsManyAtOnce: true).AddWork(UploadSweepJob.Key.Group).AddSingleton<StoreStreak>().AddSingleton<UploadWork>().AddSingleton<IWorkItems>(s => s.GetRequiredService<UploadWork>());
        var every = section.Get<UploadOptions>()?.SweepEvery ?? new UploadOptions().SweepEvery;
        return services.AddQuartz(quartz => quartz.ScheduleJob<UploadSweepJob>(
            trigger => trigger.WithIdentity(UploadSweepJob.Key.Name, UploadSweepJob.Key.Group).StartNow().WithSimpleSchedule(s => s.WithInterval(every).RepeatForever()),
            job => job.WithIdentity(UploadSweepJob.Key)));
    }
}
