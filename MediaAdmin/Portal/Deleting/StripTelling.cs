using MediaAdmin.Deletion;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Portal.Deleting;

/// <summary>A sentence in which a countdown to <paramref name="Until"/> stands where <see cref="Time"/> is.</summary>
public sealed record TimedSentence(string Text, DateTimeOffset? Until = null)
{
    public const char Time = '\uE000';
}

/// <summary>Puts into words what the strip says.</summary>
public static class StripTelling
{
    /// <summary>What happens to the newest act; without one, what came of the undo.</summary>
    public static TimedSentence First(this IStringLocalizer<DeletingWords> words, StripView view) => view switch
    {
        { Act: null } => new(view.Undo is null ? "" : words.Undone(view.Undo)),
        { Phase: ActPhase.Undoable or ActPhase.InTrash, Act: var act } => new(words.Deleted(act)),
        { Phase: ActPhase.Failed, Act: var act } => new(words.Count("Failed", act.Failed)),
        { Phase: ActPhase.Gone, Act: { Entries: 0 } act } => new(words.Deleted(act)),
        { Phase: ActPhase.Gone, Act: { GivenUp: > 0 } act } => new(words["Gone_Part", act.Done, act.Entries]),
        { Phase: ActPhase.Gone, Act: var act } => new(words.Count("Gone", act.Done)),
        { Act: var act } => words.Deleting(act, isPaused: view.Pause is not null),
    };

    /// <summary>The most important of what else there is to say; null for nothing.</summary>
    public static TimedSentence? Second(this IStringLocalizer<DeletingWords> words, StripView view, bool isAdmin) => view switch
    {
        { Act: not null, Undo: { } undo } => new(words.Undone(undo)),
        { Pause: { IsByHand: true } } => new(words["Pause_ByHand"]),
        { Pause: { } pause } => new(words[$"Pause_{pause.Reason}", TimedSentence.Time], pause.Until),
        { Phase: ActPhase.Failed } => new(words[isAdmin ? "Failed_Admin" : "Failed_Text"]),
        { EarlierFailed: > 0 } => new(words.Count("Earlier_Failed", view.EarlierFailed)),
        { Phase: ActPhase.InTrash } => new(words["InTrash"]),
        { Earlier: > 0 } => new(words.Count("Earlier", view.Earlier, view.EarlierGone)),
        _ => null,
    };

    /// <summary>The same for those who listen. Said again only when something else happens: not at every picture, and not at every second.</summary>
    public static string Spoken(this IStringLocalizer<DeletingWords> words, IStringLocalizer<Words> times, StripView view, bool isAdmin, DateTimeOffset now)
    {
        var first = view.Phase == ActPhase.Deleting ? new(words.Count("Deleting_All", view.Act!.Entries)) : words.First(view);
        var second = words.Second(view, isAdmin);
        return $"{first.Text}. {second?.Text.Replace($"{TimedSentence.Time}", times.Left((second.Until ?? now) - now), StringComparison.Ordinal)}".Trim();
    }

    private static string Deleted(this IStringLocalizer<DeletingWords> words, ActProgress act) => act switch
    {
        { Product: null } => words.Count("Deleted", act.Entries),
        { Entries: 0 } => words["Deleted_Product", act.Product],
        _ => words.Count("Deleted_ProductWith", act.Entries, act.Product),
    };

    private static TimedSentence Deleting(this IStringLocalizer<DeletingWords> words, ActProgress act, bool isPaused)
    {
        string?[] parts =
        [
            act.Done == 0 ? words.Count("Deleting_All", act.Entries) : words["Deleting", act.Entries, act.Done].Value,
            act.Retrying > 0 && !isPaused ? words["Deleting_Retrying", act.Retrying, TimedSentence.Time].Value : null,
            act.Failed > 0 ? words.Count("Deleting_Failed", act.Failed) : null,
        ];
        return new(string.Join(", ", parts.Where(p => p is not null)), act.NextTry);
    }

    private static string Undone(this IStringLocalizer<DeletingWords> words, UndoResult undo) => undo switch
    {
        { Restored: null } => words["Back_Failed"],
        { Restored.SkuTaken: true } => words["Back_SkuTaken", undo.Product ?? ""],
        { Product: not null, Restored: { Products: > 0, Back: 0 } } => words["Back_Product", undo.Product],
        { Product: not null, Restored: { Products: > 0 } restored } => words.Count("Back_ProductWith", restored.Back, undo.Product),
        { Restored: { Back: 0 } } => words["Back_TooLate"],
        { Restored: var restored } when restored.Back < restored.Asked => words["Back_Part", restored.Back, restored.Asked],
        { Restored.Back: var back } => words.Count("Back", back),
    };
}
