using System.Net.Http.Json;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>One, a hundred and a thousand pictures cost the same number of SQL statements, by whichever way they go and come back.</summary>
public sealed class StatementTests(BenchOnEachDatabase benches) : IClassFixture<BenchOnEachDatabase>
{
    private static readonly int[] Numbers = [1, 100, 1_000];

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Deleting_and_undoing_pictures_named_by_their_ids(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var costs = new List<(int Preview, int Delete, int Again, int Undo, int UndoAct)>();
        foreach (var number in Numbers)
        {
            var ids = await bench.AssetsAsync(number, await bench.App.NewProductAsync());
            var (operation, removed) = (Guid.Empty, 0);
            costs.Add((
                await CostAsync(bench, http => http.PostAsJsonAsync("/api/assets/deletions", new { assetIds = ids, dryRun = true })),
                await CostAsync(bench, async http =>
                {
                    var answer = await http.PostAsJsonAsync("/api/assets/deletions", new { assetIds = ids });
                    (operation, removed, _, _) = (await answer.Content.ReadFromJsonAsync<DeletionAnswer>(MediaApp.Json))!;
                    return answer;
                }),
                await CostAsync(bench, http => http.PostAsJsonAsync("/api/assets/deletions", new { assetIds = ids })),
                await bench.Statements.OfAsync(() => bench.Trash.RestoreAsync(ids[..((number + 1) / 2)], MediaAdmin.Access.Actor.Portal, default)),
                await CostAsync(bench, http => http.DeleteAsync($"/api/deletions/{operation}"), mayFind: number > 1)));
            Assert.Equal(number, removed);
            Assert.All(await bench.EntriesAsync(), e => Assert.Equal(DeletionState.Undone, e.State));
        }
        Assert.Equal(costs[1], costs[2]);
        Assert.Equal((costs[1].Preview, costs[1].Delete, costs[1].Again, costs[1].Undo), (costs[0].Preview, costs[0].Delete, costs[0].Again, costs[0].Undo));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Deleting_by_a_filter_a_client_and_a_product(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var costs = new List<(int Filter, int Client, int Product, int UndoProduct)>();
        foreach (var number in Numbers)
        {
            var product = await bench.App.NewProductAsync();
            await bench.AssetsAsync(number, product);
            var client = (await bench.App.Get<Galleries>().OpenAsync(product, default))!.Client;
            var filter = await CostAsync(bench, http => http.PostAsJsonAsync("/api/assets/deletions", new { filter = new { client } }));
            await UndoAllAsync(bench);
            var ofClient = await CostAsync(bench, http => http.DeleteAsync($"/api/clients/{client}/assets"));
            await UndoAllAsync(bench);
            var ofProduct = await CostAsync(bench, http => http.DeleteAsync($"/api/products/{product}"));
            costs.Add((filter, ofClient, ofProduct, await bench.Statements.OfAsync(() => UndoAllAsync(bench))));
            Assert.Equal(number, (await bench.App.OrderAsync(product)).Length);
        }
        Assert.All(costs, cost => Assert.Equal(costs[0], cost));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_queue_and_its_figures(TestDatabase database)
    {
        var bench = await benches.OnAsync(database);
        var costs = new List<(int Queue, int Stats, int Hurry, int Progress)>();
        foreach (var number in Numbers)
        {
            await bench.Trash.PutAsync(new DeletionTarget.Assets(await bench.AssetsAsync(number, null)), MediaAdmin.Access.Actor.Portal, default);
            costs.Add((
                await CostAsync(bench, http => http.GetAsync("/api/cleanup/queue?pageSize=200&search=shelf")),
                await CostAsync(bench, http => http.GetAsync("/api/cleanup/stats")),
                await bench.Statements.OfAsync(() => bench.App.Get<DeletionControl>().HurryAsync(new DeletionQuery(), MediaAdmin.Access.Actor.Portal, default)),
                await bench.Statements.OfAsync(() => bench.App.Get<DeletionList>().ProgressAsync("portal", DateTimeOffset.MinValue.AddYears(2000), [], default))));
        }
        Assert.All(costs, cost => Assert.Equal(costs[0], cost));
    }

    private static async Task UndoAllAsync(QueueBench bench) => await bench.Trash.RestoreAsync((await bench.EntriesAsync())[^1].OperationId, MediaAdmin.Access.Actor.Portal, default);

    private static Task<int> CostAsync(QueueBench bench, Func<HttpClient, Task<HttpResponseMessage>> call, bool mayFind = true) => bench.Statements.OfAsync(async () =>
    {
        using var answer = await call(bench.App.Admin);
        if (mayFind) answer.EnsureSuccessStatusCode();
    });
}
