using Bunit;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Portal.Jobs;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Portal;

/// <summary>Who waits for work sees on their own page that it stands still, and why.</summary>
public sealed class StandingStillTests(SharedApp shared) : LiveParts(shared), IClassFixture<SharedApp>
{
    [Fact]
    public async Task A_pause_is_told_while_it_lasts_with_what_the_store_said_and_that_the_shop_is_fine()
    {
        var note = Render<StandingStill>(p => p.Add(s => s.Kind, StoreUploadJob.Queue));
        Assert.Empty(note.FindAll("section"));
        await App.Get<Pauses>().PauseAsync(StoreUploadJob.Queue, "Unavailable", "connection refused", TimeSpan.FromMinutes(5), null, null, default);
        note.WaitForAssertion(() => Assert.Equal("Paused: Storing pictures", note.Find("h2").TextContent), Eventually.Patience);
        Assert.Contains("The shop itself is not affected, and nothing is lost.", note.Markup);
        Assert.Equal("connection refused", note.Find("q").TextContent);
        Assert.Empty(note.FindAll("button")); // an Editor looks
        await App.Get<Pauses>().EndAsync(StoreUploadJob.Queue, default);
        note.WaitForAssertion(() => Assert.Empty(note.FindAll("section")), Eventually.Patience);
    }

    [Fact]
    public async Task A_queue_of_deletions_that_stands_still_tells_its_own_reason_and_what_helps()
    {
        var note = Render<StandingStill>(p => p.Add(s => s.Kind, PurgeJob.Queue));
        await App.Get<Pauses>().PauseAsync(PurgeJob.Queue, nameof(DeletionFault.StoreUnavailable), "connection refused", TimeSpan.FromMinutes(5), null, null, default);
        note.WaitForAssertion(() => Assert.StartsWith("The picture store cannot be reached. This usually passes by itself", note.Find(".what p").TextContent, StringComparison.Ordinal), Eventually.Patience);
        await App.Get<Pauses>().EndAsync(PurgeJob.Queue, default);
    }
}
