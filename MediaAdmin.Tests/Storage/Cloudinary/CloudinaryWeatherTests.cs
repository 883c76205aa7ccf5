using MediaAdmin.Tests.Support;
using MediaAdmin.Tests.Uploads.Direct;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>Uploads by both ways, galleries, words, deletions, replacements, two-way checks and imports, while faults of all kinds fall on all of them at once: the books balance.</summary>
public sealed class CloudinaryWeatherTests
{
    private const int Acts = 40;

    [Theory]
    [InlineData(11, TestDatabase.Sqlite)]
    [InlineData(2026, TestDatabase.Sqlite)]
    [InlineData(424242, TestDatabase.Sqlite)]
    public async Task However_the_faults_fall_what_was_acknowledged_comes_about_and_nothing_else_is_left(int seed, TestDatabase database)
    {
        await using var portal = await DirectSender.StartAsync(database, settings: new Dictionary<string, string>
        {
            ["Uploads:MaxRetries"] = "50",
            ["Deletion:MaxAttempts"] = "100",
            ["Deletion:SweepEvery"] = "00:00:01",
            ["Describing:MaxAttempts"] = "100",
            ["Cloudinary:Timeout"] = "00:00:01",
        });
        var weather = new CloudinaryWeather(portal, new(seed), await portal.App.NewProductAsync());
        for (var act = 0; act < Acts; act++) await weather.DoAsync();
        await weather.MustBalanceAsync();
    }
}
