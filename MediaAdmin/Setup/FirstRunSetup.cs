using MediaAdmin.Data;
using MediaAdmin.Jobs;

namespace MediaAdmin.Setup;

public static class FirstRunSetup
{
    public static IServiceCollection AddFirstRun(this IServiceCollection services) => services
        .AddSingleton<FirstRun>()
        .AddSingleton<SelfChecks>()
        .AddSingleton<StoreTest>()
        .AddSingleton<DemoLoader>()
        .AddJob<DemoJob>().AddJob<ProbeJob>();

    /// <summary>Takes the data directory and brings the database up to date; the reason in plain words when the portal cannot start on them.</summary>
    public static async Task<string?> FaultAsync(IServiceProvider services)
    {
        try
        {
            await services.GetRequiredService<InstanceLock>().TakeAsync(CancellationToken.None);
            await services.MigrateAsync(CancellationToken.None);
            return null;
        }
        catch (StartFaultException e)
        {
            return e.Message;
        }
    }

    public static void UseFirstRun(this WebApplication app)
    {
        var firstRun = app.Services.GetRequiredService<FirstRun>();
        app.Use((context, next) => firstRun.LeadAsync(context, next));
    }
}
