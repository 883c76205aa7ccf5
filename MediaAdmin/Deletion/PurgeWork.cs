using MediaAdmin.Access;
using MediaAdmin.Jobs;

namespace MediaAdmin.Deletion;

/// <summary>Taking files out of the store, as the engine room shows it: the entries of the deletion queue.</summary>
public sealed class PurgeWork(DeletionList list, DeletionControl control) : IWorkItems
{
    public string Kind => PurgeJob.Queue;
    public string Job => JobNames.Of(typeof(PurgeJob));

    public async Task<ItemFigures> FiguresAsync(IReadOnlyCollection<string> running, CancellationToken ct)
    {
        var stats = await list.StatsAsync(ct);
        return new(stats.Waiting, stats.Retrying, stats.Failed, stats.OldestWaiting);
    }

    public async Task<IReadOnlyList<FailureCause>> CausesAsync(CancellationToken ct) =>
        [.. (await list.FailedAsync(ct)).Select(g => new FailureCause(Kind, g.Fault.ToString(), g.Entries, g.Oldest, g.Error, CanRetry: true, CanGiveUp: true))];

    public async Task<IReadOnlyList<FailedItem>> FailedAsync(string cause, int most, CancellationToken ct)
    {
        if (!Enum.TryParse<DeletionFault>(cause, out var fault)) return [];
        var page = await list.FindAsync(new DeletionQuery(State: DeletionState.Failed, Fault: fault, PageSize: most), ct);
        return [.. page.Items.Select(d => new FailedItem(FormattableString.Invariant($"{d.Id}"), Subject(d), d.RequestedAt, d.Error))];
    }

    /// <summary>One job purges many files: it is about none of them alone.</summary>
    public Task<IReadOnlyDictionary<string, JobSubject>> SubjectsAsync(IReadOnlyCollection<string> jobs, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, JobSubject>>(new Dictionary<string, JobSubject>());

    public Task<IReadOnlyList<DateTimeOffset>> WorkedOnAsync(string search, int most, CancellationToken ct) => list.TriedAsync(search, most, ct);

    public Task<int> RetryAsync(FailedChoice which, Actor by, CancellationToken ct) =>
        which.Ids is { } ids ? control.HurryAsync([.. ids.Select(id => long.Parse(id, System.Globalization.CultureInfo.InvariantCulture))], by, ct) : control.HurryAsync(Query(which), by, ct);

    public Task<int> GiveUpAsync(FailedChoice which, string reason, Actor by, CancellationToken ct) =>
        control.GiveUpAsync(Query(which), which.Ids?.Select(id => long.Parse(id, System.Globalization.CultureInfo.InvariantCulture)).ToList(), reason, by, ct);

    private static DeletionQuery Query(FailedChoice which) => new(State: DeletionState.Failed, Fault: which.Cause is { } cause ? Enum.Parse<DeletionFault>(cause) : null);

    private static JobSubject Subject(DeletionView d) =>
        new(string.Join(" · ", new[] { d.FileName, d.ProductSku, d.ActorName }.Where(w => w.Length > 0)), $"/cleanup?search={Uri.EscapeDataString(d.StoreKey)}");
}
