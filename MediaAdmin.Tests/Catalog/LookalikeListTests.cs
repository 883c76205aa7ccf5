using System.Numerics;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Pictures that look alike, pair by pair. Each test has a portal of its own: the list holds what everybody has.</summary>
public sealed class LookalikeListTests
{
    private const long Ground = 0x0F1E_2D3C_4B5A_6978;

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Pairs_are_those_that_comparing_all_with_all_would_find_the_most_alike_first(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        var seed = Environment.TickCount;
        var dice = new Random(seed);
        var product = await app.NewProductAsync();
        var hashes = new List<long> { long.MinValue, long.MinValue | 1, -1, -2, 1, 3 };
        while (hashes.Count < 60) hashes.Add(hashes.Count % 3 == 0 ? dice.NextInt64(long.MinValue, long.MaxValue) : Flipped(hashes[dice.Next(hashes.Count)], dice.Next(6), dice));
        var next = 0;
        var ids = await app.ShelveAsync(product, hashes.Count, null, file => file with { PerceptualHash = hashes[next++] });
        var expected = from one in Enumerable.Range(0, ids.Length)
                       from other in Enumerable.Range(one + 1, ids.Length - one - 1)
                       let distance = BitOperations.PopCount((ulong)(hashes[one] ^ hashes[other]))
                       where distance <= LookalikeList.Farthest && hashes[one] != 0 && hashes[other] != 0
                       orderby distance, ids[other] descending, ids[one]
                       select (ids[one], ids[other], (int?)distance);
        var found = await app.Get<LookalikeList>().FindAsync(1, 200, default);
        Assert.True(expected.Take(200).SequenceEqual(Pairs(found)), $"seed {seed}");
        Assert.Equal(expected.Count(), found.Total);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_same_bytes_other_clients_flat_pictures_and_the_trash_make_no_pair(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        var (lamp, vase) = (await app.NewProductAsync(), await app.NewProductAsync());
        await app.ShelveAsync(lamp, 2, null, file => file with { PerceptualHash = Ground, Sha256 = "aa" });
        await app.ShelveAsync(vase, 1, null, file => file with { PerceptualHash = Ground });
        await app.ShelveAsync(vase, 2, null, file => file with { PerceptualHash = 0 });
        await app.ShelveAsync(null, 2, null, file => file with { PerceptualHash = null });
        var trashed = await app.ShelveAsync(vase, 1, null, file => file with { PerceptualHash = Ground ^ 1 });
        Assert.Equal(1, (await app.Get<LookalikeList>().FindAsync(1, 20, default)).Total);
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets(trashed), Actor.Portal, default);
        Assert.Equal(0, (await app.Get<LookalikeList>().FindAsync(1, 20, default)).Total);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Those_told_apart_are_never_a_pair_again_and_others_stay(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        var (list, next) = (app.Get<LookalikeList>(), 0);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 3, null, file => file with { PerceptualHash = Ground ^ (1L << next++) });
        Assert.Equal([(ids[1], ids[2], 2), (ids[0], ids[2], 2), (ids[0], ids[1], 2)], Pairs(await list.FindAsync(1, 20, default)).OrderByDescending(p => p.Other).ThenByDescending(p => p.One));
        Assert.True(await list.TellApartAsync(ids[2], ids[0], Actor.Portal, default));
        Assert.True(await list.TellApartAsync(ids[0], ids[2], Actor.Portal, default)); // said twice
        Assert.Equal([(ids[0], ids[1]), (ids[1], ids[2])], Pairs(await list.FindAsync(1, 20, default)).Select(p => (p.One, p.Other)).Order());
        Assert.True(await list.ForgetApartAsync(ids[2], ids[0], Actor.Portal, default));
        Assert.Equal(3, (await list.FindAsync(1, 20, default)).Total);
        Assert.False(await list.ForgetApartAsync(ids[2], ids[0], Actor.Portal, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => list.ForgetApartAsync(ids[0], ids[2], Actor.User(1, "Vic", Role.Viewer), default));
        Assert.False(await list.TellApartAsync(ids[0], long.MaxValue, Actor.Portal, default));
        Assert.False(await list.TellApartAsync(ids[0], ids[0], Actor.Portal, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => list.TellApartAsync(ids[0], ids[1], Actor.User(1, "Vic", Role.Viewer), default));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Two_hundred_pairs_are_paged_by_as_many_statements_as_two(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        var (list, product, next) = (app.Get<LookalikeList>(), await app.NewProductAsync(), 0L);
        AssetFile Far(AssetFile file) => file with { PerceptualHash = (next / 2 + 1) * 0x0101_0101_0101_0101L ^ (next++ % 2) };
        await app.ShelveAsync(product, 4, null, Far);
        var two = await Statements.OfAsync(() => list.FindAsync(1, 20, default));
        await app.ShelveAsync(product, 246, null, Far);
        DuplicatePage? page = null;
        Assert.Equal(two, await Statements.OfAsync(async () => page = await list.FindAsync(2, 20, default)));
        Assert.Equal((2, 20), (page!.Number, page.Groups.Count));
        Assert.Empty((await list.FindAsync(999, 20, default)).Groups);
    }

    private static IEnumerable<(long One, long Other, int? Distance)> Pairs(DuplicatePage page) => page.Groups.Select(g => (g.Pictures[0].Asset.Id, g.Pictures[1].Asset.Id, g.Distance));

    private static long Flipped(long hash, int bits, Random dice)
    {
        for (var n = 0; n < bits; n++) hash ^= 1L << dice.Next(64);
        return hash;
    }
}
