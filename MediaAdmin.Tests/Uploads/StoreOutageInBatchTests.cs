using MediaAdmin.Jobs;
using MediaAdmin.Storage;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>A store that fails one upload after the other: that is its own fault, not the files'.</summary>
public sealed class StoreOutageInBatchTests
{
    [Fact]
    public async Task When_it_fails_different_uploads_in_a_row_the_work_pauses_and_goes_on_with_none_left_failed()
    {
        await using var app = ScriptedStore.App(new Dictionary<string, string> { ["Uploads:FirstRetry"] = "00:00:00.5", ["Uploads:MaxRetries"] = "1" });
        var away = true;
        var urls = new List<string>();
        for (var seed = 0; seed < 8; seed++)
        {
            var (tus, bytes) = (new TusClient(app.Admin), Pictures.Png(6000 + seed));
            var url = await tus.CreateAsync(bytes.Length, ("filename", $"batch-{seed}.png"));
            app.Get<ScriptedStore>().BeforePut(url, (_, _) => Volatile.Read(ref away) ? throw new StorageException("connection refused", StorageFault.Unavailable) : Task.CompletedTask);
            using var patch = await tus.PatchAsync(url, bytes, 0);
            urls.Add(url);
        }
        var pause = await Eventually.GetAsync(async () => await app.Get<Pauses>().FindAsync(StoreUploadJob.Queue, default), p => p is { Strikes: > 1 }, "a pause that was tried in vain");
        Assert.Equal("connection refused", pause!.Detail);
        Volatile.Write(ref away, false);
        foreach (var url in urls) Assert.Equal(UploadState.Stored, (await app.UntilAsync(url, u => u.IsOver, "its end")).State);
        await Eventually.HoldsAsync(async () => await app.Get<Pauses>().FindAsync(StoreUploadJob.Queue, default) is null, "the pause to end with the first success");
    }
}
