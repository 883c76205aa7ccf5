using MediaAdmin.Access;
using MediaAdmin.Notices;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Uploads;

/// <summary>The end of a batch is told once to whoever began it, however its uploads ended and whatever was cut off.</summary>
public sealed class BatchEndTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_batch_is_told_once_when_its_last_upload_has_ended_with_how_each_did(TestDatabase database)
    {
        var app = apps.On(database);
        var (batch, tus) = (Guid.NewGuid(), new TusClient(app.Admin));
        var twin = Pictures.Png(1200);
        await app.UntilAsync(await tus.UploadAsync(twin, "twin.png"), UploadState.Stored);
        var open = await tus.CreateAsync(100, ("filename", "open.png"), Of(batch));
        byte[][] files = [Pictures.Png(1201), Pictures.Png(1202), twin, "no picture"u8.ToArray()];
        foreach (var file in files) await SendAsync(tus, file, batch);
        await Eventually.HoldsAsync(async () => (await UploadsAsync(app, batch)).Count(u => u.State is UploadState.Stored or UploadState.Duplicate or UploadState.Failed) == 4, "four that ended");
        await app.SweepAsync();
        Assert.Null(await ToldAsync(app, batch)); // one still waits for its bytes

        (await tus.SendAsync(HttpMethod.Delete, open)).Dispose();
        await Eventually.HoldsAsync(async () => await ToldAsync(app, batch) == new BatchEnded(batch, null, 2, 1, 1, 1), "the end of the batch");
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task That_one_picture_arrived_is_no_news_and_that_it_failed_is(TestDatabase database)
    {
        var app = apps.On(database);
        var tus = new TusClient(app.Admin);
        var (good, bad) = (Guid.NewGuid(), Guid.NewGuid());
        await SendAsync(tus, Pictures.Png(1203), good);
        await SendAsync(tus, "no picture"u8.ToArray(), bad);
        await Eventually.HoldsAsync(async () => await ToldAsync(app, bad) == new BatchEnded(bad, null, 0, 0, 1, 0), "the failure");
        await Eventually.HoldsAsync(async () => await EndedAtAsync(app, good) is not null, "the end of the good one");
        Assert.Null(await ToldAsync(app, good));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_end_that_a_crash_cut_off_is_told_by_the_sweep_and_more_files_begin_it_anew(TestDatabase database)
    {
        var app = apps.On(database);
        var (batch, tus) = (Guid.NewGuid(), new TusClient(app.Admin));
        foreach (var seed in (int[])[1204, 1205]) await SendAsync(tus, Pictures.Png(seed), batch);
        await Eventually.HoldsAsync(async () => await ToldAsync(app, batch) is { Stored: 2 }, "the end of the batch");
        await using (var db = await app.DbAsync())
        {
            await db.Set<UploadBatch>().Where(b => b.Id == batch).ExecuteUpdateAsync(b => b.SetProperty(x => x.EndedAt, (DateTimeOffset?)null));
            await db.Set<Notice>().Where(n => n.Subject == batch.ToString("N")).ExecuteDeleteAsync();
        }
        await app.SweepAsync();
        Assert.Equal(new BatchEnded(batch, null, 2, 0, 0, 0), await ToldAsync(app, batch));

        await SendAsync(tus, Pictures.Png(1206), batch);
        await Eventually.HoldsAsync(async () => await ToldAsync(app, batch) is { Stored: 3 }, "the end with the third");
    }

    private static (string, string) Of(Guid batch) => ("batch", batch.ToString());

    private static async Task SendAsync(TusClient tus, byte[] bytes, Guid batch)
    {
        var url = await tus.CreateAsync(bytes.Length, ("filename", "one.png"), Of(batch));
        using var patch = await tus.PatchAsync(url, bytes, 0);
    }

    private static async Task<List<Upload>> UploadsAsync(MediaApp app, Guid batch)
    {
        await using var db = await app.DbAsync();
        return await db.Set<Upload>().Where(u => u.BatchId == batch).ToListAsync();
    }

    private static async Task<DateTimeOffset?> EndedAtAsync(MediaApp app, Guid batch)
    {
        await using var db = await app.DbAsync();
        return await db.Set<UploadBatch>().Where(b => b.Id == batch).Select(b => b.EndedAt).FirstAsync();
    }

    private static async Task<BatchEnded?> ToldAsync(MediaApp app, Guid batch)
    {
        await using var db = await app.DbAsync();
        var owner = await db.Set<UploadBatch>().Where(b => b.Id == batch).Select(b => b.Owner).FirstAsync();
        return (await app.Get<NoticeBoard>().ListAsync(new(owner, "Owner", Role.Viewer), default)).Select(n => n.As<BatchEnded>()).SingleOrDefault(e => e?.Batch == batch);
    }
}
