using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Jobs;
using MediaAdmin.Tests.Deletion;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Setup;

/// <summary>What a load balancer asks, on both databases and without signing in.</summary>
public sealed class ReadinessTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_sound_portal_is_ready_and_a_store_that_is_away_only_degrades_it(TestDatabase database)
    {
        var app = apps.On(database);
        using var stranger = app.Client(null);
        Assert.Equal("Healthy", await stranger.GetStringAsync("/health/live"));
        await Eventually.HoldsAsync(async () => (await AskAsync(stranger)).GetProperty("status").GetString() == "healthy", "the engine to run");
        await app.Get<Pauses>().PauseAsync(StoreUploadJob.Queue, "Unavailable", "connection refused", TimeSpan.FromMinutes(1), null, null, default);
        var degraded = await AskAsync(stranger);
        Assert.Equal(("degraded", "degraded", "healthy"),
            (degraded.GetProperty("status").GetString(), degraded.GetProperty("checks").GetProperty("store").GetString(), degraded.GetProperty("checks").GetProperty("database").GetString()));
        Assert.DoesNotContain("connection refused", degraded.GetRawText(), StringComparison.Ordinal);
        await app.Get<Pauses>().EndAsync(StoreUploadJob.Queue, default);
    }

    [Fact]
    public async Task Without_its_job_engine_it_is_alive_but_not_ready()
    {
        await using var app = new MediaApp(services: s => s.RemoveHosted<JobServers>());
        using var stranger = app.Client(null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stranger.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health/live")).StatusCode);
    }

    private static async Task<JsonElement> AskAsync(HttpClient stranger) => await stranger.GetFromJsonAsync<JsonElement>("/health/ready");
}
