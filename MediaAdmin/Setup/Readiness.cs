using System.Text.Json;
using MediaAdmin.Data;
using MediaAdmin.Jobs;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Setup;

/// <summary>
/// Whether the portal can take work: the database answers, staging has room for the largest file, the job engine runs. A store that serves nobody only degrades it, because what is
/// uploaded waits safely: that is read from the pauses of the work that needs the store, so that asking costs the store nothing.
/// </summary>
public sealed class Readiness(IDbContextFactory<MediaDb> dbs, Staging staging, IOptions<UploadOptions> uploads, Pauses pauses, JobServers jobs) : IHealthCheck
{
    public const string Tag = "ready";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var database = await HoldsAsync(() => DatabaseAsync(cancellationToken));
        var parts = new Dictionary<string, object>
        {
            ["database"] = Word(database),
            ["staging"] = Word(await HoldsAsync(() => Task.FromResult(HasRoom()))),
            ["store"] = Word(database && await HoldsAsync(() => IsServedAsync(cancellationToken)), "degraded"),
            ["engine"] = Word(jobs.IsRunning),
        };
        var status = parts.ContainsValue("unhealthy") ? HealthStatus.Unhealthy : parts.ContainsValue("degraded") ? HealthStatus.Degraded : HealthStatus.Healthy;
        return new(status, data: parts);
    }

    /// <summary>Each part by name with its state, and nothing that tells a stranger more.</summary>
    public static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        var checks = report.Entries.Values.SelectMany(e => e.Data).ToDictionary(d => d.Key, d => d.Value);
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { status = report.Status.ToString().ToLowerInvariant(), checks }));
    }

    private async Task<bool> DatabaseAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.Database.CanConnectAsync(ct);
    }

    private bool HasRoom() => new DriveInfo(staging.Root).AvailableFreeSpace > uploads.Value.MaxFileBytes;

    private async Task<bool> IsServedAsync(CancellationToken ct) => (await pauses.AllAsync(ct)).All(p => p.IsByHand);

    private static async Task<bool> HoldsAsync(Func<Task<bool>> look)
    {
        try { return await look(); }
        catch (Exception) { return false; } // whatever is broken, the answer must be able to say it
    }

    private static string Word(bool holds, string otherwise = "unhealthy") => holds ? "healthy" : otherwise;
}
