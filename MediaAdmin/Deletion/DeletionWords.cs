using Microsoft.Extensions.Localization;

namespace MediaAdmin.Deletion;

/// <summary>What deletions have to say to people: a word for every state and origin, for every fault a sentence and its cure (English and Turkish).</summary>
public sealed class DeletionWords;

public static class DeletionSentences
{
    public static string State(this IStringLocalizer<DeletionWords> words, DeletionState state) => words[$"State_{state}"];

    /// <summary>How the file came into the queue.</summary>
    public static string Origin(this IStringLocalizer<DeletionWords> words, DeletionOrigin origin) => words[$"Origin_{origin}"];

    /// <summary>Why a file is not gone yet, and what helps.</summary>
    public static string Reason(this IStringLocalizer<DeletionWords> words, DeletionFault fault) => words[$"Reason_{fault}"];
    public static string Cure(this IStringLocalizer<DeletionWords> words, DeletionFault fault) => words[$"Cure_{fault}"];
}
