using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>What a batch of an import costs does not grow with its lines.</summary>
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
}
