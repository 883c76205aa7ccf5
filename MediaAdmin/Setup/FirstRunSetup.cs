namespace MediaAdmin.Setup;

public static class FirstRunSetup
{
    public static IServiceCollection AddFirstRun(this IServiceCollection services) => services
        .AddSingleton<FirstRun>()
        .AddSingleton<SelfChecks>()
        .AddSingleton<DemoLoader>();

    public static void UseFirstRun(this WebApplication app)
    {
        var firstRun = app.Services.GetRequiredService<FirstRun>();
        app.Use((context, next) => firstRun.LeadAsync(context, next));
    }
}
