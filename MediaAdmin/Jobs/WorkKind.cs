namespace MediaAdmin.Jobs;

/// <summary>
/// A kind of work, as the concept that does it makes it known: the group of its jobs, which is paused, limited and counted together.
/// <paramref name="RunsManyAtOnce"/>: how many may run at once can be changed; all others run one at a time by their nature.
/// </summary>
public sealed record WorkKind(string Name, bool RunsManyAtOnce = false);

public static class WorkKindSetup
{
    /// <summary>Makes a kind of work known to the engine room, which shows kinds in the order in which they were made known.</summary>
    public static IServiceCollection AddWork(this IServiceCollection services, string kind, bool runsManyAtOnce = false) => services.AddSingleton(new WorkKind(kind, runsManyAtOnce));
}
