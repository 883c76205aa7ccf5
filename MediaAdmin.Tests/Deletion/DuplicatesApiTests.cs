using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>Duplicates listed and merged by programs.</summary>
public sealed class DuplicatesApiTests
{
    [Fact]
    public async Task A_group_is_listed_merged_and_brought_back_by_its_operation()
    {
        await using var app = new MediaApp();
        var product = await app.NewProductAsync();
        var ids = await app.ShelveSameAsync(product, "aa", 3);
        Assert.Equal(ids, (await ListAsync(app)).Items.Single().Pictures.Select(p => p.Asset.Id));
        var done = await MergeAsync(app, new { merges = new[] { new { keptId = ids[1], goneIds = new[] { ids[0], ids[2] } } } });
        Assert.Equal(2, done.Removed);
        Assert.Equal([ids[1]], await app.OrderAsync(product));
        Assert.Equal(0, (await ListAsync(app)).Total);
        (await app.Admin.DeleteAsync($"/api/deletions/{done.Operation}")).EnsureSuccessStatusCode();
        Assert.Equal(ids, await app.OrderAsync(product));
    }

    [Fact]
    public async Task All_groups_are_merged_at_once_and_the_oldest_stay()
    {
        await using var app = new MediaApp();
        var product = await app.NewProductAsync();
        var (first, second) = (await app.ShelveSameAsync(product, "aa", 2), await app.ShelveSameAsync(product, "bb", 3));
        Assert.Equal(3, (await MergeAsync(app, new { all = true })).Removed);
        Assert.Equal([first[0], second[0]], await app.OrderAsync(product));
        Assert.Equal(0, (await MergeAsync(app, new { all = true })).Removed);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"merges":[]}""")]
    [InlineData("""{"merges":[null]}""")]
    [InlineData("""{"merges":[{"keptId":1,"goneIds":[]}]}""")]
    [InlineData("""{"merges":[{"keptId":1,"goneIds":[2]}],"all":true}""")]
    [InlineData("""{"al":true}""")]
    public async Task What_is_not_clear_is_refused(string json)
    {
        await using var app = new MediaApp();
        using var answer = await app.Admin.PostAsync("/api/assets/duplicates/merge", new StringContent(json, null, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Viewers_look_and_do_not_merge()
    {
        await using var app = new MediaApp();
        using var viewer = app.Client(await app.NewKeyAsync(Role.Viewer));
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/assets/duplicates")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsJsonAsync("/api/assets/duplicates/merge", new { all = true })).StatusCode);
    }

    private static async Task<Page<DuplicateGroup>> ListAsync(MediaApp app) => (await app.Admin.GetFromJsonAsync<Page<DuplicateGroup>>("/api/assets/duplicates", MediaApp.Json))!;

    private static async Task<Trashed> MergeAsync(MediaApp app, object request)
    {
        using var answer = await app.Admin.PostAsJsonAsync("/api/assets/duplicates/merge", request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Trashed>(MediaApp.Json))!;
    }
}
