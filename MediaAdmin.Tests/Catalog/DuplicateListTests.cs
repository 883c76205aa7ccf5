using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>Pictures with the same bytes, group by group. Each test has a portal of its own: the list holds what everybody has.</summary>
public sealed class DuplicateListTests
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Those_of_one_client_make_a_group_the_oldest_first_with_where_each_is_used(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        var (lamp, vase) = (await app.NewProductAsync("Lamp"), await app.NewProductAsync("Vase"));
        var (first, twin) = (await app.ShelveSameAsync(lamp, "aa", 2), await app.ShelveSameAsync(lamp, "bb", 3));
        await app.ShelveSameAsync(vase, "aa", 1); // another client's
        var loose = await app.ShelveSameAsync(null, "cc", 2);
        await app.PlaceAsync(vase, null, twin[2]);
        var page = await app.Get<DuplicateList>().FindAsync(1, 50, default);
        Assert.Equal((3, 4, 1), (page.Total, page.Spare, page.Pages));
        Assert.Equal([loose, twin, first], page.Groups.Select(g => g.Pictures.Select(p => p.Asset.Id).ToArray()));
        Assert.Equal(["Lamp", "Vase"], page.Groups[1].Pictures[2].Uses.Select(u => u.Name).Order());
        Assert.Equal([first, twin, loose], (await app.Get<DuplicateList>().AllAsync(default)).Select(g => g.ToArray()));
        Assert.Equal(7, await app.Get<AssetList>().CountAsync(new(Duplicates: true), default));

        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([first[0], twin[0]]), Actor.Portal, default);
        Assert.Equal([loose, twin[1..]], (await app.Get<DuplicateList>().FindAsync(1, 50, default)).Groups.Select(g => g.Pictures.Select(p => p.Asset.Id).ToArray()));
        Assert.Equal(4, await app.Get<AssetList>().CountAsync(new(Duplicates: true), default));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Two_hundred_groups_are_paged_by_as_many_statements_as_two(TestDatabase database)
    {
        await using var app = new MediaApp(database: database);
        var product = await app.NewProductAsync();
        var list = app.Get<DuplicateList>();
        foreach (var n in (int[])[1, 2]) await app.ShelveSameAsync(product, $"{n:00}", 2);
        var two = await Statements.OfAsync(() => list.FindAsync(1, 20, default));
        for (var n = 3; n <= 200; n++) await app.ShelveSameAsync(product, $"{n:000}", 2);
        DuplicatePage? page = null;
        Assert.Equal(two, await Statements.OfAsync(async () => page = await list.FindAsync(7, 30, default)));
        Assert.Equal((200, 200, 7, 7, 20), (page!.Total, page.Spare, page.Number, page.Pages, page.Groups.Count));
    }
}
