using MediaAdmin.Uploads;

namespace MediaAdmin.Portal.Parts;

/// <summary>How a run of uploads ended.</summary>
public sealed record UploadSummary(int Stored, int Failed, int Duplicates);

/// <summary>Notices, once, when one's own uploads that were seen running have all ended.</summary>
public sealed class UploadWatch
{
    private readonly Dictionary<Guid, UploadState> _run = [];

    public UploadSummary? Look(IEnumerable<UploadView> views, string owner)
    {
        foreach (var view in views.Where(v => v.Owner == owner && (IsRunning(v.State) || _run.ContainsKey(v.Id)))) _run[view.Id] = view.State;
        if (_run.Count == 0 || _run.Values.Any(IsRunning)) return null;
        var summary = new UploadSummary(Count(UploadState.Stored), Count(UploadState.Failed), Count(UploadState.Duplicate));
        _run.Clear();
        return summary is { Stored: 0, Failed: 0, Duplicates: 0 } ? null : summary;

        int Count(UploadState state) => _run.Values.Count(s => s == state);
    }

    private static bool IsRunning(UploadState state) => state is UploadState.Receiving or UploadState.Queued or UploadState.Storing;
}
