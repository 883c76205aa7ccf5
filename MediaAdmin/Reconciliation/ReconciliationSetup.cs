using System.Globalization;
using MediaAdmin.Jobs;
using Quartz;

namespace MediaAdmin.Reconciliation;

public static class ReconciliationSetup
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Reconciliation");
        services.AddOptions<ReconciliationOptions>().Bind(section);
        services.AddSingleton<ReconciliationReports>().AddSingleton<StoreComparison>().AddSingleton<Repair>().AddSingleton<Reconciler>();
        services.AddWork(ReconciliationJob.Kind);
        services.AddSingleton<ReconciliationControl>().AddSingleton<ReconciliationList>().AddSingleton<CloudinaryNotifications>();
        if ((section.Get<ReconciliationOptions>() ?? new()).At is not { } at) return services;
        var nightly = string.Create(CultureInfo.InvariantCulture, $"{at.Second} {at.Minute} {at.Hour} * * ?");
        return services.AddQuartz(quartz => quartz.ScheduleJob<NightlyReconciliationJob>(
            trigger => trigger.WithIdentity(NightlyReconciliationJob.Key.Name, NightlyReconciliationJob.Key.Group).WithSchedule(CronScheduleBuilder.Create(nightly).InTimeZone(TimeZoneInfo.Utc)),
            job => job.WithIdentity(NightlyReconciliationJob.Key)));
    }
}
