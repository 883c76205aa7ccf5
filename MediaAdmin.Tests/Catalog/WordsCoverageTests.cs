using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>How far the alt texts have come, and two people who write words on the same picture.</summary>
public sealed class WordsCoverageTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_picture_is_covered_when_it_is_decorative_or_described_in_both_languages(TestDatabase database)
    {
        var app = apps.On(database);
        var (list, product) = (app.Get<AssetList>(), await app.NewProductAsync());
        Assert.Equal(new(0, 0), await list.CoverageAsync(new(Product: product), default));
        var ids = await app.ShelveAsync(product, 6);
        await list.DescribeAsync(ids[0], new(null, "A lamp", "Bir lamba", null), Actor.Portal, default);
        await list.DescribeAsync(ids[1], new(null, "A lamp", null, null), Actor.Portal, default);
        await list.DescribeAsync(ids[2], new(null, null, null, null, IsDecorative: true), Actor.Portal, default);
        var coverage = new AltCoverage(0, 0);
        Assert.Equal(1, await Statements.OfAsync(async () => coverage = await list.CoverageAsync(new(Product: product), default)));
        Assert.Equal((6, 2, .33), (coverage.Pictures, coverage.Covered, coverage.Share));
        Assert.Equal(new(4, 0), await list.CoverageAsync(new(Product: product, MissingAlt: true), default));
    }

    [Fact]
    public void Only_when_nothing_is_missing_it_is_all() => Assert.Equal((.99, 1, 1), (new AltCoverage(1000, 999).Share, new AltCoverage(1000, 1000).Share, new AltCoverage(0, 0).Share));

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Words_that_somebody_else_changed_meanwhile_are_not_overwritten_but_other_fields_are_free(TestDatabase database)
    {
        var app = apps.On(database);
        var (list, id) = (app.Get<AssetList>(), (await app.ShelveAsync(null, 1))[0]);
        await list.DescribeAsync(id, new(null, "Theirs", null, ["theirs"]), Actor.Portal, default);
        var (asset, _, overtaken) = await list.DescribeAsync(id, new(null, "Mine", "Benim", null), Actor.Portal, default, new(null, "", "", null));
        Assert.Equal((true, "Theirs", ""), (overtaken, asset!.AltEn, asset.AltTr));
        Assert.True((await list.DescribeAsync(id, new(null, null, null, ["mine"]), Actor.Portal, default, new(null, null, null, []))).IsOvertaken);

        (asset, _, overtaken) = await list.DescribeAsync(id, new("Lamp", null, "Benim", null), Actor.Portal, default, new("shelf-001", null, "", null));
        Assert.Equal((false, "Lamp", "Theirs", "Benim"), (overtaken, asset!.Title, asset.AltEn, asset.AltTr));
        Assert.False((await list.DescribeAsync(id, new(null, "Theirs", null, null), Actor.Portal, default, new(null, "", null, null))).IsOvertaken); // both wish the same
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_first_of_a_choice_come_in_the_order_of_its_filter_without_those_in_sight(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 5);
        var list = app.Get<AssetList>();
        Assert.Equal([ids[4], ids[2]], (await list.FirstAsync(new(new(Product: product), [ids[3]]), 2, default)).Select(a => a.Id));
        Assert.Equal([ids[0], ids[3]], (await list.FirstAsync(new(AssetIds: [ids[3], ids[0]]), 9, default)).Select(a => a.Id));
        Assert.Equal(1, await Statements.OfAsync(() => list.FirstAsync(new(new(Product: product), ids), 50, default)));
    }
}
