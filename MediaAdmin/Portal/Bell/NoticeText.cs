using MediaAdmin.Access;
using MediaAdmin.Deletion;
using MediaAdmin.Jobs;
using MediaAdmin.Notices;
using MediaAdmin.Portal.Jobs;
using MediaAdmin.Uploads;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Portal.Bell;

/// <summary>A notice in the reader's language: what happened, more about it, where it leads and whether a person has to do something.</summary>
public sealed record NoticeText(string Title, string Text, string Address, string Icon, bool IsTrouble)
{
    /// <summary>Null for a kind that this version does not know.</summary>
    public static NoticeText? Of(NoticeView notice, IStringLocalizer<BellWords> words, IStringLocalizer<DeletionWords> deletions, IStringLocalizer<JobsWords> jobs) =>
        notice.As<BatchEnded>() is { } batch ? Of(batch, words)
        : notice.As<DeletionsFailed>() is { } failed
            ? new(words.Count("Deletions_Failed", failed.Count), deletions.Reason(failed.Fault), $"/cleanup?state=failed&error={failed.Fault}", "warning", true)
        : notice.As<WorkStopped>() is { } stopped ? new(jobs["Paused_Title", jobs[$"Kind_{stopped.Kind}"]], words["Stopped_Text"], "/jobs", "pause", true)
        : notice.As<WrongSignIns>() is { } wrong
            ? new(words.Count("WrongSignIns", wrong.Count), words["WrongSignIns_Text", wrong.Address], "/profile", "lock", true)
        : null;

    private static NoticeText Of(BatchEnded batch, IStringLocalizer<BellWords> words)
    {
        var open = batch.Failed + batch.Duplicates;
        var title = open > 0 ? words.Count("Batch_Open", open) : words.Count("Batch_Stored", batch.Stored);
        string[] parts =
        [
            .. batch.Stored > 0 && open > 0 ? [words.Count("Part_Stored", batch.Stored)] : (string[])[],
            .. batch.Failed > 0 ? [words.Count("Part_Failed", batch.Failed)] : (string[])[],
            .. batch.Duplicates > 0 ? [words.Count("Part_Duplicates", batch.Duplicates)] : (string[])[],
            .. batch.Cancelled > 0 ? [words.Count("Part_Cancelled", batch.Cancelled)] : (string[])[],
        ];
        return new(title, string.Join(" · ", parts), $"/uploads?batch={batch.Batch}", open > 0 ? "warning" : "check", open > 0);
    }
}
