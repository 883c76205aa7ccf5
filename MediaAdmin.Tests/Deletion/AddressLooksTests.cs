using MediaAdmin.Deletion;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Deletion;

/// <summary>A store whose caches go on serving what was deleted: the deletion does not wait for them, and somebody looks later.</summary>
public sealed class AddressLooksTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private static readonly TimeSpan Lingers = TimeSpan.FromMinutes(30);

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_caches_still_serve_is_deleted_all_the_same_and_looked_at_until_its_address_is_dead(TestDatabase database)
    {
        var bench = await LingeringAsync(database);
        await bench.DueAsync(3);
        bench.Store.Looking = (_, _) => Task.FromResult(true);
        Assert.Equal(new PurgeResult(3, 3, 0, 0, 0), await bench.PurgeAsync());
        Assert.Equal(3, await LookAsync(bench));
        Assert.All(await bench.EntriesAsync(), e => Assert.True(e is { State: DeletionState.Deleted, Attempts: 1, Fault: null, UnservedAt: null }));
        Assert.All(await ViewsAsync(bench), v => Assert.True(v is { IsLookedAtLater: true, SampleUnservedAt: null }));

        bench.Store.Looking = bench.Store.Real.IsServedAsync;
        Assert.Equal(0, await LookAsync(bench));
        Assert.All(await bench.EntriesAsync(), e => Assert.True(e is { State: DeletionState.Deleted, UnservedAt: not null }));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Of_many_that_went_together_the_same_few_are_looked_at_and_speak_for_the_others(TestDatabase database)
    {
        var bench = await LingeringAsync(database);
        await bench.DueAsync(60);
        var looked = new System.Collections.Concurrent.ConcurrentBag<string>();
        bench.Store.Looking = (picture, _) =>
        {
            looked.Add(picture.Key);
            return Task.FromResult(looked.Count <= AddressLooks.Sample);
        };
        await bench.PurgeAsync();
        Assert.Empty(looked); // the queue is not held up by it
        await LookAsync(bench);
        await LookAsync(bench);
        await LookAsync(bench);
        Assert.Equal((2 * AddressLooks.Sample, AddressLooks.Sample), (looked.Count, looked.Distinct().Count()));
        var views = await ViewsAsync(bench);
        Assert.Equal(AddressLooks.Sample, views.Count(v => v.UnservedAt is not null));
        Assert.All(views, v => Assert.NotNull(v.SampleUnservedAt));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_address_that_lives_on_is_noted_once_caches_must_have_forgotten_it(TestDatabase database)
    {
        var bench = await LingeringAsync(database);
        await bench.DueAsync(1);
        bench.Store.Looking = (_, _) => Task.FromResult(true);
        await bench.PurgeAsync();
        bench.Clock.PutForward(Lingers);
        Assert.Equal(0, await LookAsync(bench));
        Assert.True((await bench.EntriesAsync()).Single() is { State: DeletionState.Deleted, Fault: DeletionFault.StillServed, UnservedAt: null });
        Assert.False((await ViewsAsync(bench)).Single().IsLookedAtLater);
    }

    [Fact]
    public async Task When_nobody_can_look_it_is_tried_again_for_a_while_and_nothing_is_claimed()
    {
        var bench = await LingeringAsync(TestDatabase.Sqlite);
        await bench.DueAsync(1);
        bench.Store.Looking = (_, _) => throw new HttpRequestException("no way there");
        await bench.PurgeAsync();
        bench.Clock.PutForward(Lingers);
        Assert.Equal(1, await LookAsync(bench));
        bench.Clock.PutForward(Lingers);
        Assert.Equal(0, await LookAsync(bench));
        Assert.True((await bench.EntriesAsync()).Single() is { State: DeletionState.Deleted, Fault: null, UnservedAt: null });
    }

    [Fact]
    public async Task At_Cloudinary_a_deletion_is_confirmed_while_its_network_still_serves_the_picture_and_its_dead_address_is_seen_later()
    {
        await using var cloudinary = await CloudinaryDouble.StartAsync();
        await using var app = new MediaApp(new Dictionary<string, string>
        {
            ["Storage:Provider"] = "Cloudinary",
            [CloudinaryUrl.Key] = cloudinary.CloudinaryUrl,
            ["Deletion:UndoWindow"] = "00:00:00",
            ["Deletion:FirstRetry"] = "00:00:00.500",
            ["Deletion:SweepEvery"] = "00:00:01",
        });
        var url = await new TusClient(app.Admin).UploadAsync(Pictures.Png(81), "lamp.png", await app.NewProductAsync());
        var asset = (await app.UntilAsync(url, UploadState.Stored)).AssetId;
        var kept = Assert.Single(cloudinary.Account.Pictures);
        cloudinary.Account.Undying.Add(kept.Value.PublicId);
        using var deleted = await app.Admin.DeleteAsync($"/api/assets/{asset}");

        async Task<DeletionView?> EntryAsync() => (await app.Get<DeletionList>().FindAsync(new DeletionQuery(), default)).Items.SingleOrDefault();
        await Eventually.HoldsAsync(() => Task.FromResult(cloudinary.Requests.Any(r => r.Method == "HEAD")), "a look at the address");
        Assert.True(await EntryAsync() is { State: DeletionState.Deleted, ConfirmedAt: not null, UnservedAt: null, IsLookedAtLater: true });
        cloudinary.Account.Pictures.Clear();
        await Eventually.HoldsAsync(async () => await EntryAsync() is { UnservedAt: not null }, "the dead address to be seen");
    }

    private async Task<QueueBench> LingeringAsync(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        bench.Store.Lingers = Lingers;
        return bench;
    }

    private static Task<int> LookAsync(QueueBench bench) => bench.App.Get<AddressLooks>().RunAsync(default);

    private static async Task<IReadOnlyList<DeletionView>> ViewsAsync(QueueBench bench) => (await bench.App.Get<DeletionList>().FindAsync(new DeletionQuery(PageSize: 100), default)).Items;
}
