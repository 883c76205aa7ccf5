using MediaAdmin.Imaging;
using MediaAdmin.Uploads;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.ImportExport;

/// <summary>What an import has to say to people: a sentence with its cure for every fault (English and Turkish).</summary>
public sealed class ImportWords;

public static class ImportSentences
{
    /// <summary>What is wrong and what helps. A picture that is refused has the words that uploads have for it.</summary>
    public static string Fault(this IStringLocalizer<ImportWords> words, ImportFault fault, IStringLocalizer<UploadWords> uploads, UploadOptions limits)
    {
        object[] details = [.. fault.Details];
        if (fault.Kind == ImportFaultKind.Refused && Enum.TryParse<Refusal>(fault.Details[^1], out var refusal))
        {
            var reason = UploadFaults.Of(refusal);
            details = [fault.Details[0], uploads.Reason(reason, limits), uploads.Cure(reason)];
        }
        return words[$"Fault_{fault.Kind}", details];
    }
}
