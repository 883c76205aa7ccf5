using MediaAdmin.Jobs;

namespace MediaAdmin.Reconciliation;

public static class ReconciliationSetup
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Reconciliation");
        services.AddOptions<ReconciliationOptions>().Bind(section);
        services.AddSingleton<ReconciliationReports>().AddSingleton<StoreComparison>().AddSingleton<Repair>().AddSingleton<Reconciler>();
        services.AddJob<ReconciliationJob>();
        services.AddSingleton<ReconciliationControl>().AddSingleton<ReconciliationList>().AddSingleton<CloudinaryNotifications>();
        return (section.Get<ReconciliationOptions>() ?? new()).At is { } at
            ? services.AddDailyJob<NightlyReconciliationJob>(NightlyReconciliationJob.Name, j => j.RunAsync(CancellationToken.None), at)
            : services;
    }
}
