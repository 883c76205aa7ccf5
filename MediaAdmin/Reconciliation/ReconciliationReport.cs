namespace MediaAdmin.Reconciliation;

/// <summary>Running: being checked. Balanced: database and store agree. Differences: they do not. NotFinished: it broke off, so nothing can be said.</summary>
public enum ReconciliationState { Running, Balanced, Differences, NotFinished }

/// <summary>
/// Orphan: the store holds an object that nothing here knows. Lost: a picture is in the library and its object is not in the store.
/// Unconfirmed: an upload that nothing moves on any more. Leftover: bytes in staging that no upload needs.
/// </summary>
public enum Difference { Orphan, Lost, Unconfirmed, Leftover }

/// <summary>
/// Why a check broke off, or putting in order did. StoreFailed: the store did not go on. Stopped: a person stopped it. ProgramStopped: the program that did it was asked to end.
/// CutOff: whoever did it died. TooMuch: so much is different that rather the wrong database or the wrong store is connected. Unexpected: anything else.
/// </summary>
public enum ReconciliationFault { StoreFailed, Stopped, ProgramStopped, CutOff, TooMuch, Unexpected }

/// <summary>One kind of difference in numbers: how many were found, their bytes, and how many of them were put in order.</summary>
public sealed record DifferenceSum(int Found, long Bytes, int Fixed)
{
    public static readonly DifferenceSum None = new(0, 0, 0);

    public DifferenceSum Plus(int found, long bytes) => new(Found + found, Bytes + bytes, Fixed);
}

/// <summary>A check of database against store, and what was done about what it found.</summary>
public sealed class ReconciliationReport
{
    public const int MaxReason = 500;

    public long Id { get; private set; }
    public string Actor { get; private init; } = "";
    public string ActorName { get; private init; } = "";
    public DateTimeOffset StartedAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public ReconciliationState State { get; private set; }
    public ReconciliationFault? Fault { get; private set; }

    /// <summary>The other side's own words behind the fault.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Checked so far: objects of the store and their bytes, pictures of the library.</summary>
    public int Objects { get; private set; }
    public long ObjectBytes { get; private set; }
    public int Assets { get; private set; }

    public DifferenceSum Orphans { get; private set; } = DifferenceSum.None;
    public DifferenceSum Lost { get; private set; } = DifferenceSum.None;
    public DifferenceSum Unconfirmed { get; private set; } = DifferenceSum.None;
    public DifferenceSum Leftovers { get; private set; } = DifferenceSum.None;

    /// <summary>When what was found was put in order, and by whom.</summary>
    public DateTimeOffset? FixedAt { get; private set; }
    public string FixedByName { get; private set; } = "";

    /// <summary>Whose hands it is in, and until when: a hand that is not heard of by then has died. Null when nobody works on it.</summary>
    public Guid? ClaimId { get; private set; }
    public DateTimeOffset? ClaimedUntil { get; private set; }

    public static ReconciliationReport Begin(string actor, string actorName, DateTimeOffset now, DateTimeOffset claimedUntil) =>
        new() { Actor = actor, ActorName = actorName, StartedAt = now, ClaimedUntil = claimedUntil };

    public DifferenceSum Sum(Difference kind) => kind switch { Difference.Orphan => Orphans, Difference.Lost => Lost, Difference.Unconfirmed => Unconfirmed, _ => Leftovers };

    public void Claim(Guid claim, DateTimeOffset until) => (ClaimId, ClaimedUntil) = (claim, until);

    public void Prolong(DateTimeOffset until) => ClaimedUntil = until;

    /// <summary>From the beginning, also when another hand had begun it before.</summary>
    public void Restart()
    {
        (Objects, ObjectBytes, Assets) = (0, 0, 0);
        Orphans = Lost = Unconfirmed = Leftovers = DifferenceSum.None;
    }

    public void Count(int objects, long objectBytes, int assets) => (Objects, ObjectBytes, Assets) = (Objects + objects, ObjectBytes + objectBytes, Assets + assets);

    public void Add(Difference kind, int found, long bytes) => Set(kind, Sum(kind).Plus(found, bytes));

    public void FinishCheck(DateTimeOffset now)
    {
        var differs = Enum.GetValues<Difference>().Any(kind => Sum(kind).Found > 0);
        (State, EndedAt) = (differs ? ReconciliationState.Differences : ReconciliationState.Balanced, now);
    }

    public void AddFixed(Difference kind, int count) => Set(kind, Sum(kind) with { Fixed = Sum(kind).Fixed + count });

    public void FinishFix(string byName, DateTimeOffset now) => (FixedAt, FixedByName, Fault, Reason) = (now, byName, null, "");

    /// <summary>A check that broke off says nothing about differences; when putting in order breaks off, what was found still stands.</summary>
    public void BreakOff(ReconciliationFault fault, string reason, DateTimeOffset now)
    {
        (Fault, Reason) = (fault, reason.Length <= MaxReason ? reason : reason[..MaxReason]);
        if (State == ReconciliationState.Running) (State, EndedAt) = (ReconciliationState.NotFinished, now);
    }

    public void LetGo() => (ClaimId, ClaimedUntil) = (null, null);

    private void Set(Difference kind, DifferenceSum sum)
    {
        switch (kind)
        {
            case Difference.Orphan: Orphans = sum; break;
            case Difference.Lost: Lost = sum; break;
            case Difference.Unconfirmed: Unconfirmed = sum; break;
            default: Leftovers = sum; break;
        }
    }
}

/// <summary>One thing that a check found. Of the newest report all are kept, so that just these are put in order; of older ones the first <see cref="Examples"/> of each kind.</summary>
public sealed class ReconciliationFinding
{
    /// <summary>How many of each kind are shown.</summary>
    public const int Examples = 20;

    public long Id { get; private set; }
    public long ReportId { get; private set; }
    public Difference Kind { get; private init; }

    /// <summary>Counts the findings of a kind from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The store's key, or the id of an upload.</summary>
    public string Key { get; private init; } = "";
    public string FileName { get; private init; } = "";
    public long Bytes { get; private init; }
    public long? AssetId { get; private init; }

    /// <summary>When the object changed, the picture came, the upload stopped, the leftover was written.</summary>
    public DateTimeOffset At { get; private init; }

    public static ReconciliationFinding Of(Difference kind, string key, string fileName, long bytes, DateTimeOffset at, long? asset = null) =>
        new() { Kind = kind, Key = key, FileName = fileName, Bytes = bytes, At = at, AssetId = asset };

    public void Belongs(long report, int number) => (ReportId, Number) = (report, number);
}
