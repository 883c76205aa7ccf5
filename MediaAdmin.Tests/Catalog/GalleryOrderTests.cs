using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Catalog;

/// <summary>A new order for a gallery: saved at once, never over somebody else's unseen.</summary>
public sealed class GalleryOrderTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Pictures_stand_in_the_order_wished_and_the_diary_says_who_did_it(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 4);
        long[] wished = [ids[3], ids[0], ids[2], ids[1]];
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(app, product, wished, await TagAsync(app, product))).StatusCode);
        Assert.Equal(wished, await app.OrderAsync(product));
        var line = (await app.Get<GalleryDiary>().ReadAsync(product, null, default))[0];
        Assert.Equal((GalleryChange.Reordered, 3), (line.Change, line.Pictures));
        Assert.Equal(wished, line.Order);
        Assert.Equal(4, line.Thumbnails.Count);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Who_comes_late_gets_the_order_as_it_stands_and_changes_nothing(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 3);
        var seen = await TagAsync(app, product);
        (await PutAsync(app, product, [ids[2], ids[1], ids[0]], seen)).EnsureSuccessStatusCode();
        using var late = await PutAsync(app, product, [ids[1], ids[0], ids[2]], seen);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Equal([ids[2], ids[1], ids[0]], (await late.Content.ReadFromJsonAsync<GalleryNow>(MediaApp.Json))!.AssetIds);
        Assert.Equal([ids[2], ids[1], ids[0]], await app.OrderAsync(product));
        (await PutAsync(app, product, [ids[1], ids[0], ids[2]], late.Headers.ETag!.Tag)).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("\"6000\", {0}", HttpStatusCode.NoContent)]
    [InlineData("{0}, \"6000\"", HttpStatusCode.NoContent)]
    [InlineData("\"6000\",\"7000\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/{0}", HttpStatusCode.PreconditionFailed)]
    public async Task Whoever_saw_one_of_several_orders_may_change_it_when_it_is_one_of_them(string match, HttpStatusCode status)
    {
        var app = apps.On(TestDatabase.Sqlite);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 2);
        using var answer = await PutAsync(app, product, [ids[1], ids[0]], string.Format(match, await TagAsync(app, product)));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.NoContent ? [ids[1], ids[0]] : ids, await app.OrderAsync(product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Of_two_who_save_at_once_exactly_one_wins(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 5);
        for (var round = 0; round < 10; round++)
        {
            var seen = await TagAsync(app, product);
            var answers = await Task.WhenAll(PutAsync(app, product, [.. ids.Reverse()], seen), PutAsync(app, product, [ids[1], ids[0], .. ids[2..]], seen));
            Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.PreconditionFailed], answers.Select(a => a.StatusCode).Order());
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_picture_in_the_trash_comes_back_to_its_position_after_the_others_were_arranged_anew(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 4);
        await app.Get<Trash>().PutAsync(new DeletionTarget.Assets([ids[1]]), Actor.Portal, default);
        (await PutAsync(app, product, [ids[3], ids[2], ids[0]], "*")).EnsureSuccessStatusCode();
        await app.Get<Trash>().RestoreAsync([ids[1]], Actor.Portal, default);
        Assert.Equal([ids[3], ids[1], ids[2], ids[0]], await app.OrderAsync(product));
    }

    [Theory]
    [InlineData("[]", "\"1\"", HttpStatusCode.BadRequest)]
    [InlineData("[999999]", "*", HttpStatusCode.BadRequest)]
    [InlineData("TWICE", "*", HttpStatusCode.BadRequest)]
    [InlineData("ALL", "", HttpStatusCode.PreconditionRequired)]
    [InlineData("ALL", "nonsense", HttpStatusCode.PreconditionFailed)]
    public async Task A_wish_with_a_fault_changes_nothing(string wish, string match, HttpStatusCode status)
    {
        var app = apps.On(TestDatabase.Sqlite);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 2);
        if (match == "\"1\"") match = await TagAsync(app, product);
        var json = wish switch { "ALL" => $"[{ids[1]},{ids[0]}]", "TWICE" => $"[{ids[1]},{ids[1]}]", _ => wish };
        using var answer = await PutAsync(app, product, json, match);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(ids, await app.OrderAsync(product));
    }

    private static async Task<string> TagAsync(MediaApp app, long product)
    {
        using var answer = await app.Admin.GetAsync($"/api/products/{product}/gallery");
        return answer.Headers.ETag!.Tag;
    }

    private static Task<HttpResponseMessage> PutAsync(MediaApp app, long product, long[] ids, string match) => PutAsync(app, product, $"[{string.Join(',', ids)}]", match);

    private static Task<HttpResponseMessage> PutAsync(MediaApp app, long product, string ids, string match)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/products/{product}/gallery/order") { Content = new StringContent($$"""{"assetIds":{{ids}}}""", null, "application/json") };
        if (match.Length > 0) request.Headers.TryAddWithoutValidation("If-Match", match);
        return app.Admin.SendAsync(request);
    }
}
