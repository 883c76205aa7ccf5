using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.ImportExport;
using MediaAdmin.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.Tests.ImportExport;

/// <summary>A catalogue file and a folder of pictures beside it, imported into an app; clients are named anew by each desk, so that tests do not meet.</summary>
public sealed class ImportDesk(MediaApp app) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mediaadmin-import-");
    private int _seed = Random.Shared.Next(1 << 20);

    /// <summary>Stands for <c>A</c> in the files of this desk.</summary>
    public string Client { get; } = "C" + Guid.NewGuid().ToString("N")[..10];
    public string Folder => Path.Combine(_folder.FullName, "pictures");
    public string Csv => Path.Combine(_folder.FullName, "catalogue.csv");

    /// <summary>Puts pictures into the folder, each different.</summary>
    public ImportDesk With(params string[] files)
    {
        foreach (var file in files) With(file, Pictures.Png(++_seed));
        return this;
    }

    public ImportDesk With(string file, byte[] bytes)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    /// <summary>Writes the file: a header and lines in which a first cell <c>A</c> is this desk's client.</summary>
    public string Write(string header, params string[] lines)
    {
        File.WriteAllLines(Csv, [header, .. lines.Select(l => l.StartsWith("A,", StringComparison.Ordinal) ? Client + l[1..] : l)]);
        return Csv;
    }

    public Task<ImportReport> ImportAsync(string header, params string[] lines) => RunAsync(Write(header, lines));

    public async Task<ImportReport> RunAsync(string csv, bool dry = false, bool files = true) =>
        await app.Get<CatalogueImport>().RunAsync(new(Guid.NewGuid(), csv, files && Directory.Exists(Folder) ? Folder : null, dry, Actor.Console), new Progress(), default);

    public async Task<ProductView> ProductAsync(string sku)
    {
        await using var db = await app.DbAsync();
        var id = await db.Set<Product>().Where(p => p.Sku == sku && db.Set<Client>().Any(c => c.Id == p.ClientId && c.Code == Client)).Select(p => p.Id).SingleAsync();
        return (await app.Get<Galleries>().OpenAsync(id, default))!;
    }

    /// <summary>File names of a gallery in order.</summary>
    public async Task<string> GalleryAsync(string sku, string variant = "")
    {
        var product = await ProductAsync(sku);
        var id = variant.Length > 0 ? product.Variants.Single(v => v.Sku == variant).Id : (long?)null;
        return string.Join(' ', product.Pictures.Where(p => p.VariantId == id).Select(p => p.FileName));
    }

    /// <summary>All that this desk's client has, as text: what two states of the catalogue are compared by.</summary>
    public async Task<string> StateAsync()
    {
        await using var db = await app.DbAsync();
        var client = await db.Set<Client>().SingleOrDefaultAsync(c => c.Code == Client);
        var products = await db.Set<Product>().Include(p => p.Variants).Where(p => p.ClientId == client!.Id).OrderBy(p => p.Sku).ToListAsync();
        var placements = await db.Set<Placement>().Include(l => l.Asset).Where(l => l.Asset!.ClientId == client!.Id).OrderBy(l => l.ProductId).ThenBy(l => l.VariantId).ThenBy(l => l.Position).ToListAsync();
        return string.Join('\n', [
            $"{client?.Code} {client?.Name}",
            .. products.Select(p => $"{p.Sku}|{p.Name}|{p.SearchText}|{string.Join(' ', p.Variants.OrderBy(v => v.Position).Select(v => $"{v.Sku}={v.Name}"))}"),
            .. placements.Select(l => $"{products.Single(p => p.Id == l.ProductId).Sku}/{products.SelectMany(p => p.Variants).FirstOrDefault(v => v.Id == l.VariantId)?.Sku}: {l.Asset!.FileName} {l.Asset.Sha256} '{l.Asset.Title}' '{l.Asset.AltEn}' '{l.Asset.AltTr}' {l.Asset.IsDecorative} [{string.Join(';', l.Asset.Tags)}]")]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public sealed class Progress : IProgress<ImportProgress>
    {
        public List<ImportProgress> Reports { get; } = [];

        public void Report(ImportProgress value) => Reports.Add(value);
    }
}
