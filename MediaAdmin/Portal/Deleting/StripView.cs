using MediaAdmin.Deletion;
using MediaAdmin.Jobs;

namespace MediaAdmin.Portal.Deleting;

/// <summary>
/// What came of an undo (null: it could not be carried out), and of which product when one came back with it. Told until a moment, or until it is closed: then something must be done about it.
/// </summary>
public sealed record UndoResult(Restored? Restored, string? Product, DateTimeOffset? Until)
{
    public bool CameToNothing => Restored is null or { SkuTaken: true } or { Back: 0, Products: 0 };
}

/// <summary>
/// What the strip says: the newest act fully, the ones before it summed, the pause of the store when one of them waits for it, and what came of an undo.
/// <paramref name="ChangesAt"/>: when it says something else by the clock alone.
/// </summary>
public sealed record StripView(
    ActProgress? Act, ActPhase Phase, int Earlier, int EarlierGone, int EarlierFailed, WorkPause? Pause, UndoResult? Undo, DateTimeOffset? ChangesAt)
{
    /// <summary>The newest first in <paramref name="acts"/>; null when there is nothing to say.</summary>
    public static StripView? Of(IReadOnlyList<ActProgress> acts, WorkPause? pause, UndoResult? undo, IReadOnlySet<Guid> closed, DateTimeOffset now)
    {
        var told = acts.Where(a => !closed.Contains(a.Operation)).Select(a => (Act: a, Phase: a.PhaseAt(now))).Where(a => a.Phase != ActPhase.Silent).ToList();
        if (undo?.Until <= now) undo = null;
        if (told.Count == 0 && undo is null) return null;
        var (newest, phase) = told.Count > 0 ? told[0] : (null, ActPhase.Silent);
        // What came to the same end is one piece of news.
        var same = told.Skip(1).Where(a => newest is { Entries: > 0 } && phase is ActPhase.Gone or ActPhase.Failed && a.Phase == phase).ToList();
        if (same.Count > 0)
            newest = newest! with { Entries = newest.Entries + same.Sum(a => a.Act.Entries), Done = newest.Done + same.Sum(a => a.Act.Done), GivenUp = newest.GivenUp + same.Sum(a => a.Act.GivenUp), Failed = newest.Failed + same.Sum(a => a.Act.Failed) };
        var earlier = told.Skip(1).Except(same).Where(a => a.Phase != ActPhase.Gone).ToList();
        // A pause that is over is noted until the store has served again: what it held up is tried at this moment.
        var waits = told.Any(a => a.Act.Retrying > 0 || (pause?.Until > now && (a.Phase == ActPhase.Deleting || (a.Phase == ActPhase.Undoable && a.Act.NotBefore <= now))));
        return new(newest, phase, earlier.Sum(a => a.Act.Entries), earlier.Sum(a => a.Act.Done), earlier.Where(a => a.Phase == ActPhase.Failed).Sum(a => a.Act.Failed),
            waits ? pause : null, undo, told.Select(a => a.Act.EndsAt(a.Phase)).Append(undo?.Until).Min());
    }
}
