using MediaAdmin.Data;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Uploads;

/// <summary>An upload is ended or held back only if it still is as it was when that was decided.</summary>
public sealed class UploadFaultsTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Bytes_that_come_after_the_sweep_found_an_upload_expired_keep_it(TestDatabase database)
    {
        var app = apps.On(database);
        var (late, resumed) = (await BeginAsync(app), await BeginAsync(app));
        var found = DateTimeOffset.UtcNow;
        await using (var db = await app.DbAsync())
        {
            await ExpireAtAsync(db, late, found.AddSeconds(-1));
            await ExpireAtAsync(db, resumed, found.AddDays(1)); // as a PATCH does
        }
        Assert.True(await app.Get<UploadFaults>().ExpireAsync(late, "4 of 9 bytes", found, default));
        Assert.False(await app.Get<UploadFaults>().ExpireAsync(resumed, "4 of 9 bytes", found, default));
        Assert.Equal((UploadState.Failed, UploadState.Receiving), (await StateAsync(app, late), await StateAsync(app, resumed)));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_pause_of_the_store_does_not_queue_again_what_has_ended(TestDatabase database)
    {
        var app = apps.On(database);
        var (failed, duplicate) = (await BeginAsync(app), await BeginAsync(app));
        await using (var db = await app.DbAsync())
        {
            await db.Set<Upload>().Where(u => u.Id == failed).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Failed).SetProperty(x => x.Fault, UploadFault.Damaged));
            await db.Set<Upload>().Where(u => u.Id == duplicate).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Duplicate));
        }
        foreach (var id in (Guid[])[failed, duplicate]) await app.Get<UploadFaults>().HoldAsync(id, "the store asks to wait", DateTimeOffset.UtcNow.AddMinutes(1), default);
        Assert.Equal((UploadState.Failed, UploadState.Duplicate), (await StateAsync(app, failed), await StateAsync(app, duplicate)));
    }

    private static async Task<Guid> BeginAsync(MediaApp app) => Journey.Id(await new TusClient(app.Admin).CreateAsync(9, ("filename", "cup.png")));

    private static Task<int> ExpireAtAsync(MediaDb db, Guid id, DateTimeOffset at) =>
        db.Set<Upload>().Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.ExpiresAt, at));

    private static async Task<UploadState> StateAsync(MediaApp app, Guid id)
    {
        await using var db = await app.DbAsync();
        return await db.Set<Upload>().Where(u => u.Id == id).Select(u => u.State).SingleAsync();
    }
}
