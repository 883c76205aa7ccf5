using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.ImportExport;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>What an import costs does not grow with the file: statements by batch, memory not at all.</summary>
public sealed class ImportScaleTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Ten_times_the_lines_of_a_batch_take_the_same_statements(TestDatabase database)
    {
        var (few, many) = (await CountAsync(apps.On(database), 10), await CountAsync(apps.On(database), 100));
        Assert.Equal(few, many);
        Assert.InRange(few.First, 10, 45);
        Assert.InRange(few.Again, 5, 20);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Five_thousand_products_take_no_more_memory_than_the_first_thousand(TestDatabase database)
    {
        using var desk = new ImportDesk(apps.On(database));
        desk.Write("client,sku,product,variant", [.. Enumerable.Range(1, 5000).Select(n => $"A,S{n:0000},Product {n},{(n % 2 == 0 ? $"S{n:0000}-V" : "")}")]);
        var memory = new Memory();
        var report = await apps.On(database).Get<CatalogueImport>().RunAsync(new(Guid.NewGuid(), desk.Csv, null, false, Actor.Console), memory, default);
        Assert.Equal((5000, 2500, 0), (report.Made, report.Variants, report.FaultCount));
        Assert.Equal(5, memory.Sizes.Count);
        Assert.InRange(memory.Sizes[^1] - memory.Sizes[0], long.MinValue, 4_000_000);
        Assert.Equal(5000, (await apps.On(database).Get<ProductList>().FindAsync(new(Client: desk.Client), default)).Total);
    }

    /// <summary>Products with a variant and ten pictures each, first as new ones, then once more.</summary>
    private static async Task<(int First, int Again)> CountAsync(MediaApp app, int products)
    {
        using var desk = new ImportDesk(app);
        await desk.ImportAsync("client,sku", "A,SHELF");
        var shelved = await app.ShelveAsync((await desk.ProductAsync("SHELF")).Id, products * 10);
        await using var db = await app.DbAsync();
        var sha = await db.Set<Asset>().Where(a => shelved.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.Sha256).ToListAsync();
        desk.Write("client,sku,product,variant,file,sha256,title", [.. sha.Select((s, n) => $"A,P{n / 10},Product {n / 10},{(n % 10 == 9 ? "V" : "")},{n}.png,{s},Title {n}")]);
        return (
            await Statements.OfAsync(async () => Assert.Equal((products, products * 10), await desk.RunAsync(desk.Csv) is var r ? (r.Made, r.Placed) : default)),
            await Statements.OfAsync(async () => Assert.True((await desk.RunAsync(desk.Csv)).ChangesNothing)));
    }

    private sealed class Memory : IProgress<ImportProgress>
    {
        public List<long> Sizes { get; } = [];

        public void Report(ImportProgress value)
        {
            if (value.Stage == ImportStage.Working) Sizes.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
