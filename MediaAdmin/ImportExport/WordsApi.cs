using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace MediaAdmin.ImportExport;

/// <summary>A fault of a file of words: its line from 1, its column, what it is and what helps.</summary>
public sealed record WordsFault(int Line, string Field, ImportFaultKind Kind, string Sentence);

/// <summary>What a file of words did, or would do.</summary>
public sealed record WordsAnswer(bool DryRun, int Lines, int Changed, int FaultCount, IReadOnlyList<WordsFault> Faults);

public static class WordsApi
{
    public const string Path = "/api/assets/words.csv";

    public static void MapWords(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Export).RequireAuthorization(Policies.Viewer).WithTags("Assets")
            .WithSummary("The words on pictures as CSV").WithDescription("The pictures that the library finds by the same filter, by id. Columns: id, file, title, alt_en, alt_tr, decorative, tags.");
        app.MapPost(Path, ImportAsync).RequireAuthorization(Policies.Editor).WithTags("Assets").Accepts<string>("text/csv").WithMetadata(new RequestSizeLimitAttribute(WordsImport.MaxBytes))
            .WithSummary("Give pictures the words of a CSV")
            .WithDescription("All lines or none: with a fault 422, and every fault with its line; dryRun only tells. Needs the column id. An empty cell changes nothing, an apostrophe alone clears. Comma, semicolon or tab; UTF-8.");
    }

    private static Results<PushStreamHttpResult, ValidationProblem> Export(WordsExport export, [AsParameters] AssetFilter filter, CancellationToken ct) => filter.Read(out var query) is { } fault
        ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { [fault.Field] = [fault.Sentence] })
        : TypedResults.Stream(body => export.WriteAsync(body, query, ct), "text/csv; charset=utf-8", "words.csv");

    private static async Task<Results<Ok<WordsAnswer>, ProblemHttpResult>> ImportAsync(
        HttpContext http, WordsImport import, IStringLocalizer<ImportWords> words, IStringLocalizer<UploadWords> uploads, IOptions<UploadOptions> limits, CancellationToken ct, bool dryRun = false)
    {
        using var csv = new MemoryStream();
        await http.Request.Body.CopyToAsync(csv, ct);
        csv.Position = 0;
        var report = await import.RunAsync(csv, dryRun, http.User.Actor(), ct);
        IReadOnlyList<WordsFault> faults = [.. report.Faults.Select(f => new WordsFault(f.Line, f.Field, f.Kind, words.Fault(f, uploads, limits.Value)))];
        return dryRun || report.FaultCount == 0
            ? TypedResults.Ok(new WordsAnswer(dryRun, report.Lines, report.Changed, report.FaultCount, faults))
            : TypedResults.Problem("Nothing was changed. Correct the lines and send the file again.", statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?> { ["faultCount"] = report.FaultCount, ["faults"] = faults });
    }
}
