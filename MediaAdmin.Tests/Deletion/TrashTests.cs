using System.Net;
using System.Net.Http.Json;
using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Deletion;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Deletion;

/// <summary>Gone from the shop at once, back in a click: exactly where it stood.</summary>
public sealed class TrashTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_deleted_picture_leaves_its_galleries_and_the_next_one_is_the_main_picture(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, other) = (await app.NewProductAsync(), await app.NewProductAsync());
        var ids = await app.ShelveAsync(product, 3);
        await app.PlaceAsync(other, null, ids[0]);
        var trashed = await Trash(app).PutAsync(new DeletionTarget.Assets([ids[0]]), Actor.Portal, default);
        Assert.Equal(1, trashed.Removed);
        Assert.Equal([ids[1], ids[2]], await app.OrderAsync(product));
        Assert.Empty(await app.OrderAsync(other));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Admin.GetAsync($"/api/assets/{ids[0]}")).StatusCode);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Undo_brings_pictures_back_into_the_same_places_whatever_came_meanwhile(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var ids = await app.ShelveAsync(product, 5);
        await Trash(app).PutAsync(new DeletionTarget.Assets([ids[0], ids[1], ids[3]]), Actor.Portal, default);
        var late = await app.ShelveAsync(product, 1);
        Assert.Equal([ids[2], ids[4], late[0]], await app.OrderAsync(product));

        Assert.Equal(new Restored(1, 1), await Trash(app).RestoreAsync([ids[1]], Actor.Portal, default));
        Assert.Equal([ids[1], ids[2], ids[4], late[0]], await app.OrderAsync(product));
        Assert.Equal(new Restored(2, 2), await Trash(app).RestoreAsync([ids[0], ids[3], ids[1]], Actor.Portal, default));
        Assert.Equal(ids.Concat(late), await app.OrderAsync(product));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_product_goes_with_its_pictures_but_not_with_those_that_others_use_and_comes_back_whole(TestDatabase database)
    {
        var app = apps.On(database);
        var (product, other) = (await app.NewProductAsync(), await app.NewProductAsync());
        var ids = await app.ShelveAsync(product, 3);
        await app.PlaceAsync(other, null, ids[1]);
        var trashed = await Trash(app).PutAsync(new DeletionTarget.OfProduct(product), Actor.Portal, default);
        Assert.Equal(2, trashed.Removed);
        Assert.Null(await app.Get<Galleries>().OpenAsync(product, default));
        Assert.Equal([ids[1]], await app.OrderAsync(other));

        Assert.Equal(new Restored(2, 2, Products: 1), await Trash(app).RestoreAsync(trashed.Operation, Actor.Portal, default));
        Assert.Equal(ids, await app.OrderAsync(product));
        Assert.Equal([ids[1]], await app.OrderAsync(other));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task After_the_purge_the_file_the_rows_and_the_address_are_gone_and_the_story_stays(TestDatabase database)
    {
        await using var app = new MediaApp(new Dictionary<string, string> { ["Deletion:UndoWindow"] = "00:00:00" }, database: database);
        var ids = await app.ShelveAsync(await app.NewProductAsync(), 2);
        var key = (await app.KeysAsync(ids[0])).Single();
        var deleted = (await (await app.Admin.DeleteAsync($"/api/assets/{ids[0]}")).Content.ReadFromJsonAsync<DeletedAsset>(MediaApp.Json))!;
        var story = await Eventually.GetAsync(async () => (await app.Get<DeletionList>().FindAsync(deleted.Deletion!.Id, default))!, d => d.State == DeletionState.Deleted, "deleted");
        Assert.True(story is { ConfirmedAt: not null, UnservedAt: not null, EndedAt: not null, Attempts: 1 });
        Assert.False(app.StoreHas(key));
        Assert.Equal(HttpStatusCode.Conflict, (await app.Admin.DeleteAsync($"/api/assets/{ids[0]}/deletion")).StatusCode);
        Assert.Empty(await app.KeysAsync(ids[0]));
        Assert.NotEmpty(await app.KeysAsync(ids[1]));
    }

    private static Trash Trash(MediaApp app) => app.Get<Trash>();
}
