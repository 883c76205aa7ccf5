using MediaAdmin.Deletion;
using MediaAdmin.Portal.Parts;
using Microsoft.Extensions.Localization;
using Radzen;

namespace MediaAdmin.Portal.Cleanup;

/// <summary>One message for all that came back; one question before what cannot be undone.</summary>
static class TrashTelling
{
    private const int Milliseconds = 6000;

    public static void Tell(this NotificationService notices, IStringLocalizer<CleanupWords> words, Restored restored, string? sku)
    {
        string?[] parts =
        [
            restored.SkuTaken ? words["Restored_SkuTaken", sku ?? ""].Value : null,
            restored.Products > 0 ? words["Restored_Product", sku ?? ""].Value : null,
            restored.Back > 0 ? words.Count("Restored", restored.Back) : null,
            restored.Asked > restored.Back ? words.Count("Restored_TooLate", restored.Asked - restored.Back) : null,
        ];
        var said = string.Join(" · ", parts.Where(p => p is not null));
        var whole = restored is { SkuTaken: false } && restored.Back == restored.Asked && said.Length > 0;
        notices.Notify(whole ? NotificationSeverity.Success : NotificationSeverity.Warning, said.Length > 0 ? said : words["Restored_Nothing"], duration: Milliseconds);
    }

    /// <summary>Whether they are sure.</summary>
    public static Task<bool> AskToPurgeAsync(this Question question, IStringLocalizer<CleanupWords> words, int pictures, string? sku)
    {
        string title = sku is null ? words.Count("Purge_Ask", pictures) : pictures == 0 ? words["Purge_AskBareProduct", sku] : words.Count("Purge_AskProduct", pictures, sku);
        return question.AskAsync(title, words["Purge_Text"], words["Purge"], words["Purge_No"], isFinal: true);
    }
}
