using System.Net;
using MediaAdmin.Catalog;
using MediaAdmin.Jobs;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Uploads;

/// <summary>From the last byte to the job: what a process that dies in between leaves behind is found again, on both databases.</summary>
public sealed class ReceptionTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task HEAD_completes_an_upload_whose_process_died_after_the_last_byte(TestDatabase database)
    {
        var app = apps.On(database);
        var (url, length) = await FullButReceivingAsync(app, 31);
        Assert.Equal(length, await new TusClient(app.Admin).OffsetAsync(url));
        await app.UntilAsync(url, UploadState.Stored);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task An_empty_PATCH_at_the_end_completes_it_too(TestDatabase database)
    {
        var app = apps.On(database);
        var (url, length) = await FullButReceivingAsync(app, 32);
        using var answer = await new TusClient(app.Admin).PatchAsync(url, [], length);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await app.UntilAsync(url, UploadState.Stored);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_sweep_completes_full_files(TestDatabase database)
    {
        var app = apps.On(database);
        var (url, _) = await FullButReceivingAsync(app, 33);
        await app.SweepAsync();
        await app.UntilAsync(url, UploadState.Stored);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Completing_many_times_at_once_stores_once(TestDatabase database)
    {
        var app = apps.On(database);
        var (url, _) = await FullButReceivingAsync(app, 34);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.Get<Reception>().CompleteAsync(Journey.Id(url), CancellationToken.None)));
        var stored = await app.UntilAsync(url, UploadState.Stored);
        await using var db = await app.DbAsync();
        Assert.Equal(1, await db.Set<Asset>().CountAsync(a => a.Id == stored.AssetId));
        Assert.Equal(3, app.Stored(url).Count);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_sweep_restarts_a_row_whose_job_was_lost(TestDatabase database)
    {
        var app = apps.On(database);
        var (url, _) = await FullButReceivingAsync(app, 35);
        var id = Journey.Id(url);
        await using (var db = await app.DbAsync())
            await db.Set<Upload>().Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Storing));
        await app.SweepAsync();
        await app.UntilAsync(url, UploadState.Stored);
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task The_sweep_removes_old_files_of_nobody_and_leaves_the_rest(TestDatabase database)
    {
        var app = apps.On(database);
        var staging = app.Get<Staging>();
        var (orphan, young) = (Guid.NewGuid(), Guid.NewGuid());
        var wanted = await new TusClient(app.Admin).CreateAsync(10);
        foreach (var id in (Guid[])[orphan, young, Journey.Id(wanted)]) await File.WriteAllBytesAsync(staging.Bytes(id), [1]);
        foreach (var id in (Guid[])[orphan, Journey.Id(wanted)]) File.SetLastWriteTimeUtc(staging.Bytes(id), DateTime.UtcNow.AddHours(-2));
        await app.SweepAsync();
        Assert.Equal((false, true, true), (File.Exists(staging.Bytes(orphan)), File.Exists(staging.Bytes(young)), File.Exists(staging.Bytes(Journey.Id(wanted)))));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Twins_that_arrive_at_the_same_moment_are_stored_once(TestDatabase database)
    {
        var app = apps.On(database);
        var product = await app.NewProductAsync();
        var bytes = Pictures.Png(36);
        var urls = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new TusClient(app.Admin).UploadAsync(bytes, "twin.png", product)));
        var ends = await Task.WhenAll(urls.Select(u => app.UntilAsync(u, v => v.State is UploadState.Stored or UploadState.Duplicate, "an end")));
        Assert.Single(ends, e => e.State == UploadState.Stored);
        Assert.Single(await app.GalleryAsync(product, 1));
        Assert.Equal(1, urls.Count(u => app.Stored(u).Count > 0));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Many_begin_the_same_batch_at_once(TestDatabase database)
    {
        var app = apps.On(database);
        var batch = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new TusClient(app.Admin).CreateAsync(10, ("batch", $"{batch}"))));
        Assert.Equal(Enumerable.Range(1, 8), (await app.Admin.BatchAsync(batch)).Select(u => u.Ordinal));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Text_with_a_NUL_is_refused_by_name_not_by_the_database(TestDatabase database)
    {
        var app = apps.On(database);
        foreach (var (field, announcement) in ((string, object)[])[
            ("files.name", new { files = new[] { new { name = "a\0b", size = 1, lastModified = 1 } } }),
            ("files.alt", new { files = new[] { new { name = "a", size = 1, alt = "a\0b" } } }),
            ("product", new { client = "a\0b", files = new[] { new { name = "a", size = 1 } } })])
        {
            using var answer = await app.Admin.AnnounceAsync(announcement);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task A_completion_that_is_rolled_back_leaves_no_job(TestDatabase database)
    {
        var app = apps.On(database);
        var upload = Guid.NewGuid();
        await using (var db = await app.DbAsync())
        {
            var transaction = await db.Database.BeginTransactionAsync();
            await using var failing = new FailingTransaction(transaction);
            await Assert.ThrowsAsync<InvalidOperationException>(() => app.Get<JobScheduler>().CommitAndEnqueueAsync(failing, [StoreUploadJob.Of(upload)], CancellationToken.None));
        }
        Assert.False(await app.Get<JobScheduler>().IsQueuedAsync<StoreUploadJob>(StoreUploadJob.Key(upload), CancellationToken.None));
    }

    /// <summary>An upload all of whose bytes are in staging, while its row still says receiving: the silent-loss window.</summary>
    private static async Task<(string Url, int Length)> FullButReceivingAsync(MediaApp app, int seed)
    {
        var bytes = Pictures.Png(3000 + seed);
        var url = await new TusClient(app.Admin).CreateAsync(bytes.Length, ("filename", $"{seed}.png"));
        await File.WriteAllBytesAsync(app.Get<Staging>().Bytes(Journey.Id(url)), bytes);
        return (url, bytes.Length);
    }
}
