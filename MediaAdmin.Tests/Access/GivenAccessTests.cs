using System.Net;
using MediaAdmin.Access;

namespace MediaAdmin.Tests.Access;

public sealed class GivenAccessTests
{
    private const string Key = "bench-key-0123456789";

    [Fact]
    public async Task The_configured_key_and_administrator_are_there_from_the_start()
    {
        var host = new AccessHost { Settings = { ["Setup:ApiKey"] = Key, ["Setup:AdminEmail"] = "boss@example.org", ["Setup:AdminPassword"] = AccessHost.Password } };
        await host.InitializeAsync();
        try
        {
            using var program = host.Program(Key);
            using var answer = await program.GetAsync("/api/probe/Admin");
            using var browser = await host.BrowserOfAsync("boss@example.org");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var key = Assert.Single(await host.Keys.ListAsync(AccessHost.Boss, default));
            Assert.Equal(("setup", Role.Admin, ""), (key.Name, key.Role, key.Prefix));

            await host.Keys.GiveAsync(Key, default);
            Assert.Single(await host.Keys.ListAsync(AccessHost.Boss, default));

            await host.Keys.GiveAsync("another-key-0123456789", default);
            using var after = await program.GetAsync("/api/probe/Admin");
            Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
            Assert.DoesNotContain(host.Log.Lines, line => line.Contains(Key, StringComparison.Ordinal));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
