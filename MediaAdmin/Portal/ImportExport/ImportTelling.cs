using MediaAdmin.ImportExport;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Portal.ImportExport;

/// <summary>Puts into words how an import stands.</summary>
public static class ImportTelling
{
    /// <summary>How it stands in a line of a list.</summary>
    public static string Outcome(this IStringLocalizer<ImportExportWords> words, Import import) => import switch
    {
        { State: ImportState.Done, Done: { } done } => words.Sum(done),
        _ => words[$"State_{import.State}"],
    };

    /// <summary>"12 products made, 3 changed, 1 left out".</summary>
    public static string Sum(this IStringLocalizer<ImportExportWords> words, ImportReport report)
    {
        string?[] parts =
        [
            report.Made > 0 ? words.Count("Made", report.Made) : null,
            report.Changed > 0 ? words.Count("Changed", report.Changed) : null,
            report.LeftOut > 0 ? words.Count("LeftOut", report.LeftOut) : null,
        ];
        return parts.Any(p => p is not null) ? string.Join(" · ", parts.Where(p => p is not null)) : words["Nothing"];
    }

    /// <summary>What happens, or would happen, to one product.</summary>
    public static string Deeds(this IStringLocalizer<ImportExportWords> words, ImportedProduct product)
    {
        string?[] parts =
        [
            product.Renamed ? words["Deed_Renamed"].Value : null,
            product.Variants > 0 ? words.Count("Deed_Variants", product.Variants) : null,
            product.VariantsRenamed > 0 ? words.Count("Deed_VariantsRenamed", product.VariantsRenamed) : null,
            product.Placed > 0 ? words.Count("Deed_Placed", product.Placed) : null,
            product.Moved > 0 ? words.Count("Deed_Moved", product.Moved) : null,
            product.Described > 0 ? words.Count("Deed_Described", product.Described) : null,
        ];
        return string.Join(" · ", parts.Where(p => p is not null));
    }

    public static string Tone(this Import import) => import.State switch
    {
        ImportState.Done => import.Done!.LeftOut > 0 ? "warn" : "good",
        ImportState.Unreadable or ImportState.Failed => "bad",
        ImportState.Stopped => "warn",
        _ => "open",
    };
}
