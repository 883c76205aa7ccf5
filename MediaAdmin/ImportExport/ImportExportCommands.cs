using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MediaAdmin.Access;
using MediaAdmin.Imaging;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace MediaAdmin.ImportExport;

public static class ImportExportCommands
{
    public static IEnumerable<Command> For(IServiceProvider services) => [Import(services), Export(services)];

    /// <summary><c>import</c> runs beside a portal that is up. The report goes to the standard output, progress beside it. Exit code 0 when everything was taken in, 1 when something was left out.</summary>
    private static Command Import(IServiceProvider services)
    {
        var file = new Argument<FileInfo>("FILE.csv") { Description = $"The catalogue file. Columns: {string.Join(", ", CatalogueColumns.All)}; needed: {string.Join(", ", CatalogueColumns.Needed)}" };
        var folder = new Option<DirectoryInfo>("--files") { Description = "The folder that holds the pictures; without it they are looked for in the library, by name" };
        var dry = new Option<bool>("--dry-run") { Description = "Only say what would be made and changed" };
        var command = new Command("import", "Bring a catalogue file with its pictures into the catalogue") { file.AcceptExistingOnly(), folder.AcceptExistingOnly(), dry };
        command.SetAction(async (parsed, ct) =>
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en"); // a command speaks English, as its usage does
            var order = new ImportOrder(Guid.CreateVersion7(), parsed.GetValue(file)!.FullName, parsed.GetValue(folder)?.FullName, parsed.GetValue(dry), Actor.Console);
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var report = await services.GetRequiredService<CatalogueImport>().RunAsync(order, new Told(error), ct);
                foreach (var fault in report.Faults) await output.WriteLineAsync(Line(services, fault));
                if (report.FaultCount > report.Faults.Count) await output.WriteLineAsync($"… and {report.FaultCount - report.Faults.Count:N0} more faults.");
                await output.WriteLineAsync(Sum(report, order.IsDry));
                return report.FaultCount == 0 ? 0 : 1;
            }
            catch (UnreadableCatalogueException e)
            {
                await output.WriteLineAsync(Line(services, e.Fault));
                await output.WriteLineAsync("Nothing was imported.");
            }
            catch (Exception e) when (e is StorageException or ImageToolException)
            {
                await error.WriteLineAsync($"Stopped: {e.Message} What was imported until then stays; run the same command again for the rest.");
            }
            return 1;
        });
        return command;
    }

    /// <summary>Exit code 0 when everything was written, 1 when the store does not have a picture.</summary>
    private static Command Export(IServiceProvider services)
    {
        var file = new Argument<FileInfo>("FILE.csv") { Description = "The file to write" };
        var folder = new Option<DirectoryInfo>("--files") { Description = "A folder for the pictures' files too" };
        var client = new Option<string>("--client") { Description = "Only this client, by its code", DefaultValueFactory = _ => "" };
        var command = new Command("export", "Write the catalogue as a file that import reads") { file, folder, client };
        command.SetAction(async (parsed, ct) =>
        {
            await using var csv = parsed.GetValue(file)!.Create();
            var report = await services.GetRequiredService<CatalogueExport>().WriteAsync(csv, parsed.GetValue(client)!, parsed.GetValue(folder)?.FullName, _ => { }, ct);
            foreach (var path in report.Missing) await parsed.InvocationConfiguration.Error.WriteLineAsync($"The store does not have the picture of {path}.");
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"lines {report.Lines}, files {report.Files}, missing {report.Missing.Count}");
            return report.Missing.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static string Line(IServiceProvider services, ImportFault fault)
    {
        var words = services.GetRequiredService<IStringLocalizer<ImportWords>>();
        var sentence = words.Fault(fault, services.GetRequiredService<IStringLocalizer<UploadWords>>(), services.GetRequiredService<IOptions<UploadOptions>>().Value);
        return $"line {fault.Line}{(fault.Field.Length > 0 ? $", {fault.Field}" : "")}: {sentence}";
    }

    private static string Sum(ImportReport report, bool isDry) => string.Create(CultureInfo.InvariantCulture,
        $"{(isDry ? "Would be: " : "")}products {report.Made} made, {report.Changed} changed, {report.Unchanged} as they were, {report.LeftOut} left out; clients {report.Clients} made; variants {report.Variants} made; pictures {report.Stored} stored, {report.Placed} placed, {report.Moved} moved, {report.Described} described; faults {report.FaultCount}");

    /// <summary>One line a second on the standard error, over the last one where a person looks.</summary>
    private sealed class Told(TextWriter error) : IProgress<ImportProgress>
    {
        private readonly Stopwatch _whole = Stopwatch.StartNew();
        private TimeSpan _last;

        public void Report(ImportProgress value)
        {
            if (_whole.Elapsed - _last < TimeSpan.FromSeconds(1) && value.Done != value.All) return;
            _last = _whole.Elapsed;
            var text = value.Stage == ImportStage.Reading
                ? string.Create(CultureInfo.InvariantCulture, $"reading, {value.Done:N0} lines")
                : string.Create(CultureInfo.InvariantCulture, $"{value.Done:N0} of {value.All:N0} lines, {value.Done / _whole.Elapsed.TotalSeconds:N0} a second, {value.Faults:N0} faults");
            if (Console.IsErrorRedirected) error.WriteLine(text);
            else error.Write($"\r{text,-70}{(value.Stage == ImportStage.Working && value.Done == value.All ? "\n" : "")}");
        }
    }
}
