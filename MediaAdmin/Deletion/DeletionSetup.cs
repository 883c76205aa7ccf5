using MediaAdmin.Jobs;
using Quartz;

namespace MediaAdmin.Deletion;

public static class DeletionSetup
{
    public static IServiceCollection AddDeletion(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Deletion");
        services.AddOptions<DeletionOptions>().Bind(section);
        services.AddSingleton<Trash>().AddSingleton<DeletionPreviews>().AddSingleton<DeletionList>().AddSingleton<TrashList>().AddSingleton<DeletionControl>().AddSingleton<Purge>().AddSingleton<PurgeClaims>().AddSingleton<PurgeBook>().AddSingleton<PurgeSchedule>().AddSingleton<AddressLooks>();
        services.AddWork(PurgeJob.Kind).AddWork(AddressLooksJob.Kind).AddSingleton<IWorkItems, PurgeWork>();
        services.AddHostedService<DeadClaims>();
        var every = section.Get<DeletionOptions>()?.SweepEvery ?? new DeletionOptions().SweepEvery;
        return services.AddQuartz(quartz =>
        {
            Repeat<PurgeJob>(quartz, PurgeJob.Key, every);
            Repeat<AddressLooksJob>(quartz, AddressLooksJob.Key, every);
        });
    }

    private static void Repeat<TJob>(IQuartzBuilder quartz, JobKey key, TimeSpan every) where TJob : IJob => quartz.ScheduleJob<TJob>(
        trigger => trigger.WithIdentity(key.Name, key.Group).StartNow().WithSimpleSchedule(s => s.WithInterval(every).RepeatForever()),
        job => job.WithIdentity(key));
}
