using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Imaging;
using MediaAdmin.Live;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MediaAdmin.ImportExport;

/// <summary>
/// Brings a catalogue file into the catalogue. It adds and changes and never removes; a product with a fault in any of its lines stays as it was, whatever becomes of the others.
/// Products come in batches, each in one transaction with a fixed number of statements, so a run that was cut off has whole products only, and running it again does the rest.
/// </summary>
public sealed class CatalogueImport(
    IDbContextFactory<MediaDb> dbs, ImageTool images, IMediaStore store, Galleries galleries, Announcements news, IOptions<UploadOptions> limits, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Lines in a batch; the lines of a product are never divided.</summary>
    public const int BatchLines = 1000;

    private const int MostAttempts = 3;

    /// <exception cref="UnreadableCatalogueException">The file cannot be read as a catalogue; nothing was changed.</exception>
    /// <exception cref="StorageException">The store does not serve now; what was done until then stays, and the same order goes on.</exception>
    /// <exception cref="ImageToolException">The image tool is broken; likewise.</exception>
    public async Task<ImportReport> RunAsync(ImportOrder order, IProgress<ImportProgress> progress, CancellationToken ct)
    {
        order.By.Require(Access.Role.Editor);
        var work = Directory.CreateDirectory(Path.Combine(DataDirectory.Read(configuration), "imports", $"{order.Id:N}.work")).FullName;
        try
        {
            using var sheet = new ImportSheet(Path.Combine(work, "sheet"));
            await using (var csv = new FileStream(order.Csv, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16))
                sheet.Load(csv, byFile: order.Folder is not null, lines => progress.Report(new(ImportStage.Reading, lines, 0, 0)), ct);
            foreach (var fault in order.Done.Faults.Where(f => f.Kind >= ImportFaultKind.FileMissing)) sheet.Report(fault);
            var pictures = Directory.CreateDirectory(Path.Combine(work, "pictures")).FullName;
            var folder = order.Folder is null ? null : new PictureFolder(order.Folder, limits.Value.MaxFileBytes);
            var intake = new PictureIntake(folder, pictures, order.Id, images, store, limits.Value);
            return await WorkAsync(order, sheet, intake, progress, ct);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<ImportReport> WorkAsync(ImportOrder order, ImportSheet sheet, PictureIntake intake, IProgress<ImportProgress> progress, CancellationToken ct)
    {
        var (report, lines) = (order.Done with { Lines = sheet.Lines, Products = sheet.Products }, 0);
        for (var after = order.Done.After; sheet.Next(after, BatchLines) is [.., var last] products; after = last.Number)
        {
            report = await BatchAsync(order, sheet, products, intake, report, ct);
            lines += products.Sum(p => p.Lines.Count);
            progress.Report(new(ImportStage.Working, lines, sheet.Lines, report.FaultCount));
        }
        return report with { FaultCount = sheet.FaultCount, Faults = [.. sheet.Faults().Take(ImportReport.MostFaults)] };
    }

    private async Task<ImportReport> BatchAsync(
        ImportOrder order, ImportSheet sheet, IReadOnlyList<SheetProduct> products, PictureIntake intake, ImportReport report, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var batch = new ImportBatch(dbs, sheet, products, intake, order.By, clock);
            await batch.LookAsync(ct);
            if (order.IsDry) return Told(batch);
            await batch.StoreAsync(ct);
            try
            {
                var changed = await batch.WriteAsync(db => order.Note(db, Told(batch), ct), ct);
                await AnnounceAsync(batch.Plan, changed);
                return Told(batch);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                // Somebody deleted in this very moment what a line means: it is looked at again.
            }
        }

        ImportReport Told(ImportBatch batch)
        {
            var told = report.With(batch.Plan,
                order.IsDry ? sheet.CountNew(batch.Plan.NewClients.Select(c => (c.Client.Code, ""))) : batch.Plan.NewClients.Count,
                order.IsDry ? sheet.CountNew(batch.Plan.NewAssets.Select(a => (a.Client, a.Sha256))) : batch.Plan.NewAssets.Count, batch.LeftOut, batch.Last);
            return told with { FaultCount = sheet.FaultCount, Faults = [.. sheet.Faults().Take(ImportReport.MostFaults)] };
        }
    }

    private async Task AnnounceAsync(ImportPlan plan, IReadOnlyList<long> products)
    {
        if (plan.Products.All(p => p.IsUnchanged)) return;
        news.Publish(ProductsChanged.Topic, new ProductsChanged());
        await galleries.AnnounceAsync(products, CancellationToken.None);
    }
}
