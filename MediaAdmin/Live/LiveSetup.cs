using MediaAdmin.Data;

namespace MediaAdmin.Live;

public static class LiveSetup
{
    public static IServiceCollection AddLive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Announcements>().AddScoped<Pulse>();
        return DatabaseOptions.Read(configuration).IsSqlite ? services : services.AddSingleton<NewsWire>().AddHostedService(s => s.GetRequiredService<NewsWire>());
    }
}
