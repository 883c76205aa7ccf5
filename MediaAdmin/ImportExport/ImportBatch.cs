using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport;

/// <summary>
/// Some products of the file on their way into the catalogue: look what they mean, store what is new, then plan anew and write in one transaction, which sees what others did meanwhile.
/// </summary>
sealed class ImportBatch(IDbContextFactory<MediaDb> dbs, ImportSheet sheet, IReadOnlyList<SheetProduct> products, PictureIntake intake, Actor by, TimeProvider clock)
{
    private readonly HashSet<long> _faulty = [.. products.Where(p => p.IsFaulty).Select(p => p.Number)];
    private Dictionary<int, (LineBytes Bytes, FoundFile? File)> _found = [];
    private Dictionary<int, ExaminedFile> _examined = [];
    private List<StoredDraft> _stored = [];

    public long Last => products[^1].Number;
    public int LeftOut => _faulty.Count;

    /// <summary>What the products without fault want changed, as far as was looked.</summary>
    public ImportPlan Plan { get; private set; } = null!;

    private List<SheetProduct> Good => [.. products.Where(p => !_faulty.Contains(p.Number))];

    /// <summary>Finds the files and pictures that the lines mean, and reports what is wrong with them, also in products that have a fault already.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        _found = await intake.FindAsync(products.SelectMany(p => p.Lines), Report, ct);
        await using var db = await dbs.CreateDbContextAsync(ct);
        Plan = await PlanAsync(db, products, Report, ct);
        if (_faulty.Count > 0) Plan = await PlanAsync(db, Good, Unexpected, ct);
    }

    /// <summary>Examines and stores the pictures that are not in the library.</summary>
    public async Task StoreAsync(CancellationToken ct)
    {
        intake.Clear();
        await ExamineAsync(ct);
        var owners = Good.SelectMany(p => p.Lines.Select(l => (p, l.Number))).ToDictionary(l => l.Number, l => l.p);
        _stored = await intake.PutAsync([.. Plan.NewAssets.Select(a => (owners[a.Line.Number], a, _examined[a.Line.Number]))], Report, ct);
    }

    /// <summary>Writes what is to be changed now, and what <paramref name="note"/> adds to the transaction. Returns the products whose galleries changed.</summary>
    /// <exception cref="DbUpdateConcurrencyException">What lines meant went away meanwhile; nothing was changed, and the batch has to be looked at again.</exception>
    public async Task<IReadOnlyList<long>> WriteAsync(Func<MediaDb, Task> note, CancellationToken ct)
    {
        var files = _stored.ToLookup(s => (s.Client, s.Sha256)).ToDictionary(s => s.Key, s => new Queue<StoredDraft>(s));
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LockAsync(db, ct);
        try
        {
            Plan = await PlanAsync(db, Good, Unexpected, ct);
            var changed = await new ImportWriter(db, Plan, by, clock.GetUtcNow(), ct).WriteAsync(FileOf);
            await note(db);
            await transaction.CommitAsync(ct);
            await intake.ForgetAsync(files.Values.SelectMany(f => f)); // somebody added the same picture in this very moment
            return changed;
        }
        catch (DbUpdateConcurrencyException)
        {
            await intake.ForgetAsync(_stored);
            throw;
        }

        AssetFile FileOf(NewAsset asset) => files.TryGetValue((asset.Client, asset.Sha256), out var queue) && queue.TryDequeue(out var stored)
            ? stored.File
            : throw new DbUpdateConcurrencyException($"The picture of line {asset.Line.Number} left the library meanwhile.");
    }

    private async Task ExamineAsync(CancellationToken ct)
    {
        var wanted = Plan.NewAssets.ToDictionary(a => a.Line.Number, a => _found[a.Line.Number].File!);
        if (wanted.Count == 0) return;
        var (good, bad) = await intake.ExamineAsync(wanted.Values, ct);
        foreach (var line in products.SelectMany(p => p.Lines).Where(l => _found.TryGetValue(l.Number, out var f) && f.File is not null && bad.ContainsKey(f.File.Sha256)))
            Report(new(line.Number, CatalogueColumns.File, ImportFaultKind.Refused, line.File, $"{bad[_found[line.Number].File!.Sha256]}"));
        foreach (var line in _found.Keys.ToList())
            if (_found[line].File is { } file && good.TryGetValue(file.Sha256, out var examined))
            {
                _examined[line] = examined;
                _found[line] = (_found[line].Bytes with { Sha256 = examined.Facts.Sha256 }, file);
            }
        // What was cleaned may turn out to be in the library already.
        if (bad.Count == 0 && good.Values.All(g => !g.Facts.Rewritten)) return;
        await using var db = await dbs.CreateDbContextAsync(ct);
        Plan = await PlanAsync(db, Good, Unexpected, ct);
    }

    private async Task<ImportPlan> PlanAsync(MediaDb db, IReadOnlyList<SheetProduct> wanted, Action<ImportFault> report, CancellationToken ct)
    {
        var bytes = _found.ToDictionary(f => f.Key, f => f.Value.Bytes);
        var byName = wanted.SelectMany(p => p.Lines).Where(l => bytes.TryGetValue(l.Number, out var b) && b is { Sha256: "", ByName: true });
        var catalogue = await KnownCatalogue.ReadAsync(db, wanted, [.. bytes.Values.Select(b => b.Sha256).Where(s => s.Length > 0).Distinct()], [.. byName.Select(l => UploadFileName.Clean(l.File)).Distinct()], ct);
        var plan = new ImportPlan(catalogue, new(catalogue, bytes, report), by, clock.GetUtcNow());
        foreach (var product in wanted) plan.Add(product);
        return plan;
    }

    /// <summary>On PostgreSQL nobody else makes these clients and products, deletes pictures or arranges these galleries until it is written. Always in this order.</summary>
    private async Task LockAsync(MediaDb db, CancellationToken ct)
    {
        if (db is not PostgresMediaDb) return;
        var codes = products.Select(p => p.Client).Distinct().ToList();
        var clients = await db.Set<Client>().Where(c => EF.Parameter(codes).Contains(c.Code)).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);
        await db.LockAsync(["import", "clients", Asset.TrashTurn, .. clients.Select(c => $"skus/{c}")], ct);
        var (owners, skus) = (clients.ToArray(), products.Select(p => p.Sku).Distinct().ToArray());
        await db.Database.ExecuteSqlAsync($"""SELECT 1 FROM "Products" WHERE "ClientId" = ANY ({owners}) AND "Sku" = ANY ({skus}) ORDER BY "Id" FOR UPDATE""", ct);
    }

    private void Report(ImportFault fault)
    {
        sheet.Report(fault);
        _faulty.Add(products.First(p => p.Lines.Any(l => l.Number == fault.Line)).Number);
    }

    private static void Unexpected(ImportFault fault) => throw new DbUpdateConcurrencyException($"Line {fault.Line}: what it named went away meanwhile ({fault.Kind}).");
}
