using System.Globalization;
using CsvHelper;
using MediaAdmin.Catalog;
using MediaAdmin.Data;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;
using Microsoft.EntityFrameworkCore;

namespace MediaAdmin.ImportExport;

/// <summary>What was written: lines and picture files; <paramref name="Missing"/> are pictures whose bytes the store does not have.</summary>
public sealed record ExportReport(int Lines, int Files, IReadOnlyList<string> Missing);

/// <summary>
/// Writes the catalogue as a file that <see cref="CatalogueImport"/> reads back to the same clients, products, variants, galleries and words: client by client, by SKU, read a few hundred
/// products at a time. Pictures in no gallery and what is in the trash are not in it.
/// </summary>
public sealed class CatalogueExport(IDbContextFactory<MediaDb> dbs, IMediaStore store)
{
    private const int PageProducts = 200;

    private static readonly CsvWriterOptions Options = new() { WriteByteOrderMark = false };
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF]; // without it Excel reads Turkish letters wrong

    /// <param name="client">Only this client, by its code; "" for all.</param>
    /// <param name="folder">Where the pictures' files go; null for none.</param>
    public async Task<ExportReport> WriteAsync(Stream csv, string client, string? folder, Action<int> tell, CancellationToken ct)
    {
        var page = new MemoryStream();
        page.Write(Utf8Mark);
        Write(page, [[.. CatalogueColumns.All]]);
        var (lines, files, missing) = (0, 0, new List<string>());
        await using var db = await dbs.CreateDbContextAsync(ct);
        foreach (var owner in await db.Set<Client>().AsNoTracking().Where(c => client == "" || c.Code == client).OrderBy(c => c.Code).ToListAsync(ct))
            for (var last = ""; await PageAsync(db, owner, last, ct) is [.., var end] products; last = end.Product.Sku)
            {
                foreach (var product in products)
                {
                    var rows = product.Rows(owner).ToList();
                    Write(page, rows.Select(r => r.Cells));
                    lines += rows.Count;
                    if (folder is not null) files += await SaveAsync(folder, rows, missing, ct);
                }
                await SendAsync(page, csv, ct);
                tell(lines);
            }
        await SendAsync(page, csv, ct);
        return new(lines, files, missing);
    }

    private static async Task<List<ExportedProduct>> PageAsync(MediaDb db, Client owner, string after, CancellationToken ct)
    {
        var products = await db.Set<Product>().AsNoTracking().AsSplitQuery().Include(p => p.Variants.OrderBy(v => v.Position))
            .Where(p => p.ClientId == owner.Id && p.Sku.CompareTo(after) > 0).OrderBy(p => p.Sku).Take(PageProducts).ToListAsync(ct);
        var ids = products.Select(p => p.Id).ToList();
        var placements = (await db.Set<Placement>().AsNoTracking().Include(l => l.Asset).Where(l => EF.Parameter(ids).Contains(l.ProductId)).OrderBy(l => l.Position).ToListAsync(ct))
            .ToLookup(l => l.ProductId);
        return [.. products.Select(p => new ExportedProduct(p, placements[p.Id]))];
    }

    private async Task<int> SaveAsync(string folder, List<ExportedRow> rows, List<string> missing, CancellationToken ct)
    {
        var files = 0;
        foreach (var (asset, path) in rows.Where(r => r.Asset is not null).Select(r => (r.Asset!, r.Path)).DistinctBy(r => r.Path))
        {
            var target = Path.Combine([folder, .. path.Split('/')]);
            await using var bytes = await store.OpenAsync(new(asset.Store, asset.StoreKey, asset.StoreVersion), ct);
            if (bytes is null)
            {
                missing.Add(path);
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await using var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
            await bytes.CopyToAsync(file, ct);
            files++;
        }
        return files;
    }

    private static void Write(Stream page, IEnumerable<string[]> records)
    {
        using var csv = CsvWriter.Create(page, Options, leaveOpen: true);
        foreach (var record in records)
        {
            foreach (var cell in record) csv.WriteField(cell);
            csv.EndRecord();
        }
    }

    private static async Task SendAsync(MemoryStream page, Stream csv, CancellationToken ct)
    {
        await csv.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), ct);
        page.SetLength(0);
    }
}

/// <summary>A line as it is written: its cells, the picture that it speaks of and where that one's file goes.</summary>
sealed record ExportedRow(string[] Cells, Asset? Asset, string Path);

/// <summary>A product on its way out: its own gallery, then those of its variants, each in order; what has no picture has one line that says that it is there.</summary>
sealed class ExportedProduct(Product product, IEnumerable<Placement> placements)
{
    private readonly Dictionary<string, long> _paths = new(StringComparer.OrdinalIgnoreCase);

    public Product Product => product;

    public IEnumerable<ExportedRow> Rows(Client owner)
    {
        var galleries = placements.ToLookup(l => l.VariantId);
        if (!galleries[null].Any() && product.Variants.Count == 0) yield return Row(owner, null, null, 0);
        foreach (var variant in new Variant?[] { null }.Concat(product.Variants))
        {
            if (variant is not null && !galleries[variant.Id].Any()) yield return Row(owner, variant, null, 0);
            foreach (var (index, placement) in galleries[variant?.Id].Index()) yield return Row(owner, variant, placement.Asset!, index + 1);
        }
    }

    private ExportedRow Row(Client owner, Variant? variant, Asset? asset, int place)
    {
        var path = asset is null ? "" : PathOf(owner, asset);
        string[] cells =
        [
            owner.Code, owner.Name, product.Sku, product.Name, variant?.Sku ?? "", variant?.Name ?? "", path, place == 0 ? "" : place.ToString(CultureInfo.InvariantCulture),
            asset?.Title ?? "", asset?.AltEn ?? "", asset?.AltTr ?? "", asset?.IsDecorative == true ? "yes" : "", Cell.Join(asset?.Tags ?? []), asset?.Sha256 ?? "",
        ];
        var safe = Array.ConvertAll(cells, Cell.Protect);
        if (asset is { Title: "" }) safe[CatalogueColumns.All.Index().First(c => c.Item == CatalogueColumns.Title).Index] = Cell.Cleared; // an empty cell would become the file's name
        return new(safe, asset, path);
    }

    /// <summary>A folder per client and product, then the file's own name; a name that the product has already goes into a folder of its own. No two products share a folder.</summary>
    private string PathOf(Client owner, Asset asset)
    {
        var sku = StoreKeys.Segment(product.Sku) is var plain && plain == product.Sku ? plain : $"{plain}~{product.Id}";
        var path = $"{owner.Code}/{sku}/{UploadFileName.Clean(asset.FileName)}";
        if (_paths.TryAdd(path, asset.Id) || _paths[path] == asset.Id) return path;
        return $"{owner.Code}/{sku}/~{asset.Id}/{UploadFileName.Clean(asset.FileName)}";
    }
}
