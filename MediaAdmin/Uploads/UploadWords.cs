using System.Globalization;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Uploads;

/// <summary>What uploads have to say to people: a word for every state, a sentence with its cure for every fault (English and Turkish).</summary>
public sealed class UploadWords;

public static class UploadSentences
{
    public static string State(this IStringLocalizer<UploadWords> words, UploadState state) => words[$"State_{state}"];

    /// <summary>Why it failed and what helps, naming the file.</summary>
    public static string Fault(this IStringLocalizer<UploadWords> words, UploadFault fault, string fileName, UploadOptions limits) =>
        words[$"Fault_{fault}", fileName, Limit(limits)];

    /// <summary>The reason alone, and the cure alone, where the files' names stand beside them.</summary>
    public static string Reason(this IStringLocalizer<UploadWords> words, UploadFault fault, UploadOptions limits) => words[$"Reason_{fault}", Limit(limits)];
    public static string Cure(this IStringLocalizer<UploadWords> words, UploadFault fault) => words[$"Cure_{fault}"];

    private static string Limit(UploadOptions limits) => (limits.MaxPixels / 1_000_000).ToString("N0", CultureInfo.CurrentCulture);
}
