using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.Uploads;

/// <summary>What a crash left behind of uploads goes, and what still needs its bytes keeps them.</summary>
public sealed class UploadSweepTests(AppOnEachDatabase apps) : IClassFixture<AppOnEachDatabase>
{
    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Bytes_of_a_file_that_was_refused_go_when_a_crash_kept_them(TestDatabase database)
    {
        var app = apps.On(database);
        var url = await new TusClient(app.Admin).UploadAsync("no picture at all"u8.ToArray(), "notes.png");
        await app.UntilAsync(url, UploadState.Failed);
        Stage(app, Journey.Id(url));
        await app.SweepAsync();
        Assert.Empty(app.Staged(url));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Bytes_whose_storing_can_be_tried_again_stay(TestDatabase database)
    {
        var app = apps.On(database);
        var url = await new TusClient(app.Admin).CreateAsync(10);
        var id = Journey.Id(url);
        await using (var db = await app.DbAsync())
            await db.Set<Upload>().Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Failed).SetProperty(x => x.Fault, UploadFault.StoreUnavailable));
        Stage(app, id);
        await app.SweepAsync();
        Assert.Single(app.Staged(url));
    }

    [Theory]
    [ClassData(typeof(TestDatabases))]
    public async Task Scratch_files_of_work_that_a_crash_cut_off_go_after_a_while_and_not_at_once(TestDatabase database)
    {
        var staging = apps.On(database).Get<Staging>();
        var (old, fresh) = (staging.Scratch(".check.png"), staging.Scratch(".check.png"));
        await File.WriteAllTextAsync(old, "left");
        await File.WriteAllTextAsync(fresh, "in use");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        await apps.On(database).SweepAsync();
        Assert.Equal((false, true), (File.Exists(old), File.Exists(fresh)));
    }

    private static void Stage(MediaApp app, Guid upload) => File.WriteAllBytes(app.Get<Staging>().Bytes(upload), new byte[10]);
}
