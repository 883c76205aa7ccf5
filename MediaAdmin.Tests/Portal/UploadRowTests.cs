using Bunit;
using MediaAdmin.Portal.Parts;
using MediaAdmin.Portal.Uploads;
using MediaAdmin.Uploads;
using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Tests.Portal;

public sealed class UploadRowTests : PortalParts
{
    private readonly List<UploadAct> _acts = [];

    [Theory]
    [InlineData(UploadState.Queued, "Received, waiting for the store", "")]
    [InlineData(UploadState.Storing, "On its way to the store", "")]
    [InlineData(UploadState.Stored, "Stored", "")]
    [InlineData(UploadState.Duplicate, "Already in the library", "Use the existing one Keep both")]
    [InlineData(UploadState.Cancelled, "Cancelled", "")]
    public void Every_state_is_said_in_words_with_the_acts_that_fit_it(UploadState state, string words, string acts)
    {
        var row = Row(Some.Upload(state));
        Assert.Equal(words, row.Find(".state").TextContent.Trim());
        Assert.Equal(acts, string.Join(' ', row.FindAll("button").Select(b => b.TextContent.Trim()).Where(t => t.Length > 0)));
    }

    [Fact]
    public void A_file_on_its_way_shows_how_much_of_it_is_here_and_can_be_cancelled()
    {
        var row = Row(Some.Upload(UploadState.Receiving, received: 250));
        Assert.Contains("Uploading, 25%", row.Find(".going").TextContent);
        Assert.Equal("scale:0.25 1", row.Find(".received").GetAttribute("style"));
        row.Find("[data-cancel-upload]").Click();
        Assert.Equal([UploadAct.Cancel], _acts);
    }

    [Fact]
    public void A_failure_of_the_store_tells_the_reason_and_can_be_tried_again()
    {
        var row = Row(Some.Upload(UploadState.Failed, UploadFault.StoreUnavailable));
        Assert.NotEmpty(row.Find(".state").TextContent.Trim());
        row.FindAll("button")[0].Click();
        Assert.Equal([UploadAct.Retry], _acts);
    }

    [Fact]
    public void A_failure_of_the_file_tells_the_reason_and_the_cure_and_offers_no_retry_that_cannot_help()
    {
        var row = Row(Some.Upload(UploadState.Failed, UploadFault.Truncated));
        Assert.Equal("The end of the picture is missing. The file was probably copied only in part. Copy it again from its source and upload that.", row.Find(".state").TextContent.Trim());
        row.FindAll("button").Single().Click();
        Assert.Equal([UploadAct.Cancel], _acts);
    }

    [Theory]
    [InlineData(UploadFault.StoreUnavailable, "The picture is safe here, waiting for the store until")]
    [InlineData(UploadFault.ImageToolBroken, "Something went wrong here. The picture is safe; next try at")]
    public void What_waits_says_for_whom_and_until_when(UploadFault fault, string words)
    {
        var state = Row(Some.Upload(UploadState.Queued, fault) with { NextAttemptAt = Some.Noon.AddMinutes(5) }).Find(".state");
        Assert.StartsWith(words, state.TextContent.Trim());
        Assert.StartsWith("2026-11-20T12:05:00", state.QuerySelector("local-time")!.GetAttribute("moment"));
    }

    [Fact]
    public void A_batch_says_once_that_it_waits_for_the_store_and_until_when_the_first_does()
    {
        UploadView Waiting(int minutes) => Some.Upload(UploadState.Queued, UploadFault.StoreUnavailable) with { NextAttemptAt = Some.Noon.AddMinutes(minutes) };
        string? Says(params UploadView[] views) => Render<BatchHead>(p => p.Add(h => h.Totals, UploadTotals.Of(views))).FindAll(".waits local-time").SingleOrDefault()?.GetAttribute("moment");
        Assert.StartsWith("2026-11-20T12:05:00", Says(Waiting(9), Waiting(5), Some.Upload(UploadState.Queued), Some.Upload(UploadState.Stored)));
        Assert.Null(Says(Waiting(5), Some.Upload(UploadState.Storing))); // the store takes something just now
        Assert.Null(Says(Some.Upload(UploadState.Queued), Some.Upload(UploadState.Failed, UploadFault.StoreUnavailable)));
    }

    [Fact]
    public void A_viewer_sees_everything_and_can_press_nothing() =>
        Assert.Empty(Row(Some.Upload(UploadState.Failed, UploadFault.StoreUnavailable), mayAct: false).FindAll("button"));

    [Fact]
    public void Only_the_owner_is_asked_for_a_file_that_nobody_sends()
    {
        Assert.NotNull(Row(Some.Upload(UploadState.Receiving), mine: true).Find(".awaits").GetAttribute("data-awaits-file"));
        Assert.Null(Row(Some.Upload(UploadState.Receiving), mine: false).Find(".awaits").GetAttribute("data-awaits-file"));
    }

    [Fact]
    public void A_row_renders_again_only_when_its_upload_changed()
    {
        var view = Some.Upload(UploadState.Receiving, received: 250);
        var row = Row(view);
        row.Render(p => p.Add(r => r.View, view with { }));
        Assert.Equal(1, row.RenderCount);
        row.Render(p => p.Add(r => r.View, view with { Received = 500 }));
        Assert.Contains("50%", row.Find(".going").TextContent);
    }

    private IRenderedComponent<UploadRow> Row(UploadView view, bool mayAct = true, bool mine = true) => Render<UploadRow>(p => p
        .Add(r => r.View, view).Add(r => r.Limits, Some.Limits).Add(r => r.Mine, mine).Add(r => r.MayAct, mayAct)
        .Add(r => r.OnAct, EventCallback.Factory.Create<(Guid, UploadAct Act)>(this, choice => _acts.Add(choice.Act))));
}
