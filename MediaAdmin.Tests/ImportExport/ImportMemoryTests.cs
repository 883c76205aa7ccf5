using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.ImportExport;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>The memory that an import takes does not grow with the file.</summary>
[Collection(Alone.Name)]
public sealed class ImportMemoryTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
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

    private sealed class Memory : IProgress<ImportProgress>
    {
        public List<long> Sizes { get; } = [];

        public void Report(ImportProgress value)
        {
            if (value.Stage == ImportStage.Working) Sizes.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
