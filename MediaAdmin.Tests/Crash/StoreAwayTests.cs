using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Crash;

/// <summary>Two misfortunes at once: the process dies in the middle of a job, and when it is back the store is not.</summary>
public sealed class StoreAwayTests
{
    [Fact]
    public async Task A_job_cut_off_by_a_kill_still_waits_for_a_store_that_is_away()
    {
        await using var portal = new MediaProcess(settings: ("Uploads:FirstRetry", "00:00:01"));
        var books = new Books(portal.Data);
        await portal.StartAsync();
        var picture = AfterCrash.Slow(1);
        var tus = new TusClient(portal.Admin);
        picture.Url = await tus.CreateAsync(picture.Bytes.Length, ("filename", picture.FileName), ("product", $"{await portal.NewProductAsync()}"));
        await Task.WhenAll(tus.PatchAsync(picture.Url, picture.Bytes, 0), books.UntilJobRunsAsync(picture));
        portal.Kill();
        if (Directory.Exists(books.Store)) Directory.Delete(books.Store, recursive: true);
        File.WriteAllText(books.Store, "a file where the store's folder should be: every write to it fails");
        await portal.StartAsync();
        var upload = Journey.Id(picture.Url);
        await Eventually.HoldsAsync(() => Task.FromResult(books.Read<long>($"select Attempts from Uploads where Id = {Books.Sql(upload)}") > 0 || books.State(upload) == UploadState.Failed), "a first attempt");
        Assert.NotEqual(UploadState.Failed, books.State(upload));
        File.Delete(books.Store);
        await Eventually.GetAsync(() => Task.FromResult(books.State(upload)), state => state == UploadState.Stored, "the store to have it");
        books.MustHoldExactly([picture]);
    }
}
