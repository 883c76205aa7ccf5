using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Setup;
using MediaAdmin.Setup.Demo;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Setup;

public sealed class DemoLoaderTests
{
    private const int Products = 3;

    [Fact]
    public async Task A_demo_that_was_cut_off_is_finished_by_the_next_run_and_nothing_comes_twice()
    {
        await using var app = new MediaApp();
        var demo = app.Get<DemoLoader>();
        await foreach (var _ in demo.LoadAsync(Products, Actor.Portal, default)) break; // cut off after the first picture

        await foreach (var _ in demo.LoadAsync(Products, Actor.Portal, default)) { }
        await foreach (var _ in demo.LoadAsync(Products, Actor.Portal, default)) Assert.Fail("everything was there already");

        var wanted = DemoCatalogue.Clients(Products).SelectMany(c => c.Products).SelectMany(p => p.Pictures).Select(p => p.FileName).Order().ToList();
        await Eventually.GetAsync(() => StoredAsync(app), stored => stored.Count >= wanted.Count, "all demo pictures");
        Assert.Equal(wanted, await StoredAsync(app));
        Assert.Equal(new(wanted.Count, wanted.Count), await app.Get<AssetList>().CoverageAsync(new(), default)); // each has its words in both languages
    }

    private static async Task<List<string>> StoredAsync(MediaApp app)
    {
        await using var db = await app.Get<IDbContextFactory<MediaDb>>().CreateDbContextAsync();
        return [.. (await db.Set<Placement>().Select(p => p.Asset!.FileName).ToListAsync()).Order()];
    }
}
