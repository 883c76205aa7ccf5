using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Setup;

public sealed class ProductionLogTests
{
    [Fact]
    public async Task The_log_of_production_holds_no_SQL_statement_but_says_where_the_portal_listens()
    {
        await using var portal = new MediaProcess(settings: [("ASPNETCORE_ENVIRONMENT", "Production"), ("Logging:LogLevel:Microsoft", "")]);
        await portal.StartAsync();
        await portal.NewProductAsync();
        await Eventually.HoldsAsync(() =>
            Task.FromResult(portal.Log.Contains("Now listening on", StringComparison.Ordinal)), "the portal to say where it listens");
        Assert.DoesNotContain("Executed DbCommand", portal.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT", portal.Log, StringComparison.Ordinal);
    }
}
