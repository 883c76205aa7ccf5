using System.Linq.Expressions;
using System.Reflection;
using Hangfire;
using Hangfire.Common;

namespace MediaAdmin.Jobs;

/// <summary>The queues, one for each kind of work. Each has workers of its own on every machine and is paused, resumed and counted by itself.</summary>
public static class JobQueues
{
    public const string Uploads = "uploads", Deletions = "deletions", Metadata = "metadata", Imports = "imports", Maintenance = "maintenance";

    /// <summary>Queues in which several jobs may run at once, so that their number of workers can be changed. In the others one job runs at a time by its nature.</summary>
    public static bool IsParallel(string queue) => queue is Uploads or Imports;
}

/// <summary>
/// The name under which a job class is written into waiting jobs. It never changes, so that the class can be renamed or moved while jobs wait.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class JobNameAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>A job class that this program runs. The class names its queue by Hangfire's <see cref="QueueAttribute"/>.</summary>
public sealed record JobType(Type Class)
{
    public string Name => JobNames.Of(Class);
    public string Queue => QueueOf(Class);

    internal static string QueueOf(Type type) =>
        type.GetCustomAttribute<QueueAttribute>()?.Queue ?? throw new InvalidOperationException($"{type.Name} has no [Queue] attribute.");
}

/// <summary>
/// A job that runs again and again. <paramref name="Cron"/>: five fields, or six with seconds first, in UTC. <paramref name="AtStart"/>: also once whenever a portal starts.
/// </summary>
public sealed record RecurringJob(string Name, Job Job, string Cron, bool AtStart)
{
    public string Queue => JobType.QueueOf(Job.Type);
}

public static class JobRegistration
{
    /// <summary>Has the workers of this class's queue run its jobs.</summary>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services) where TJob : class => services.AddSingleton(new JobType(typeof(TJob)));

    /// <summary>A job that runs at every full interval, and whenever a portal starts.</summary>
    public static IServiceCollection AddRecurringJob<TJob>(this IServiceCollection services, string name, Expression<Func<TJob, Task>> run, TimeSpan every) where TJob : class =>
        services.AddJob<TJob>().AddSingleton(new RecurringJob(name, Job.FromExpression(run), CronOf(every), AtStart: true));

    /// <summary>A job that runs every day at this time, in UTC.</summary>
    public static IServiceCollection AddDailyJob<TJob>(this IServiceCollection services, string name, Expression<Func<TJob, Task>> run, TimeOnly at) where TJob : class =>
        services.AddJob<TJob>().AddSingleton(new RecurringJob(name, Job.FromExpression(run), FormattableString.Invariant($"{at.Second} {at.Minute} {at.Hour} * * *"), AtStart: false));

    /// <summary>The nearest interval that cron can say: so many whole seconds below a minute, minutes below an hour, hours below a day, or a day.</summary>
    internal static string CronOf(TimeSpan every) => every switch
    {
        _ when every < TimeSpan.FromMinutes(1) => FormattableString.Invariant($"*/{Math.Max(1, (int)every.TotalSeconds)} * * * * *"),
        _ when every < TimeSpan.FromHours(1) => FormattableString.Invariant($"0 */{(int)every.TotalMinutes} * * * *"),
        _ when every < TimeSpan.FromDays(1) => FormattableString.Invariant($"0 0 */{(int)every.TotalHours} * * *"),
        _ => "0 0 0 * * *",
    };
}
