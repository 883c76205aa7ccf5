using MediaAdmin.Access;
using MediaAdmin.Uploads;
using Microsoft.Extensions.Localization;
using Radzen;

namespace MediaAdmin.Portal.Parts;

/// <summary>One message when all have ended, never one per file; and the way from a choice to the verb that carries it out.</summary>
public static class UploadTelling
{
    private const int Milliseconds = 6000;

    public static void Tell(this NotificationService notices, IStringLocalizer<Words> words, UploadSummary ended)
    {
        string?[] parts =
        [
            ended.Stored > 0 ? words.Count("Summary_Stored", ended.Stored) : null,
            ended.Failed > 0 ? words.Count("Summary_Failed", ended.Failed) : null,
            ended.Duplicates > 0 ? words.Count("Summary_Duplicates", ended.Duplicates) : null,
        ];
        var severity = ended.Failed > 0 ? NotificationSeverity.Warning : NotificationSeverity.Success;
        notices.Notify(severity, string.Join(" · ", parts.Where(p => p is not null)), duration: Milliseconds);
    }

    public static Task DoAsync(this UploadControl control, UploadAct act, Guid id, Actor by, CancellationToken ct) => act switch
    {
        UploadAct.Retry => control.RetryAsync(id, by, ct),
        UploadAct.Cancel => control.CancelAsync(id, by, ct),
        UploadAct.UseExisting => control.UseExistingAsync(id, by, ct),
        UploadAct.KeepBoth => control.KeepBothAsync(id, by, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };
}
