using MediaAdmin.Access;

namespace MediaAdmin.Jobs;

/// <summary>What waits of a kind of work: items, of which <paramref name="Retrying"/> were tried in vain before, and those that failed until a person sees to them.</summary>
public sealed record ItemFigures(int Waiting, int Retrying, int Failed, DateTimeOffset? OldestWaiting);

/// <summary>What a job is about, in words that can be searched for (file, product, who wants it), where to see it, and the state of the row that it moves.</summary>
public sealed record JobSubject(string Text, string? Link, string State = "");

/// <summary>Items of a kind of work that failed for the same cause, since when, and the words behind one of them. <paramref name="CanRetry"/>: trying again can help.</summary>
public sealed record FailureCause(string Kind, string Cause, int Items, DateTimeOffset Since, string Error, bool CanRetry, bool CanGiveUp);

/// <summary>One item that failed.</summary>
public sealed record FailedItem(string Id, JobSubject Subject, DateTimeOffset Since, string Error);

/// <summary>Which failed items of a kind: those with these ids, or all of a cause, or all.</summary>
public sealed record FailedChoice(string? Cause = null, IReadOnlyCollection<string>? Ids = null);

/// <summary>
/// What a concept tells of a kind of work whose items it keeps itself, and what a person can do with those that failed. Each answer is a fixed number of statements.
/// </summary>
public interface IWorkItems
{
    /// <summary>The queue of its jobs.</summary>
    string Kind { get; }

    /// <summary>The name of the job class that moves these items.</summary>
    string Job { get; }

    /// <param name="running">Jobs of this kind that run: what they have in hand does not wait.</param>
    Task<ItemFigures> FiguresAsync(IReadOnlyCollection<string> running, CancellationToken ct);

    /// <summary>The most frequent cause first.</summary>
    Task<IReadOnlyList<FailureCause>> CausesAsync(CancellationToken ct);

    /// <summary>The latest first; at most <paramref name="most"/>.</summary>
    Task<IReadOnlyList<FailedItem>> FailedAsync(string cause, int most, CancellationToken ct);

    /// <summary>What these jobs are about, by their names, of those that can be told.</summary>
    Task<IReadOnlyDictionary<string, JobSubject>> SubjectsAsync(IReadOnlyCollection<string> jobs, CancellationToken ct);

    /// <summary>When items with these words in them were worked on, for kinds of which one run is about many items; the latest at most <paramref name="most"/>. None where each run says itself what it is about.</summary>
    Task<IReadOnlyList<DateTimeOffset>> WorkedOnAsync(string search, int most, CancellationToken ct);

    /// <summary>Has them tried again; returns how many.</summary>
    Task<int> RetryAsync(FailedChoice which, Actor by, CancellationToken ct);

    /// <summary>Nobody needs them any more; returns how many.</summary>
    Task<int> GiveUpAsync(FailedChoice which, string reason, Actor by, CancellationToken ct);
}
