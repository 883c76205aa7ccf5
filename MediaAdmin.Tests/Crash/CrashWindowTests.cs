using System.Net;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Crash;

/// <summary>kill -9 in each window between the first byte and <em>stored</em>; after the start everything acknowledged ends stored exactly once.</summary>
public sealed class CrashWindowTests(AfterCrash crash) : IClassFixture<AfterCrash>
{
    [Fact]
    public async Task An_upload_that_was_only_created_takes_its_bytes_afterwards()
    {
        Assert.Equal(0, await crash.Tus.OffsetAsync(crash.Created.Url));
        await SendRestAsync(crash.Created, 0);
    }

    [Fact]
    public async Task Bytes_from_the_middle_of_a_request_are_kept_and_no_lock_is_left()
    {
        var half = crash.Halfway.Bytes.Length / 2;
        Assert.Equal(half, await crash.Tus.OffsetAsync(crash.Halfway.Url));
        await SendRestAsync(crash.Halfway, half);
    }

    [Fact]
    public Task A_full_file_whose_completion_was_cut_off_is_stored_without_anybody_asking() => EndsStoredAsync(crash.Full);

    [Fact]
    public Task A_queued_row_that_got_no_job_is_stored() => EndsStoredAsync(crash.Queued);

    [Fact]
    public Task A_job_that_was_running_runs_again() => EndsStoredAsync(crash.Running);

    [Fact]
    public Task A_picture_half_put_into_the_store_is_put_whole() => EndsStoredAsync(crash.HalfPut);

    [Fact]
    public Task A_picture_that_the_store_had_before_the_rows_said_so_is_there_once() => EndsStoredAsync(crash.Put);

    [Fact]
    public Task It_is_there_once_also_when_its_product_got_another_sku_meanwhile() => EndsStoredAsync(crash.PutThenRenamed);

    [Fact]
    public Task What_staging_still_had_of_a_stored_picture_goes() => EndsStoredAsync(crash.Committed);

    [Fact]
    public async Task What_the_store_had_taken_of_a_cancelled_upload_goes()
    {
        await Eventually.HoldsAsync(() => Task.FromResult(!crash.Books.StoredFiles.Any(IsOf(crash.Cancelled))), "the object to be deleted");
        Assert.Equal(UploadState.Cancelled, crash.Books.State(Journey.Id(crash.Cancelled.Url)));
    }

    private async Task SendRestAsync(SentPicture picture, int offset)
    {
        using var answer = await crash.Tus.PatchAsync(picture.Url, picture.Bytes[offset..], offset);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await EndsStoredAsync(picture);
    }

    private async Task EndsStoredAsync(SentPicture picture)
    {
        await Eventually.GetAsync(() => Task.FromResult(crash.Books.State(Journey.Id(picture.Url))), state => state == UploadState.Stored, picture.FileName);
        await Eventually.HoldsAsync(() => Task.FromResult(!crash.Books.StagedFiles.Any(IsOf(picture))), "staging to be empty of it");
        crash.Books.MustHold(picture);
    }

    private static Func<string, bool> IsOf(SentPicture picture) => file => file.Contains(Journey.Id(picture.Url).ToString("N"), StringComparison.Ordinal);
}
