using MediaAdmin.Uploads;

namespace MediaAdmin.Portal.Parts;

/// <summary>The uploads a page knows, by id, kept up to date by news alone; and what they amount to.</summary>
public sealed class KnownUploads
{
    private readonly Dictionary<Guid, UploadView> _views = [];
    private readonly HashSet<Guid> _heard = [];

    /// <summary>In the order they were dropped.</summary>
    public IReadOnlyList<UploadView> Views { get; private set; } = [];
    public UploadTotals Totals { get; private set; } = UploadTotals.None;

    /// <summary>What a query brought. News that came meanwhile is newer and stays.</summary>
    public void Load(IEnumerable<UploadView> views)
    {
        foreach (var view in views.Where(v => !_heard.Contains(v.Id))) _views[view.Id] = view;
        Sum();
    }

    public void Hear(IEnumerable<UploadChanged> news)
    {
        foreach (var view in news.Select(n => n.Upload))
        {
            _views[view.Id] = view;
            _heard.Add(view.Id);
        }
        Sum();
    }

    public void Forget(Predicate<UploadView> which)
    {
        foreach (var id in Views.Where(v => which(v)).Select(v => v.Id))
        {
            _views.Remove(id);
            _heard.Remove(id);
        }
        Sum();
    }

    private void Sum()
    {
        Views = [.. _views.Values.OrderBy(v => v.CreatedAt).ThenBy(v => v.Ordinal)];
        Totals = UploadTotals.Of(Views);
    }
}

/// <summary>
/// Many uploads in one line. Cancelled ones do not count; a duplicate that waits for a decision is neither running nor done. <paramref name="StoreAwaitedUntil"/>:
/// when the first goes on, while some wait for the store and none is on its way to it.
/// </summary>
public sealed record UploadTotals(
    int Files, int Stored, int Failed, int Retryable, int Duplicates, int Running, long Bytes, double ReceivedPart, double StoredPart, DateTimeOffset? StoreAwaitedUntil = null)
{
    public static readonly UploadTotals None = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public bool IsRunning => Running > 0;
    public long BytesReceived => (long)(Bytes * ReceivedPart);
    public long BytesDone => (long)(Bytes * (ReceivedPart + StoredPart) / 2);

    public static UploadTotals Of(IReadOnlyList<UploadView> views)
    {
        var counted = views.Where(v => v.State != UploadState.Cancelled).ToList();
        var bytes = counted.Sum(v => v.Length);
        return new(counted.Count,
            counted.Count(v => v.State == UploadState.Stored),
            counted.Count(v => v.State == UploadState.Failed),
            counted.Count(v => v.CanRetry),
            counted.Count(v => v.State == UploadState.Duplicate),
            counted.Count(v => v.State is UploadState.Receiving or UploadState.Queued or UploadState.Storing),
            bytes,
            bytes == 0 ? 0 : counted.Sum(v => v.ReceivedPart() * v.Length) / bytes,
            bytes == 0 ? 0 : counted.Sum(v => v.StoredPart() * v.Length) / bytes,
            counted.Any(v => v.State == UploadState.Storing) ? null : counted.Where(v => v is { State: UploadState.Queued, Fault: UploadFault.StoreUnavailable }).Min(v => v.NextAttemptAt));
    }
}

public static class UploadParts
{
    /// <summary>Between 0 and 1: how much of the file has reached the server.</summary>
    public static double ReceivedPart(this UploadView view) =>
        view.State is UploadState.Receiving or UploadState.Failed or UploadState.Cancelled && view.Length > 0 ? Math.Min(1, (double)view.Received / view.Length) : 1;

    /// <summary>Between 0 and 1: how much of it has reached the store.</summary>
    public static double StoredPart(this UploadView view) => view switch
    {
        { State: UploadState.Stored or UploadState.Duplicate } => 1,
        { StoredLength: > 0 } => Math.Min(1, (double)view.Stored / view.StoredLength),
        _ => 0,
    };
}

/// <summary>What a person can decide about one upload.</summary>
public enum UploadAct { Retry, Cancel, UseExisting, KeepBoth }
