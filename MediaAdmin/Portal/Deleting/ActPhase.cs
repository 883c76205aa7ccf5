using MediaAdmin.Deletion;

namespace MediaAdmin.Portal.Deleting;

/// <summary>
/// Where an act of deletion is, as the person is told whose act it was. Undoable: take it back here. InTrash: it can be taken back for long, on the page of the trash.
/// Deleting: the store is being asked. Gone: the store has confirmed it. Failed: something stayed in the store. Silent: nothing to say (any more).
/// </summary>
public enum ActPhase { Undoable, InTrash, Deleting, Gone, Failed, Silent }

public static class ActPhases
{
    /// <summary>A window longer than this is not counted down: its act can be undone here for <see cref="UndoShown"/>, and then the trash is pointed to.</summary>
    public static readonly TimeSpan LongWindow = TimeSpan.FromMinutes(2), UndoShown = TimeSpan.FromMinutes(1), TrashShown = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan GoneShown = TimeSpan.FromSeconds(6), FailureShown = TimeSpan.FromDays(1);

    public static bool HasLongWindow(this ActProgress act) => act.NotBefore - act.RequestedAt > LongWindow;

    public static ActPhase PhaseAt(this ActProgress act, DateTimeOffset now) => act switch
    {
        { Entries: 0 } => act.BareAt(now),
        { IsOver: true, Failed: > 0 } => now < act.RequestedAt + FailureShown ? ActPhase.Failed : ActPhase.Silent,
        _ when act.HasLongWindow() => act.LongAt(now),
        { IsOver: true } => now < act.EndedAt + GoneShown ? ActPhase.Gone : ActPhase.Silent,
        _ when act.Undoable == act.Entries && act.NotBefore > act.RequestedAt => ActPhase.Undoable, // also when it is over and nobody has come for it yet
        _ => ActPhase.Deleting,
    };

    /// <summary>When this phase ends by the clock alone; null when only news ends it.</summary>
    public static DateTimeOffset? EndsAt(this ActProgress act, ActPhase phase) => phase switch
    {
        ActPhase.Undoable when act.HasLongWindow() => act.RequestedAt + UndoShown,
        ActPhase.Undoable when act.Entries == 0 => act.NotBefore,
        ActPhase.InTrash => act.RequestedAt + UndoShown + TrashShown,
        ActPhase.Gone => (act.EndedAt ?? act.RequestedAt) + GoneShown,
        _ => null,
    };

    /// <summary>A product without pictures: nothing leaves the store.</summary>
    private static ActPhase BareAt(this ActProgress act, DateTimeOffset now) =>
        now < act.NotBefore ? (act.HasLongWindow() ? act.LongAt(now) : ActPhase.Undoable)
        : now < act.RequestedAt + GoneShown ? ActPhase.Gone
        : ActPhase.Silent;

    /// <summary>What leaves the store days later is no news to anybody, unless it fails.</summary>
    private static ActPhase LongAt(this ActProgress act, DateTimeOffset now) =>
        act.Undoable < act.Entries || now >= act.RequestedAt + UndoShown + TrashShown ? ActPhase.Silent
        : now < act.RequestedAt + UndoShown ? ActPhase.Undoable
        : ActPhase.InTrash;
}
