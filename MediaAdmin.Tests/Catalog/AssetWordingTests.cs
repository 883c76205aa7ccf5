using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Catalog;

/// <summary>The same words for many pictures at once.</summary>
public sealed class AssetWordingTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Tags_come_and_go_on_all_that_match_but_for_some_and_are_found_at_once(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 4);
        Assert.Equal(3, await GiveAsync(app, new { filter = new { product }, assetIds = new[] { ids[3] }, addTags = new[] { " Yaz ", "hero" } }));
        Assert.Equal(["Yaz", "hero"], (await OneAsync(app, ids[0])).Tags);
        Assert.Empty((await OneAsync(app, ids[3])).Tags);
        Assert.Equal(3, await FoundAsync(app, new(Search: "yaz", Product: product)));

        Assert.Equal(1, await GiveAsync(app, new { assetIds = new[] { ids[0] }, removeTags = new[] { "YAZ" }, addTags = new[] { "HERO" } }));
        Assert.Equal(["hero"], (await OneAsync(app, ids[0])).Tags);
        Assert.Equal(2, await FoundAsync(app, new(Search: "yaz", Product: product)));
        Assert.Equal(3, await FoundAsync(app, new(Tag: "hero", Product: product)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Alt_texts_replace_what_is_there_unless_that_is_to_be_kept(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = await app.ShelveAsync(null, 2);
        await GiveAsync(app, new { assetIds = ids[..1], altEn = "A \"lamp\"", altTr = "Işıklı 'lamba'" });
        Assert.Equal(1, await GiveAsync(app, new { assetIds = ids, altEn = "Something", keepExisting = true }));
        Assert.Equal(("A \"lamp\"", "Işıklı 'lamba'"), Alts(await OneAsync(app, ids[0])));
        Assert.Equal(("Something", ""), Alts(await OneAsync(app, ids[1])));
        Assert.Equal(2, await GiveAsync(app, new { assetIds = ids, altEn = "All the same" }));
        Assert.Equal(("All the same", "Işıklı 'lamba'"), Alts(await OneAsync(app, ids[0])));
        Assert.Equal(0, await GiveAsync(app, new { assetIds = ids, altEn = "All the same" }));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_undo_brings_the_former_words_back_exactly_and_leaves_what_was_changed_since(TestDatabase database)
    {
        var app = apps.On(database);
        var (ids, list, wording) = (await app.ShelveAsync(null, 4), app.Get<AssetList>(), app.Get<AssetWording>());
        await list.DescribeAsync(ids[0], new("Title", "A lamp", "Lamba", ["oak", "Lamp"]), Actor.Portal, default);
        await list.DescribeAsync(ids[3], new(null, "All the same", null, ["autumn"]), Actor.Portal, default);
        var before = await Task.WhenAll(ids.Select(id => OneAsync(app, id)));
        var (changed, _, former) = await wording.DescribeAsync(new(AssetIds: ids), new(["autumn"], ["lamp"], "All the same"), Actor.Portal, default);
        Assert.Equal((3, 3), (changed, former.Pictures)); // the fourth had them already
        await list.DescribeAsync(ids[1], new(null, "Somebody else's", null, null), Actor.Portal, default);
        await list.DescribeAsync(ids[2], new("Another title", null, null, null), Actor.Portal, default);
        Assert.Equal(2, await wording.UndoAsync(former, Actor.Portal, default));
        var after = await Task.WhenAll(ids.Select(id => OneAsync(app, id)));
        Assert.Equal(before[0].Tags, after[0].Tags);
        Assert.Equal(before[0], after[0] with { Tags = before[0].Tags });
        Assert.Equal(("Somebody else's", "autumn"), (after[1].AltEn, Assert.Single(after[1].Tags)));
        Assert.Equal(("Another title", "", 0), (after[2].Title, after[2].AltEn, after[2].Tags.Count));
        Assert.Equal("All the same", after[3].AltEn);
        Assert.Equal(0, await wording.UndoAsync(former, Actor.Portal, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => wording.UndoAsync(former, Actor.User(1, "v", Role.Viewer), default));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_hundred_pictures_take_as_many_statements_as_one(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = await app.ShelveAsync(null, 100);
        var words = new CommonWords(AddTags: ["many"]);
        var one = await Statements.OfAsync(() => app.Get<AssetWording>().DescribeAsync(new(AssetIds: ids[..1]), words, Actor.Portal, CancellationToken.None));
        var hundred = await Statements.OfAsync(() => app.Get<AssetWording>().DescribeAsync(new(AssetIds: ids), words, Actor.Portal, CancellationToken.None));
        Assert.Equal(one, hundred);
        var former = (await app.Get<AssetWording>().DescribeAsync(new(AssetIds: ids), new(AltEn: "All"), Actor.Portal, CancellationToken.None)).Former;
        Assert.Equal(one, await Statements.OfAsync(() => app.Get<AssetWording>().UndoAsync(former, Actor.Portal, CancellationToken.None)));
        Assert.Equal(["many"], (await OneAsync(app, ids[99])).Tags);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_a_search_looks_through_is_the_same_as_when_each_picture_is_described_by_itself(TestDatabase database)
    {
        var app = apps.On(database);
        var (ids, list) = (await app.ShelveAsync(null, 6), app.Get<AssetList>());
        string[][] tags = [[], ["Yaz"], ["ŞİŞLİ 😀", "ﬁne"], ["İ"], ["e\u0301te", "yaz"], []];
        for (var n = 0; n < ids.Length; n++) await list.DescribeAsync(ids[n], new($"T{n} 😀", n % 2 == 0 ? "" : "Œuvre ﬂow", "Işıklı İğne", tags[n]), Actor.Portal, default);
        await app.Get<AssetWording>().DescribeAsync(new(AssetIds: ids), new(["GÜZ 😀", "straße"], ["yaz", "ﬁne"], "𝒜lt"), Actor.Portal, default);
        await using var db = await app.DbAsync();
        foreach (var asset in await db.Set<Asset>().Where(a => ids.Contains(a.Id)).AsNoTracking().ToListAsync())
        {
            var found = asset.SearchText;
            asset.Describe(null, null, null, null);
            Assert.Equal(asset.SearchText, found);
            Assert.Equal(("𝒜lt", "Işıklı İğne"), (asset.AltEn, asset.AltTr));
            Assert.Equal(["GÜZ 😀", "straße"], asset.Tags.TakeLast(2));
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Tags_are_kept_once_for_all_that_share_them_whatever_their_alt_texts_say(TestDatabase database)
    {
        var app = apps.On(database);
        var (ids, wording) = (await app.ShelveAsync(null, 3), app.Get<AssetWording>());
        await wording.DescribeEachAsync(ids.ToDictionary(id => id, id => new AssetWords(null, $"Picture {id}", $"Resim {id}", null)), false, Actor.Portal, default);
        var (_, _, former) = await wording.DescribeAsync(new(AssetIds: ids), new(["shared"]), Actor.Portal, default);
        Assert.Equal((1, 3), (former.Changes.Count, former.Pictures));
        Assert.Equal(3, (await wording.DescribeAsync(new(AssetIds: ids), new(AltTr: "Hepsi aynı"), Actor.Portal, default)).Former.Changes.Count);
        Assert.Equal(0, await wording.UndoAsync(new(), Actor.Portal, default));
        Assert.Equal(3, await wording.UndoAsync(former, Actor.Portal, default));
        Assert.Equal(($"Picture {ids[1]}", "Hepsi aynı"), Alts(await OneAsync(app, ids[1])));
        Assert.Equal(1, await FoundAsync(app, new(Search: $"picture {ids[2]} hepsi")));
    }

    [Fact]
    public void Too_many_different_words_written_over_leave_no_undo_and_tags_that_many_share_do()
    {
        var (many, alts) = (new Rewording(), new Rewording());
        for (var id = 1; id <= 3; id++) many.Give(id, new("", "", []), new("", "", ["shared"]));
        for (var id = 1; id <= 3; id++) alts.Give(id, new($"Picture {id}", "", []), new("All the same", "", []));
        Assert.Equal((3, true), (many.Former(most: 2).Pictures, many.Former(most: 2).CanUndo));
        Assert.Equal((3, true, false), (alts.Former(most: 2).Pictures, alts.Former(most: 3).CanUndo, alts.Former(most: 2).CanUndo));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task What_cannot_be_done_is_refused_and_nothing_changes(TestDatabase database)
    {
        var app = apps.On(database);
        var ids = await app.ShelveAsync(null, 1);
        foreach (var wrong in (object[])[new { assetIds = ids }, new { addTags = new[] { "x" } }, new { filter = new { }, addTags = new[] { "x" } }, new { assetIds = ids, altEn = new string('x', Asset.MaxAlt + 1) }, new { assetIds = ids, addTag = new[] { "x" } }])
            Assert.Equal(HttpStatusCode.BadRequest, (await app.Admin.PostAsJsonAsync("/api/assets/words", wrong)).StatusCode);
        using var viewer = app.Client(await app.NewKeyAsync(Role.Viewer));
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsJsonAsync("/api/assets/words", new { assetIds = ids, altEn = "x" })).StatusCode);
        Assert.Equal(("", ""), Alts(await OneAsync(app, ids[0])));
    }

    private static async Task<int> GiveAsync(MediaApp app, object words)
    {
        using var answer = await app.Admin.PostAsJsonAsync("/api/assets/words", words);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<WordsGiven>(MediaApp.Json))!.Changed;
    }

    private static async Task<AssetView> OneAsync(MediaApp app, long id) => (await app.Get<AssetList>().FindAsync(id, CancellationToken.None))!;

    private static Task<int> FoundAsync(MediaApp app, AssetQuery query) => app.Get<AssetList>().CountAsync(query, CancellationToken.None);

    private static (string, string) Alts(AssetView asset) => (asset.AltEn, asset.AltTr);
}
