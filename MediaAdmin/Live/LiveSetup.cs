namespace MediaAdmin.Live;

public static class LiveSetup
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<Announcements>()
        .AddScoped<Pulse>();
}
