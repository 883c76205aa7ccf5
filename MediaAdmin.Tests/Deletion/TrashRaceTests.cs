using System.Data.Common;
using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Deletion;

/// <summary>A picture goes to the trash in the very moment in which somebody else places it.</summary>
public sealed class TrashRaceTests
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_picture_that_is_on_its_way_to_the_trash_is_placed_nowhere(TestDatabase database)
    {
        var pause = new PauseBeforeQueueing();
        await using var app = new MediaApp(services: pause.Put, database: database);
        var (shelf, other) = (await app.NewProductAsync(), await app.NewProductAsync());
        var id = (await app.ShelveAsync(shelf, 1))[0];
        var deleting = app.Admin.DeleteAsync($"/api/assets/{id}");
        await pause.Reached;
        var placing = app.Admin.PostAsJsonAsync($"/api/products/{other}/gallery/placements", new { assetIds = new[] { id } });
        if (database == TestDatabase.PostgreSql) await Task.WhenAny(placing, SomebodyWaitsAsync(app));
        pause.Resume();
        (await deleting).EnsureSuccessStatusCode();
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await placing).StatusCode);
        await using var db = await app.DbAsync();
        Assert.Empty(await db.Set<Placement>().Where(l => l.AssetId == id).ToListAsync());
    }

    private static async Task SomebodyWaitsAsync(MediaApp app)
    {
        await using var db = await app.DbAsync();
        await Eventually.HoldsAsync(
            () => db.Database.SqlQuery<bool>($"""SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS "Value" """).SingleAsync(), "somebody to wait for a lock");
    }

    /// <summary>Holds the trash when it has hidden the pictures and is about to queue them.</summary>
    private sealed class PauseBeforeQueueing : DbCommandInterceptor
    {
        private readonly TaskCompletionSource _reached = new(), _go = new();

        public Task Reached => _reached.Task.WaitAsync(Eventually.Patience);

        public void Resume() => _go.SetResult();

        public void Put(IServiceCollection services) => services
            .ConfigureDbContext<SqliteMediaDb>(db => db.AddInterceptors(this)).ConfigureDbContext<PostgresMediaDb>(db => db.AddInterceptors(this));

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("INSERT INTO \"Deletions\"", StringComparison.Ordinal))
            {
                _reached.TrySetResult();
                await _go.Task.WaitAsync(cancellationToken);
            }
            return result;
        }
    }
}
