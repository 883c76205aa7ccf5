using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Saving all variants at once: whatever is wished comes about, by the same few statements.</summary>
public sealed class VariantEditorTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Whatever_list_follows_whatever_list_it_stands_exactly_as_wished(TestDatabase database)
    {
        var app = apps.On(database);
        var editor = app.Get<VariantEditor>();
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        var product = await app.NewProductAsync();
        IReadOnlyList<VariantView> now = [];
        for (var round = 0; round < 40; round++)
        {
            var wished = Wish(dice, now);
            var outcome = await editor.SaveAsync(product, wished, VariantVersion.Of(now), Actor.Portal, default);
            var saved = Assert.IsType<VariantsOutcome.Saved>(outcome);
            Assert.True(wished.Select(w => (w.Sku, w.Name)).SequenceEqual(saved.Variants.Select(v => (v.Sku, v.Name))), $"seed {seed}, round {round}");
            Assert.True(wished.Zip(saved.Variants).All(pair => pair.First.Id is null ? now.All(v => v.Id != pair.Second.Id) : pair.First.Id == pair.Second.Id), $"seed {seed}, round {round}");
            Assert.Equal(wished.Count(w => w.Id is null), saved.Added);
            Assert.Equal(now.Count - wished.Count(w => w.Id is not null), saved.Removed);
            now = (await app.Get<Galleries>().OpenAsync(product, default))!.Variants;
            Assert.Equal(saved.Variants, now);
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Two_hundred_take_as_many_statements_as_ten(TestDatabase database)
    {
        var app = apps.On(database);
        Assert.Equal(await StatementsAsync(app, 10), await StatementsAsync(app, 200));
    }

    [Fact]
    public async Task A_viewer_may_not()
    {
        var app = apps.On(TestDatabase.Sqlite);
        var product = await app.NewProductAsync();
        await Assert.ThrowsAsync<AccessDeniedException>(() => app.Get<VariantEditor>().SaveAsync(product, [], null, Actor.User(7, "v", Role.Viewer), default));
    }

    /// <summary>Of adding so many, and of adding, renaming in a ring, moving and removing at once.</summary>
    private static async Task<(int First, int Second)> StatementsAsync(MediaApp app, int count)
    {
        var editor = app.Get<VariantEditor>();
        var product = await app.NewProductAsync();
        var fresh = Enumerable.Range(1, count).Select(n => new WishedVariant(null, $"V-{n}", $"Variant {n}")).ToList();
        var first = await Statements.OfAsync(() => editor.SaveAsync(product, fresh, null, Actor.Portal, default));
        var now = (await app.Get<Galleries>().OpenAsync(product, default))!.Variants;
        var kept = now.Take(count / 2).ToList();
        var mixed = kept.Select((v, n) => new WishedVariant(v.Id, kept[(n + 1) % kept.Count].Sku, v.Name)).Reverse().Concat(fresh.Skip(count / 2).Select(v => v with { Name = "again" })).ToList();
        var second = await Statements.OfAsync(() => editor.SaveAsync(product, mixed, null, Actor.Portal, default));
        Assert.InRange(second, first, 14);
        return (first, second);
    }

    /// <summary>Some of those that are there, in any order, some under SKUs that others of them have; some new ones.</summary>
    private static List<WishedVariant> Wish(Random dice, IReadOnlyList<VariantView> now)
    {
        var kept = now.Where(_ => dice.Next(5) > 0).ToArray();
        dice.Shuffle(kept);
        var skus = kept.Select(v => v.Sku).Concat(now.Except(kept).Select(v => v.Sku)).Concat(Enumerable.Range(0, 5).Select(_ => $"S-{dice.Next(1_000_000)}")).Distinct().ToArray();
        if (dice.Next(2) == 0) dice.Shuffle(skus);
        var old = kept.Select((v, n) => new WishedVariant(v.Id, skus[n], dice.Next(3) == 0 ? $"İsim {dice.Next(100)} \"'\\" : v.Name));
        var news = skus.Skip(kept.Length).Take(dice.Next(6)).Select(sku => new WishedVariant(null, sku, $"New {dice.Next(100)}"));
        var all = old.Concat(news).ToArray();
        if (dice.Next(2) == 0) dice.Shuffle(all);
        return [.. all];
    }
}
