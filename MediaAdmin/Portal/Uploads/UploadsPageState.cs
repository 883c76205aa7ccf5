using MediaAdmin.Portal.Parts;
using MediaAdmin.Uploads;

namespace MediaAdmin.Portal.Uploads;

public enum UploadFilter { All, Running, Failed, Duplicates }

/// <summary>Files that failed for one reason.</summary>
public sealed record FailureGroup(UploadFault Fault, IReadOnlyList<UploadView> Views)
{
    /// <summary>The same file may pass another time; of the others only another file helps.</summary>
    public bool MayPass => Views.Any(v => v.CanRetry);
}

/// <summary>One batch as the uploads page shows it: its rows by filter, its failures by reason, how fast it goes.</summary>
public sealed class UploadsPageState(Guid? batch, TimeProvider clock)
{
    private readonly KnownUploads _board = new();
    private readonly UploadWatch _watch = new();
    private readonly Speedometer _received = new(clock), _whole = new(clock);

    public Guid? Batch => batch;
    public bool IsLoaded { get; private set; }
    public bool IsEmpty => _board.Views.Count == 0;
    public UploadTotals Totals => _board.Totals;
    public UploadFilter Filter { get; private set; }
    public List<UploadView> Rows { get; private set; } = [];
    public IReadOnlyList<FailureGroup> Failures { get; private set; } = [];

    public long? BytesPerSecond => Totals.IsRunning && Totals.ReceivedPart < 1 ? _received.BytesPerSecond : null;
    public TimeSpan? Left => Totals.IsRunning ? _whole.Left(Totals.Bytes) : null;

    public void Load(IReadOnlyList<UploadView> views, string me)
    {
        _board.Load(views);
        IsLoaded = true;
        Arrange(me);
    }

    /// <summary>Returns how one's own run of uploads ended, at the moment it has.</summary>
    public UploadSummary? Hear(IReadOnlyList<UploadChanged> news, string me)
    {
        _board.Hear(news);
        return Arrange(me);
    }

    public void Show(UploadFilter filter)
    {
        Filter = filter;
        Rows = [.. _board.Views.Where(v => IsIn(filter, v.State))];
    }

    public int Count(UploadFilter filter) => filter switch
    {
        UploadFilter.All => Totals.Files,
        UploadFilter.Running => Totals.Running,
        UploadFilter.Failed => Totals.Failed,
        _ => Totals.Duplicates,
    };

    private UploadSummary? Arrange(string me)
    {
        _received.Read(Totals.BytesReceived);
        _whole.Read(Totals.BytesDone);
        Failures = [.. _board.Views.Where(v => v is { State: UploadState.Failed, Fault: not null })
            .GroupBy(v => v.Fault!.Value).OrderByDescending(g => g.Count()).Select(g => new FailureGroup(g.Key, [.. g]))];
        Show(Filter);
        return _watch.Look(_board.Views, me);
    }

    private static bool IsIn(UploadFilter filter, UploadState state) => filter switch
    {
        UploadFilter.Running => state is UploadState.Receiving or UploadState.Queued or UploadState.Storing,
        UploadFilter.Failed => state == UploadState.Failed,
        UploadFilter.Duplicates => state == UploadState.Duplicate,
        _ => true,
    };
}
