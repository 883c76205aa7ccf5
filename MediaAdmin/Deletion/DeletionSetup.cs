using MediaAdmin.Jobs;

namespace MediaAdmin.Deletion;

public static class DeletionSetup
{
    public static IServiceCollection AddDeletion(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Deletion");
        services.AddOptions<DeletionOptions>().Bind(section);
        services.AddSingleton<Trash>().AddSingleton<DeletionPreviews>().AddSingleton<DeletionList>().AddSingleton<TrashList>().AddSingleton<DeletionControl>();
        services.AddSingleton<Purge>().AddSingleton<PurgeClaims>().AddSingleton<PurgeBook>().AddSingleton<PurgeSchedule>().AddSingleton<AddressLooks>();
        services.AddSingleton<IWorkItems, PurgeWork>();
        services.AddHostedService<DeadClaims>();
        var every = section.Get<DeletionOptions>()?.SweepEvery ?? new DeletionOptions().SweepEvery;
        return services
            .AddRecurringJob<PurgeJob>(PurgeJob.Name, j => j.RunAsync(null, CancellationToken.None), every)
            .AddRecurringJob<AddressLooksJob>(AddressLooksJob.Name, j => j.RunAsync(null, CancellationToken.None), every);
    }
}
