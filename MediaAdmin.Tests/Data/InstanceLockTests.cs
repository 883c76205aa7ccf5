using MediaAdmin.Data;
using MediaAdmin.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace MediaAdmin.Tests.Data;

public sealed class InstanceLockTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mediaadmin-test-");

    [Fact]
    public async Task A_second_portal_on_the_same_SQLite_data_is_refused_until_the_first_has_ended()
    {
        using var second = Lock(DatabaseProvider.Sqlite, TimeSpan.Zero);
        using (var first = Lock(DatabaseProvider.Sqlite))
        {
            await first.TakeAsync(default);
            var fault = await Assert.ThrowsAsync<StartFaultException>(() => second.TakeAsync(default));
            Assert.Contains(_data.FullName, fault.Message);
            Assert.Contains($"process {Environment.ProcessId}", fault.Message);
        }
        await second.TakeAsync(default);
    }

    [Fact]
    public async Task A_portal_that_starts_while_another_ends_waits_for_it()
    {
        using var second = Lock(DatabaseProvider.Sqlite, Eventually.Patience);
        Task taking;
        using (var first = Lock(DatabaseProvider.Sqlite))
        {
            await first.TakeAsync(default);
            taking = second.TakeAsync(default);
            Assert.False(taking.IsCompleted);
        }
        await taking;
        Assert.True(second.IsHeld);
    }

    [Fact]
    public async Task On_PostgreSQL_several_portals_may_run()
    {
        using var first = Lock(DatabaseProvider.PostgreSql);
        using var second = Lock(DatabaseProvider.PostgreSql);
        await first.TakeAsync(default);
        await second.TakeAsync(default);
        Assert.Empty(_data.GetFiles());
    }

    public void Dispose() => _data.Delete(recursive: true);

    private InstanceLock Lock(DatabaseProvider provider, TimeSpan patience = default) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("DataDirectory", _data.FullName)]).Build(), new(provider, "")) { Patience = patience };
}
