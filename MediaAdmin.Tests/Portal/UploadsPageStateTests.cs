using MediaAdmin.Portal.Uploads;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Portal;

public sealed class UploadsPageStateTests
{
    private readonly HandClock _clock = new();
    private readonly UploadsPageState _state;

    public UploadsPageStateTests() => _state = new(Guid.Empty, _clock);

    [Fact]
    public void Failures_are_grouped_by_reason_the_most_frequent_first()
    {
        _state.Load([Failed(UploadFault.StoreUnavailable), Failed(UploadFault.Truncated), Failed(UploadFault.Truncated), Some.Upload(UploadState.Stored)], "user:1");
        Assert.Equal([(UploadFault.Truncated, 2, false), (UploadFault.StoreUnavailable, 1, true)], _state.Failures.Select(g => (g.Fault, g.Views.Count, g.MayPass)));
    }

    [Fact]
    public void A_filter_keeps_only_its_rows_and_stays_while_news_comes()
    {
        var waiting = Some.Upload(UploadState.Receiving);
        _state.Load([waiting, Failed(UploadFault.Damaged)], "user:1");
        _state.Show(UploadFilter.Running);
        Assert.Equal([waiting.Id], _state.Rows.Select(r => r.Id));
        _state.Hear(Some.News(waiting with { State = UploadState.Stored }), "user:1");
        Assert.Empty(_state.Rows);
        Assert.Equal(2, _state.Count(UploadFilter.All));
    }

    [Fact]
    public void Speed_and_time_left_come_from_the_news_once_they_have_settled()
    {
        var file = Some.Upload(UploadState.Receiving, received: 0);
        _state.Load([file], "user:1");
        Assert.Null(_state.BytesPerSecond);
        for (var second = 1; second <= 5; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _state.Hear(Some.News(file with { Received = second * 100 }), "user:1");
        }
        Assert.Equal(100, _state.BytesPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(15), _state.Left); // 250 of 1000 done, counting both halves of the way, at 50 a second
    }

    [Fact]
    public void Cancelled_files_are_not_counted()
    {
        _state.Load([Some.Upload(UploadState.Cancelled), Some.Upload(UploadState.Stored)], "user:1");
        Assert.Equal((1, 1), (_state.Totals.Files, _state.Totals.Stored));
    }

    private static UploadView Failed(UploadFault fault) => Some.Upload(UploadState.Failed, fault);

    private sealed class HandClock : TimeProvider
    {
        private DateTimeOffset _now = Some.Noon;
        public override DateTimeOffset GetUtcNow() => _now;
        public void Advance(TimeSpan by) => _now += by;
    }
}
