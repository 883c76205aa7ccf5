using MediaAdmin.Data;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Support;

static class SeededRuns
{
    /// <summary>Puts so many runs of the last hour into the history, each about a file of its own; those that it has already are not put there twice.</summary>
    public static async Task RememberRunsAsync(this MediaApp app, int count)
    {
        await using var db = await app.DbAsync();
        await db.RememberRunsAsync(count);
    }

    public static async Task RememberRunsAsync(this MediaDb db, int count)
    {
        var (now, step) = (DateTimeOffset.UtcNow.UtcTicks, TimeSpan.FromMinutes(50).Ticks / count);
        await db.Database.ExecuteSqlAsync($"""
            with recursive run(n) as (select 1 union all select n + 1 from run where n < {count})
            insert into "JobRuns" ("JobId", "Queue", "Name", "Key", "About", "Node", "Started", "Duration", "Wait", "Outcome", "Error", "Attempt", "IsRetried")
            select 'seeded-' || n, 'maintenance', 'seeded', 'seeded-' || n, 'seeded-' || n || '.png', 'here', {now} - n * {step}, 1000000, 10000, 0, '', 0, {false} from run
            where not exists (select 1 from "JobRuns" as known where known."JobId" = 'seeded-' || n)
            """);
    }
}
