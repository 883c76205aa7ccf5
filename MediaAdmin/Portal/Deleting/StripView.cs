using MediaAdmin.Deletion;
using MediaAdmin.Jobs;

namespace MediaAdmin.Portal.Deleting;

/// <summary>What came of an undo, and of which product when one came back with it. Told until a moment, or until it is closed: then something must be done about it.</summary>
public sealed record UndoResult(Restored Restored, string? Product, DateTimeOffset? Until);

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
        var gone = told.Skip(1).Where(a => a.Phase == ActPhase.Gone).Select(a => a.Act).ToList();
        if (phase == ActPhase.Gone && newest is { Entries: > 0 }) // what ended about the same time is one piece of news
            newest = newest with { Entries = newest.Entries + gone.Sum(a => a.Entries), Done = newest.Done + gone.Sum(a => a.Done), GivenUp = newest.GivenUp + gone.Sum(a => a.GivenUp) };
        var earlier = told.Skip(1).Where(a => a.Phase != ActPhase.Gone).ToList();
        // A pause that is over is noted until the store has served again: what it held up is tried at this moment.
        var waits = told.Any(a => a.Act.Retrying > 0 || (pause?.Until > now && (a.Phase == ActPhase.Deleting || (a.Phase == ActPhase.Undoable && a.Act.NotBefore <= now))));
        return new(newest, phase, earlier.Sum(a => a.Act.Entries), earlier.Sum(a => a.Act.Done), earlier.Where(a => a.Phase == ActPhase.Failed).Sum(a => a.Act.Failed),
            waits ? pause : null, undo, told.Select(a => a.Act.EndsAt(a.Phase)).Append(undo?.Until).Min());
    }
}
