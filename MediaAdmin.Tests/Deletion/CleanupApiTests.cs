using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>/api/cleanup: run now, figures, the queue with its filters, one entry's story, try again, give up.</summary>
public sealed class CleanupApiTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_run_takes_so_many_files_and_says_what_became_of_them(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var ids = await bench.DueAsync(5);
        await bench.TrashAsync(1); // can still be undone, and is left alone
        var keys = await bench.App.KeysAsync(ids);
        await bench.Store.Real.DeleteAsync([keys[0]], default);
        bench.Store.Refuse(keys[1]);
        using var answer = await bench.App.Admin.PostAsync("/api/cleanup/run?batchSize=3", null);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((3, 1, 1, 1, 4), (Number("processed"), Number("deleted"), Number("alreadyGone"), Number("failed"), Number("remaining")));
        Assert.Equal(new PurgeResult(3, 2, 0, 1, 2), await RunAsync(bench, "?maxAttempts=5"));
        Assert.Equal(new PurgeResult(1, 0, 0, 1, 1), await RunAsync(bench, ""));
        Assert.Equal(new PurgeResult(0, 0, 0, 0, 1), await RunAsync(bench, ""));
        Assert.Equal(new PurgeResult(1, 0, 0, 1, 2), await RunAsync(bench, "?maxAttempts=5&batchSize=1000")); // failed with fewer attempts: tried again

        int Number(string field) => body.GetProperty(field).GetInt32();
    }

    [Theory]
    [InlineData("batchSize=0", "batchSize")]
    [InlineData("batchSize=1001", "batchSize")]
    [InlineData("batchSize=-5", "batchSize")]
    [InlineData("maxAttempts=0", "maxAttempts")]
    [InlineData("maxAttempts=101", "maxAttempts")]
    [InlineData("batchSize=many", "batchSize")]
    [InlineData("maxAttempts=99999999999", "maxAttempts")]
    public async Task Numbers_out_of_bounds_are_named(string query, string field)
    {
        var bench = await benches.OnAsync(TestDatabase.Sqlite);
        await bench.DueAsync(1);
        using var answer = await bench.App.Admin.PostAsync($"/api/cleanup/run?{query}", null);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(bench.Store.Deletes);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Figures_count_what_waits_is_retried_failed_and_was_deleted_today(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        Assert.Equal(new DeletionStats(0, 0, 0, 0, 0, 0, null, null), await StatsAsync(bench));
        var ids = await bench.DueAsync(4);
        bench.Store.Refuse([.. (await bench.App.KeysAsync(ids))[..2]]);
        bench.Options.MaxAttempts = 1;
        await bench.PurgeNowAsync(limit: 1);
        bench.Options.MaxAttempts = 3;
        await bench.PurgeAsync();
        await bench.TrashAsync(2);
        var stats = await StatsAsync(bench);
        Assert.Equal((3, 1, 0, 1, 2, null), (stats.Waiting, stats.Retrying, stats.Deleting, stats.Failed, stats.DeletedToday, stats.Pause));
        Assert.Equal((await bench.EntriesAsync()).Where(e => e.State == DeletionState.Waiting).Sum(e => e.Bytes), stats.BytesWaiting);
        Assert.Equal((await bench.EntryAsync(ids[1])).RequestedAt, stats.OldestWaiting);

        bench.Store.Deleting = (_, _) => throw new StorageException("429", StorageFault.RateLimited, TimeSpan.FromMinutes(30));
        bench.Clock.PutForward(QueueBench.UndoWindow);
        await bench.PurgeAsync();
        Assert.Equal((DeletionFault.StoreAsksToWait, "429"), ((await StatsAsync(bench)).Pause!.Fault, (await StatsAsync(bench)).Pause!.Detail));
        bench.Clock.PutForward(TimeSpan.FromDays(1));
        Assert.Equal((0, DeletionFault.StoreAsksToWait), ((await StatsAsync(bench)).DeletedToday, (await StatsAsync(bench)).Pause!.Fault)); // over, but the store has not served yet
        bench.Store.Reset();
        await bench.PurgeAsync();
        Assert.Null((await StatsAsync(bench)).Pause);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_queue_is_filtered_by_words_client_product_state_actor_and_error_and_paged_newest_first(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var product = (await bench.App.Get<Galleries>().OpenAsync(await bench.App.NewProductAsync(), default))!;
        var mine = await bench.App.ShelveAsync(product.Id, 3);
        await bench.Trash.PutAsync(new DeletionTarget.Assets(mine), Actor.User(7, "Ann", Role.Editor), default);
        var others = await bench.TrashAsync(2);
        bench.Clock.PutForward(QueueBench.UndoWindow);
        bench.Store.Refuse((await bench.EntryAsync(mine[0])).StoreKey);
        await bench.PurgeNowAsync(limit: 1);
        var key = (await bench.EntryAsync(mine[1])).StoreKey;
        foreach (var (query, found) in ((string, long[])[])[
            ("", [.. mine, .. others]), ($"client={product.Client}", mine), ($"product={product.Id}", mine), ("actor=Ann", mine), ("actor=user:7", mine), ("actor=portal", others),
            ($"search={product.Sku.ToLowerInvariant()}", mine), ("search=SHELF-002", [mine[1], others[1]]), ($"search={key}", [mine[1]]), ("error=storeRefused", [mine[0]]), ("error=stillServed", []),
            ("state=waiting", [.. mine, .. others]), ("state=failed", []), ("state=waiting&actor=Ann&search=SHELF-003", [mine[2]]), ("search=%25", []), ("search=_", []), ("actor=a%00b", []), ("search=a%00b&client=a%00b", [])])
        {
            var page = await QueueAsync(bench, query);
            Assert.Equal((query, string.Join(' ', found.Reverse()), found.Length), (query, string.Join(' ', page.Items.Select(d => d.AssetId)), page.Total));
        }
        var second = await QueueAsync(bench, "page=2&pageSize=2");
        Assert.Equal((5, 2, 2), (second.Total, second.Number, second.Size));
        Assert.Equal([mine[2], mine[1]], second.Items.Select(d => d.AssetId!.Value));
        Assert.All((await QueueAsync(bench, $"product={product.Id}")).Items, d => Assert.Equal((product.Client, product.Sku, "Ann", "user:7"), (d.Client, d.ProductSku, d.ActorName, d.Actor)));
        foreach (var bad in (string[])["state=gone", "state=0", "error=none", "product=x", "page=x"])
        {
            using var refused = await bench.App.Admin.GetAsync($"/api/cleanup/queue?{bad}");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(bad[..bad.IndexOf('=')], await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_entry_tells_its_story(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var id = (await bench.TrashAsync(1))[0];
        var entry = await bench.EntryAsync(id);
        var waiting = await ReadAsync(bench, entry.Id);
        Assert.True(waiting is { State: DeletionState.Waiting, CanUndo: true, TriedAt: null, ConfirmedAt: null, UnservedAt: null, EndedAt: null });
        Assert.StartsWith("/media/", waiting.Thumbnail); // it can still be shown
        bench.Clock.PutForward(QueueBench.UndoWindow);
        await bench.PurgeAsync();
        var deleted = await ReadAsync(bench, entry.Id);
        Assert.True(deleted is { State: DeletionState.Deleted, CanUndo: false, Thumbnail: null, Attempts: 1 });
        Assert.True(deleted.RequestedAt < deleted.TriedAt && deleted.TriedAt <= deleted.ConfirmedAt && deleted.ConfirmedAt <= deleted.UnservedAt);
        Assert.Equal((entry.StoreKey, "local", entry.OperationId), (deleted.StoreKey, deleted.Store, deleted.Operation));
        Assert.Equal(HttpStatusCode.NotFound, (await bench.App.Admin.GetAsync("/api/cleanup/queue/999999999")).StatusCode);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_failed_is_tried_again_with_all_attempts_and_what_waits_need_not_wait(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var failed = (await bench.DueAsync(1))[0];
        bench.Store.Refuse(await bench.App.KeysAsync(failed));
        await bench.PurgeNowAsync(maxAttempts: 1);
        var undoable = (await bench.TrashAsync(1))[0];
        Assert.Equal(0, (await bench.PurgeAsync()).Processed);
        foreach (var id in (long[])[failed, undoable])
        {
            var entry = (await bench.EntryAsync(id)).Id;
            using var answer = await bench.App.Admin.PostAsync($"/api/cleanup/queue/{entry}/retry", null);
            Assert.Equal((HttpStatusCode.Accepted, $"/api/cleanup/queue/{entry}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
            Assert.Equal((DeletionState.Waiting, 0), ((await bench.EntryAsync(id)).State, (await bench.EntryAsync(id)).Attempts));
        }
        bench.Store.Deleting = bench.Store.Real.DeleteAsync;
        Assert.Equal(2, (await bench.PurgeAsync()).Deleted);
        using var over = await bench.App.Admin.PostAsync($"/api/cleanup/queue/{(await bench.EntryAsync(failed)).Id}/retry", null);
        Assert.Equal(HttpStatusCode.Conflict, over.StatusCode);
        Assert.Contains("Deleted", (await over.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await bench.App.Admin.PostAsync("/api/cleanup/queue/999999999/retry", null)).StatusCode);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_person_gives_up_with_a_reason_and_the_file_stays_where_it_is(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var id = (await bench.DueAsync(1))[0];
        var entry = await bench.EntryAsync(id);
        var path = $"/api/cleanup/queue/{entry.Id}";
        Assert.Equal(HttpStatusCode.Conflict, (await bench.App.Admin.DeleteAsync($"{path}?reason=why")).StatusCode); // nothing has failed yet
        bench.Store.Refuse(entry.StoreKey);
        await bench.PurgeAsync();
        foreach (var bad in (string[])["", "?reason=", "?reason=%20%20", $"?reason={new string('x', 201)}", "?reason=a%00b", "?reason=a%0Ab"])
        {
            using var refused = await bench.App.Admin.DeleteAsync(path + bad);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("\"reason\":[", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NoContent, (await bench.App.Admin.DeleteAsync($"{path}?reason=kept%20for%20the%20archive")).StatusCode);
        Assert.True(await ReadAsync(bench, entry.Id) is { State: DeletionState.GivenUp, EndedAt: not null } given && given.EndReason.EndsWith(": kept for the archive", StringComparison.Ordinal));
        Assert.Equal(0, (await bench.PurgeNowAsync(maxAttempts: 100)).Processed);
        Assert.True(bench.App.StoreHas(entry.StoreKey));
        Assert.Equal(HttpStatusCode.Conflict, (await bench.App.Admin.DeleteAsync($"{path}?reason=again")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await bench.App.Admin.PostAsync($"{path}/retry", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bench.App.Admin.DeleteAsync("/api/cleanup/queue/999999999?reason=why")).StatusCode);
    }

    private static async Task<PurgeResult> RunAsync(QueueBench bench, string query)
    {
        using var answer = await bench.App.Admin.PostAsync($"/api/cleanup/run{query}", null);
        return (await answer.Content.ReadFromJsonAsync<PurgeResult>(MediaApp.Json))!;
    }

    private static async Task<DeletionStats> StatsAsync(QueueBench bench) => (await bench.App.Admin.GetFromJsonAsync<DeletionStats>("/api/cleanup/stats", MediaApp.Json))!;

    private static async Task<Page<DeletionView>> QueueAsync(QueueBench bench, string query) => (await bench.App.Admin.GetFromJsonAsync<Page<DeletionView>>($"/api/cleanup/queue?{query}", MediaApp.Json))!;

    private static async Task<DeletionView> ReadAsync(QueueBench bench, long entry) => (await bench.App.Admin.GetFromJsonAsync<DeletionView>($"/api/cleanup/queue/{entry}", MediaApp.Json))!;
}
