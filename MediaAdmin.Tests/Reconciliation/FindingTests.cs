using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Reconciliation;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Reconciliation;

/// <summary>Every difference among many good pictures is found, and nothing else.</summary>
public sealed class FindingTests
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Where_database_and_store_agree_nothing_is_found(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        Assert.Equal(new ReconciliationStatus(null, null, []), await app.StatusAsync() with { Earlier = [] });
        await app.ShelveAsync(await app.NewProductAsync(), 200);
        app.AgeObjects();
        var report = await app.CheckAsync();
        Assert.Equal((ReconciliationState.Balanced, 200, 200, 0), (report.State, report.Objects, report.Assets, report.Found));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Every_kind_of_difference_is_found_with_its_count_its_bytes_and_examples(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 1050); // more than a page
        app.AgeObjects();
        var orphans = Enumerable.Range(0, 30).Select(_ => Balance.PlantObject(app.Data)).Order().ToArray();
        var lost = await app.LoseAsync(ids[3], ids[700], ids[1049]);
        var full = await app.PlantUploadAsync(UploadState.Receiving);
        app.Stage(full);
        Guid[] uploads = [full, await app.PlantUploadAsync(UploadState.Queued), await app.PlantUploadAsync(UploadState.Storing), await app.PlantUploadAsync(UploadState.Receiving, expires: DateTimeOffset.UtcNow.AddDays(-1))];
        Guid[] staged = [Guid.NewGuid(), await app.PlantUploadAsync(UploadState.Cancelled), await app.PlantUploadAsync(UploadState.Failed, fault: UploadFault.Damaged)];
        foreach (var id in staged) app.Stage(id);

        var report = await app.CheckAsync();
        Assert.Equal((ReconciliationState.Differences, 1077, 1050), (report.State, report.Objects, report.Assets));
        Assert.Equal([(30, 30_000), (3, 3 * Pictures.Png(1).Length), (4, 40), (3, 30)], report.Groups.Select(g => (g.Found, g.Bytes)));
        Assert.Equal(ReconciliationFinding.Examples, report.Keys(Difference.Orphan).Count());
        Assert.Empty(report.Keys(Difference.Orphan).Except(orphans));
        Assert.Equal(lost.Order(), report.Keys(Difference.Lost));
        Assert.Equal(uploads.Select(u => $"{u:N}").Order(), report.Keys(Difference.Unconfirmed));
        Assert.Equal(staged.Select(s => $"{s:N}").Order(), report.Keys(Difference.Leftover));
        Assert.All(report.Groups.Single(g => g.Kind == Difference.Lost).Examples, e => Assert.Equal((product, true), (e.ProductId, e.Sku!.EndsWith("-1", StringComparison.Ordinal))));
        Assert.Equal(30, Directory.GetDirectories(Path.Combine(app.Data, "store", "planted", "orphan")).Length); // nothing was touched
        Assert.Empty(await app.QueuedAsync([.. orphans, .. lost]));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_is_on_its_way_in_or_out_is_no_difference(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 50);
        foreach (var state in (DeletionState[])[DeletionState.Waiting, DeletionState.Deleting, DeletionState.Failed, DeletionState.GivenUp])
            foreach (var origin in (DeletionOrigin[])[DeletionOrigin.Replaced, DeletionOrigin.Orphan]) await app.PlantDeletionAsync(origin, state);
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids[..5]), Actor.Portal, default);
        await app.Get<Trash>().RestoreAsync(ids[..2], Actor.Portal, default);
        await app.PlantUploadAsync(UploadState.Cancelled, Balance.PlantObject(app.Data));
        app.Stage(await app.PlantUploadAsync(UploadState.Failed, Balance.PlantObject(app.Data), UploadFault.StoreUnavailable));
        app.Stage(await app.PlantUploadAsync(UploadState.Duplicate));
        await new TusClient(app.Admin).CreateAsync(10);
        app.AgeObjects();
        Balance.PlantObject(app.Data, changed: DateTime.UtcNow); // whose row may be about to be written
        var report = await app.CheckAsync();
        Assert.Equal((ReconciliationState.Balanced, 61, 47), (report.State, report.Objects, report.Assets));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_upload_whose_bytes_the_store_is_taking_just_now_is_no_difference(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database, ("Reconciliation:Grace", "00:00:00"));
        var (taken, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var bytes = Pictures.Png(1);
        var url = await new TusClient(app.Admin).CreateAsync(bytes.Length, ("filename", "front.png"));
        app.Script().BeforePut(url, async (_, _) =>
        {
            Balance.PlantObject(app.Data, (await app.RowAsync(url)).StoreKey);
            taken.SetResult();
            await go.Task;
        });
        (await new TusClient(app.Admin).PatchAsync(url, bytes, 0)).Dispose();
        await taken.Task;
        Assert.Equal((ReconciliationState.Balanced, 1), ((await app.CheckAsync()) is var r ? r.State : default, r.Objects));
        go.SetResult();
        await app.UntilAsync(url, UploadState.Stored);
        Assert.Equal(ReconciliationState.Balanced, (await app.CheckAsync()).State);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_comes_and_goes_while_the_store_is_listed_is_no_difference(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database, ("Deletion:UndoWindow", "00:00:00"));
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 40);
        app.AgeObjects();
        app.Script().Listing = async (number, _) =>
        {
            if (number != 41) return; // all are listed, none is compared yet
            await app.ShelveAsync(product, 3);
            await app.Get<Trash>().PutAsync(new DeletionTarget.Assets(ids[..20]), Actor.Portal, default);
            await Eventually.GetAsync(() => app.KeysAsync(ids[..20]), keys => keys.Length == 0, "the purge");
        };
        var report = await app.CheckAsync();
        Assert.Equal((ReconciliationState.Balanced, 40, 23), (report.State, report.Objects, report.Assets));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_file_that_was_confirmed_gone_and_is_still_there_is_found_and_so_is_a_picture_without_its_original(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 3);
        app.AgeObjects();
        var entry = await app.PlantDeletionAsync(DeletionOrigin.Replaced, DeletionState.Deleted);
        await using (var db = await app.DbAsync()) await db.Set<QueuedDeletion>().Where(d => d.Id == entry).ExecuteUpdateAsync(d => d.SetProperty(x => x.EndedAt, DateTimeOffset.UtcNow.AddMinutes(-1)));
        var halved = await app.KeysAsync(ids[1]);
        File.Delete(Path.Combine(app.Data, "store", halved[0], "0123456789abcdef.png", "original.png"));
        File.WriteAllBytes(Path.Combine(app.Data, "store", halved[0], "0123456789abcdef.png", "thumbnail.webp"), [1]);
        File.WriteAllBytes(Path.Combine(app.Data, "store", halved[0], "0123456789abcdef.png", "preview.webp"), [1]);

        var report = await app.CheckAsync();
        Assert.Equal((1, 1), (report.Found(Difference.Orphan), report.Found(Difference.Lost)));
        Assert.Equal(halved, report.Keys(Difference.Lost));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_page_costs_the_same_statements_whatever_is_in_it(TestDatabase database)
    {
        await using var app = await Balance.QuietAppAsync(database);
        var product = await app.NewProductAsync();
        await app.LoseAsync(await app.ShelveAsync(product, 2));
        Balance.PlantObject(app.Data);
        var few = await CountAsync(app);
        await app.LoseAsync(await app.ShelveAsync(product, 50));
        await app.ShelveAsync(product, 200);
        for (var i = 0; i < 50; i++) Balance.PlantObject(app.Data);
        Assert.Equal(few, await CountAsync(app));
    }

    private static Task<int> CountAsync(MediaApp app) => Statements.OfAsync(async () =>
    {
        await foreach (var _ in app.Get<StoreComparison>().RunAsync(DateTimeOffset.UtcNow, default)) { }
    });
}
