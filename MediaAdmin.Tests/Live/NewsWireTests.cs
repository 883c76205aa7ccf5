using System.Collections.Concurrent;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Live;
using MediaAdmin.Tests.Access;
using MediaAdmin.Tests.Portal;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Live;

/// <summary>What one process tells, others on the same PostgreSQL database hear; on SQLite there are no others.</summary>
public sealed class NewsWireTests
{
    private readonly ConcurrentQueue<object> _heard = new();

    [PostgresFact]
    public async Task News_of_every_shape_arrives_as_it_was_told_and_not_twice_where_it_was_told()
    {
        await using var here = new MediaApp(database: TestDatabase.PostgreSql);
        await using var there = new MediaApp(Same(here), dataDirectory: here.Data);
        object[] told = [new UploadChanged(Some.Upload(UploadState.Failed, UploadFault.StoreRefused, asset: 5)), new GalleryChanged(7, 3, 1, null), new DeletionsChanged(Guid.NewGuid(), "user:1"), new PauseChanged("purge"), new UserChanged(9), new JobsChanged()];
        using var _ = Listen<UploadChanged>(there);
        using var __ = Listen<GalleryChanged>(there);
        using var ___ = Listen<DeletionsChanged>(there);
        using var ____ = Listen<PauseChanged>(there);
        using var _____ = Listen<UserChanged>(there);
        using var ______ = Listen<JobsChanged>(there);
        var own = new ConcurrentQueue<object>();
        using var mine = here.Get<Announcements>().Subscribe<PauseChanged>("a test's", own.Enqueue);
        await Eventually.HoldsAsync(() =>
        {
            Tell(here, new PauseChanged("is anybody there?"));
            return Task.FromResult(!_heard.IsEmpty);
        }, "the two to be connected");
        foreach (var news in told) typeof(NewsWireTests).GetMethod(nameof(Tell), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(news.GetType()).Invoke(null, [here, news]);
        await Eventually.HoldsAsync(() => Task.FromResult(told.All(_heard.Contains)), "all of it");
        Assert.Single(own, told[3]);
    }

    [PostgresFact]
    public async Task What_the_command_line_does_beside_a_portal_is_told_to_its_pages()
    {
        await using var portal = new MediaApp(database: TestDatabase.PostgreSql);
        await using var cli = new MediaProcess(settings: [.. Same(portal).Select(s => (s.Key, s.Value)), ("DataDirectory", portal.Data)]);
        using var listening = portal.Get<Announcements>().Subscribe<ProductsChanged>(ProductsChanged.Topic, _heard.Enqueue);
        var (code, _, error) = await cli.CommandAsync("demo", "--products", "2");
        Assert.True(code == 0, error);
        await Eventually.HoldsAsync(() => Task.FromResult(!_heard.IsEmpty), "the new products to be told");
    }

    [Fact]
    public async Task On_SQLite_nothing_is_sent()
    {
        await using var app = new MediaApp();
        Assert.Null(app.Services.GetService<NewsWire>());
    }

    private IDisposable Listen<T>(MediaApp app) where T : class => app.Get<Announcements>().Subscribe<T>("a test's", _heard.Enqueue);

    private static void Tell<T>(MediaApp app, T news) where T : class => app.Get<Announcements>().Publish("a test's", news);

    private static Dictionary<string, string> Same(MediaApp app) => new() { ["Database:Provider"] = "PostgreSql", ["ConnectionStrings:MediaDb"] = app.Get<MediaAdmin.Data.DatabaseOptions>().ConnectionString };
}
