using MediaAdmin.Jobs;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Support;

static class SeededRuns
{
    /// <summary>Has the engine remember so many runs of the last hour, each about a file of its own; those that it remembers already are not remembered twice.</summary>
    public static async Task RememberRunsAsync(this MediaApp app, int count)
    {
        await using var engine = await app.Get<IDbContextFactory<EngineDb>>().CreateDbContextAsync();
        await engine.RememberRunsAsync(count);
    }

    public static async Task RememberRunsAsync(this EngineDb engine, int count)
    {
        var (now, step) = (DateTimeOffset.UtcNow.UtcTicks, TimeSpan.FromMinutes(50).Ticks / count);
        await engine.Database.ExecuteSqlAsync($"""
            with recursive run(n) as (select 1 union all select n + 1 from run where n < {count})
            insert into qrtz_execution_history (sched_name, entry_id, instance_name, job_name, job_group, trigger_name, trigger_group, fired_time, run_time, succeeded, result, summary, metrics)
            select {JobsSetup.SchedulerName}, 'seeded-' || n, 'here', 'seeded-' || n, 'demo', 'seeded', 'demo', {now} - n * {step}, 1000000, {true}, 0, 'seeded-' || n || '.png', {$$"""{"wait":10000}"""} from run where true
            on conflict do nothing
            """);
    }
}
