using MediaAdmin.Data;
using Microsoft.Extensions.Configuration;

namespace MediaAdmin.Tests.Data;

public sealed class InstanceLockTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mediaadmin-test-");

    [Fact]
    public void A_second_portal_on_the_same_SQLite_data_is_refused_until_the_first_has_ended()
    {
        using var second = Lock(DatabaseProvider.Sqlite);
        using (var first = Lock(DatabaseProvider.Sqlite))
        {
            first.Take();
            Assert.Contains(_data.FullName, Assert.Throws<StartFaultException>(second.Take).Message);
        }
        second.Take();
    }

    [Fact]
    public void On_PostgreSQL_several_portals_may_run()
    {
        using var first = Lock(DatabaseProvider.PostgreSql);
        using var second = Lock(DatabaseProvider.PostgreSql);
        first.Take();
        second.Take();
        Assert.Empty(_data.GetFiles());
    }

    public void Dispose() => _data.Delete(recursive: true);

    private InstanceLock Lock(DatabaseProvider provider) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("DataDirectory", _data.FullName)]).Build(), new(provider, ""));
}
