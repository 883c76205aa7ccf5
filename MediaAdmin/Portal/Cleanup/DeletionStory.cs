using MediaAdmin.Deletion;

namespace MediaAdmin.Portal.Cleanup;

public enum StepKind { Done, Ahead, Wrong }

/// <summary>One step of a deletion: its words (a key of CleanupWords), when it was or will be, what there is to say about it, and what the store answered, word for word.</summary>
public sealed record StoryStep(string Words, StepKind Kind, DateTimeOffset? At, string Note = "", DeletionFault? Fault = null, string Answer = "");

/// <summary>The story of a deletion, from the shop to the dead address: what has happened, what went wrong, what is still to come.</summary>
public static class DeletionStory
{
    public static IReadOnlyList<StoryStep> Of(QueueItem item) => [.. Steps(item.Entry, item.NextTry)];

    private static IEnumerable<StoryStep> Steps(DeletionView entry, DateTimeOffset? next)
    {
        yield return new($"Step_{entry.Origin}", StepKind.Done, entry.RequestedAt, entry.ActorName);
        if (entry.State == DeletionState.Undone)
        {
            yield return new("Step_Undone", StepKind.Done, entry.EndedAt);
            yield break;
        }
        yield return entry.TriedAt is { } tried ? new("Step_Asked", StepKind.Done, tried) : new("Step_Ask", StepKind.Ahead, next);
        if (entry is { ConfirmedAt: null, Fault: { } fault }) yield return new("Step_Failed", StepKind.Wrong, null, entry.Error, fault);
        if (entry.State == DeletionState.GivenUp)
        {
            yield return new("Step_GivenUp", StepKind.Done, entry.EndedAt, entry.EndReason);
            yield break;
        }
        if (entry.State == DeletionState.Failed) yield return new("Step_NeedsYou", StepKind.Ahead, null);
        else if (entry.TriedAt is not null && next is not null) yield return new("Step_AskAgain", StepKind.Ahead, next);
        foreach (var step in Ending(entry)) yield return step;
    }

    private static IEnumerable<StoryStep> Ending(DeletionView entry)
    {
        if (entry.ConfirmedAt is not { } confirmed)
        {
            yield return new("Step_Confirm", StepKind.Ahead, null);
            yield return new("Step_Unserve", StepKind.Ahead, null);
            yield break;
        }
        yield return new(entry.State == DeletionState.AlreadyGone ? "Step_AlreadyGone" : "Step_Confirmed", StepKind.Done, confirmed, Answer: entry.Answer);
        yield return entry switch
        {
            { UnservedAt: { } unserved } => new("Step_Unserved", StepKind.Done, unserved),
            { Fault: DeletionFault.StillServed } => new("Step_StillServed", StepKind.Wrong, null, Fault: DeletionFault.StillServed),
            { SampleUnservedAt: { } sample } => new("Step_SampleUnserved", StepKind.Done, sample),
            { IsLookedAtLater: true } => new("Step_Unserve", StepKind.Ahead, null),
            _ => new("Step_NotLooked", StepKind.Wrong, null),
        };
    }
}
