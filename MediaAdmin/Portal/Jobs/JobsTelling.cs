using System.Globalization;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Uploads;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Portal.Jobs;

/// <summary>What the engine room has to say, in the words of the concept whose work it is.</summary>
public static class JobsTelling
{
    public static string Kind(this IStringLocalizer<JobsWords> words, string kind) => words[$"Kind_{kind}"] is { ResourceNotFound: false } known ? known : kind;

    public static string About(this IStringLocalizer<JobsWords> words, string kind) => words[$"About_{kind}"] is { ResourceNotFound: false } known ? known : "";

    /// <summary>A schedule by what it does; the kind's own name where there is one schedule of it.</summary>
    public static string Schedule(this IStringLocalizer<JobsWords> words, ScheduleView schedule) =>
        words[$"Schedule_{schedule.Kind}_{schedule.Name}"] is { ResourceNotFound: false } known ? known : words.Kind(schedule.Kind);

    /// <summary>Why items of a kind failed; where the kind has no word for it, what the job said.</summary>
    public static string Reason(this CauseWords words, FailureCause cause) => cause.Kind switch
    {
        StoreUploadJob.Queue when Enum.TryParse<UploadFault>(cause.Cause, out var fault) => words.Uploads.Reason(fault, words.Limits),
        PurgeJob.Queue when Enum.TryParse<DeletionFault>(cause.Cause, out var fault) => words.Deletions.Reason(fault),
        _ => cause.Error.Length > 0 ? cause.Error : words.Jobs["Cause_Unknown"],
    };

    public static string Cure(this CauseWords words, FailureCause cause) => cause.Kind switch
    {
        StoreUploadJob.Queue when Enum.TryParse<UploadFault>(cause.Cause, out var fault) => words.Uploads.Cure(fault),
        PurgeJob.Queue when Enum.TryParse<DeletionFault>(cause.Cause, out var fault) => words.Deletions.Cure(fault),
        _ => words.Jobs["Cure_Schedule"],
    };

    /// <summary>Why a kind of work stands still, in one sentence.</summary>
    public static string Pause(this CauseWords words, WorkView work) => work.Pause switch
    {
        { By.Length: > 0, Reason.Length: 0 } byHand => words.Jobs["Paused_By", byHand.By],
        { By.Length: > 0 } byHand => words.Jobs["Paused_Because", byHand.By, byHand.Reason],
        { } self when work.Kind == PurgeJob.Queue && Enum.TryParse<DeletionFault>(self.Reason, out var fault) => $"{words.Deletions.Reason(fault)}. {words.Deletions.Cure(fault)}",
        _ => words.Jobs["Paused_Store"],
    };

    /// <summary>"40 ms", "1.2 s", "3 min".</summary>
    public static string Took(this IStringLocalizer<JobsWords> words, TimeSpan took) => took switch
    {
        { TotalMilliseconds: < 999.5 } => words["Took_Milliseconds", Math.Max(1, Math.Round(took.TotalMilliseconds)).ToString("N0", CultureInfo.CurrentCulture)],
        { TotalSeconds: < 99.5 } => words["Took_Seconds", took.TotalSeconds.ToString("N1", CultureInfo.CurrentCulture)],
        _ => words["Took_Minutes", took.TotalMinutes.ToString("N0", CultureInfo.CurrentCulture)],
    };
}

/// <summary>The words of all whose work is told.</summary>
public sealed record CauseWords(IStringLocalizer<JobsWords> Jobs, IStringLocalizer<UploadWords> Uploads, IStringLocalizer<DeletionWords> Deletions, UploadOptions Limits);
