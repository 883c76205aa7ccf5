using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Data.Sqlite;

namespace MediaAdmin.Tests.Jobs;

/// <summary>A data directory whose jobs.db cannot be used: the rows are the truth, and every job is queued again from them.</summary>
public sealed class JobFileTests
{
    [Theory]
    [InlineData("quartz")]
    [InlineData("damaged")]
    public async Task A_job_file_of_the_earlier_engine_or_a_damaged_one_is_set_aside_and_what_waited_is_stored(string why)
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-");
        var (file, settings) = (Path.Combine(data.FullName, "jobs.db"), new Dictionary<string, string>());
        string url;
        await using (var before = new MediaApp(settings, dataDirectory: data.FullName))
        {
            await before.Get<MediaAdmin.Jobs.Pauses>().PauseByHandAsync(StoreUploadJob.Queue, "so that it waits", "Ada", null, default);
            await Eventually.HoldsAsync(() => Task.FromResult(before.Get<MediaAdmin.Jobs.JobServers>().Workers(StoreUploadJob.Queue) == 0), "the queue to be paused");
            url = await new TusClient(before.Admin).UploadAsync(Pictures.Png(6100), "waiting.png");
        }
        SqliteConnection.ClearAllPools(); // another process would not have the old file open either
        foreach (var end in (string[])["", "-wal", "-shm"]) File.Delete(file + end);
        if (why == "damaged") await File.WriteAllBytesAsync(file, new byte[8192]);
        else MakeQuartz(file);
        await using (var app = new MediaApp(settings, dataDirectory: data.FullName))
        {
            await app.Get<MediaAdmin.Jobs.Pauses>().ResumeAsync(StoreUploadJob.Queue, default);
            await app.UntilAsync(url, UploadState.Stored);
            Assert.True(File.Exists(Path.Combine(data.FullName, $"jobs.{why}.db")));
        }
        data.Delete(recursive: true);
    }

    private static void MakeQuartz(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        using var make = connection.CreateCommand();
        make.CommandText = "create table QRTZ_TRIGGERS (SCHED_NAME text, TRIGGER_NAME text)";
        make.ExecuteNonQuery();
    }
}
