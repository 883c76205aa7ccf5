using Quartz;

namespace MediaAdmin.Deletion;

public static class DeletionSetup
{
    public static IServiceCollection AddDeletion(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Deletion");
        services.AddOptions<DeletionOptions>().Bind(section);
        services.AddSingleton<Trash>().AddSingleton<DeletionPreviews>().AddSingleton<DeletionList>().AddSingleton<TrashList>().AddSingleton<DeletionControl>().AddSingleton<Purge>().AddSingleton<PurgeClaims>().AddSingleton<PurgeBook>().AddSingleton<PurgeSchedule>();
        services.AddHostedService<DeadClaims>();
        var every = section.Get<DeletionOptions>()?.SweepEvery ?? new DeletionOptions().SweepEvery;
        return services.AddQuartz(quartz => quartz.ScheduleJob<PurgeJob>(
            trigger => trigger.WithIdentity(PurgeJob.Key.Name, PurgeJob.Key.Group).StartNow().WithSimpleSchedule(s => s.WithInterval(every).RepeatForever()),
            job => job.WithIdentity(PurgeJob.Key)));
    }
}
