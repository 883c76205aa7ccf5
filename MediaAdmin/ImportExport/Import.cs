namespace MediaAdmin.ImportExport;

/// <summary>
/// Checking: it is being found out what the file would do. Checked: that is known, and a person decides. Importing: it is being done. Done. Unreadable: the file is no catalogue.
/// Stopped: a person stopped it. Failed: the store or the image tool did not serve for a long time. What was imported until then stays, and the last two can go on.
/// </summary>
public enum ImportState { Checking, Checked, Importing, Done, Unreadable, Stopped, Failed }

/// <summary>
/// One catalogue file that somebody gave to the portal, what it would do and what it did. The row is the truth and the import job is how it moves; the file lies in the data directory
/// until the import is over. Reports are written with each batch, in its transaction.
/// </summary>
public sealed class Import
{
    public const int MaxFileName = 255;

    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public string Actor { get; private init; } = "";
    public string ActorName { get; private init; } = "";
    public string FileName { get; private init; } = "";
    public long Bytes { get; private init; }
    public ImportState State { get; private set; }

    /// <summary>What the dry run found; null until it has.</summary>
    public ImportReport? Plan { get; private set; }

    /// <summary>What is done so far; null until it was started.</summary>
    public ImportReport? Done { get; private set; }

    /// <summary>Technical words for why it failed.</summary>
    public string Reason { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }

    public static Import Of(string actor, string actorName, string fileName, long bytes, DateTimeOffset now) =>
        new() { Actor = actor, ActorName = actorName, FileName = fileName, Bytes = bytes, CreatedAt = now };

    public bool CanStart => State is ImportState.Checked or ImportState.Stopped or ImportState.Failed;

    public bool IsMoving => State is ImportState.Checking or ImportState.Importing;

    public void Check(ImportReport plan) => (State, Plan) = (ImportState.Checked, plan);

    public void Start() => (State, Done, Reason, EndedAt) = (ImportState.Importing, Done ?? new(), "", null);

    public void Finish(ImportReport done, DateTimeOffset now) => (State, Done, EndedAt) = (ImportState.Done, done, now);

    public void Refuse(ImportFault fault, DateTimeOffset now) =>
        (State, Plan, EndedAt) = (ImportState.Unreadable, new ImportReport(FaultCount: 1) { Faults = [fault] }, now);

    public void Stop(DateTimeOffset now) => (State, EndedAt) = (Done is null ? ImportState.Checked : ImportState.Stopped, now);

    public void Fail(string reason, DateTimeOffset now) => (State, Reason, EndedAt) = (ImportState.Failed, reason, now);
}
