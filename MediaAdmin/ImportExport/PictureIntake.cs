using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MediaAdmin.Catalog;
using MediaAdmin.Imaging;
using MediaAdmin.Storage;
using MediaAdmin.Uploads;

namespace MediaAdmin.ImportExport;

/// <summary>A picture of the folder that was examined: a copy of its own in the working folder, what it is, and which file there is to be stored.</summary>
sealed record ExaminedFile(string Path, PictureFacts Facts)
{
    public string Kept => Facts.Rewritten ? Path + ".clean" : Path;
}

/// <summary>
/// Brings pictures of a folder into the store, several at a time. Each is copied first and everything happens to the copy: the file that somebody may change meanwhile
/// is never what is stored, and the store never shares it.
/// </summary>
sealed class PictureIntake(PictureFolder? folder, string work, Guid run, ImageTool images, IMediaStore store, UploadOptions limits)
{
    private static readonly ParallelOptions Several = new() { MaxDegreeOfParallelism = 8 };

    /// <summary>What each line means by its file; lines with a fault are left out. Reads every file once.</summary>
    public async Task<Dictionary<int, (LineBytes Bytes, FoundFile? File)>> FindAsync(IEnumerable<CatalogueLine> lines, Action<ImportFault> report, CancellationToken ct)
    {
        var named = lines.Where(l => l.File.Length > 0).ToList();
        if (folder is null) return named.ToDictionary(l => l.Number, l => (new LineBytes(l.Sha256, AtHand: false, ByName: true), (FoundFile?)null));
        var found = new ConcurrentDictionary<int, (LineBytes, FoundFile?)>();
        var faults = new ConcurrentBag<ImportFault>();
        await Parallel.ForEachAsync(named, With(ct), async (line, stop) =>
        {
            var (file, fault) = await folder.FindAsync(line.File, stop);
            if (fault is { } wrong) faults.Add(new(line.Number, CatalogueColumns.File, wrong.Kind, wrong.Details));
            else found[line.Number] = (new(file?.Sha256 ?? line.Sha256, AtHand: file is not null, ByName: false), file);
        });
        foreach (var fault in faults.OrderBy(f => f.Line)) report(fault);
        return new(found);
    }

    /// <summary>Looks at each file and makes its renditions; by the SHA-256 that the file was found with. What is refused is told by its reason.</summary>
    /// <exception cref="ImageToolException">The tool is broken.</exception>
    public async Task<(Dictionary<string, ExaminedFile> Good, Dictionary<string, Refusal> Bad)> ExamineAsync(IEnumerable<FoundFile> files, CancellationToken ct)
    {
        var (good, bad) = (new ConcurrentDictionary<string, ExaminedFile>(), new ConcurrentDictionary<string, Refusal>());
        await Parallel.ForEachAsync(files.DistinctBy(f => f.Sha256), With(ct), async (file, stop) =>
        {
            var copy = Path.Combine(work, file.Sha256);
            File.Copy(file.Path, copy, overwrite: true);
            switch (await images.ExamineAsync(copy, copy + ".clean", [.. Renditions(copy).Values], stop))
            {
                case PictureVerdict.Accepted accepted:
                    good[file.Sha256] = new(copy, accepted.Facts);
                    break;
                case PictureVerdict.Refused refused:
                    bad[file.Sha256] = refused.Reason;
                    break;
            }
        });
        return (new(good), new(bad));
    }

    /// <summary>Stores the file of each new picture; one that the store will never take is reported. A key holds for this run: done again it is the same file in the same place.</summary>
    /// <exception cref="StorageException">The store does not serve now; some may be stored and some not.</exception>
    public async Task<List<StoredDraft>> PutAsync(IReadOnlyList<(SheetProduct Product, NewAsset Asset, ExaminedFile File)> drafts, Action<ImportFault> report, CancellationToken ct)
    {
        var copies = drafts.GroupBy(d => (d.Asset.Client, d.Asset.Sha256)).SelectMany(g => g.Index()).ToDictionary(d => d.Item.Asset.Id, d => d.Index);
        var (stored, refused) = (new ConcurrentDictionary<long, StoredDraft>(), new ConcurrentBag<ImportFault>());
        await Parallel.ForEachAsync(drafts, With(ct), async (draft, stop) =>
        {
            var (asset, facts) = (draft.Asset, draft.File.Facts);
            var key = $"{StoreKeys.Segment(asset.Client)}/{StoreKeys.Segment(draft.Product.Sku)}/{Name($"{run:N}/{asset.Client}/{asset.Sha256}/{copies[asset.Id]}"):N}";
            try
            {
                var picture = await store.PutAsync(new(key, facts.Sha256, new(draft.File.Kept, facts.Bytes, facts.Type.ContentType()), Outgoing(draft.File.Path)), limits.StoreStall, _ => { }, stop);
                stored[asset.Id] = new(asset.Client, asset.Sha256, new(facts.Type.ContentType(), facts.Bytes, facts.Width, facts.Height, facts.Sha256, picture.Store, picture.Key, picture.Version));
            }
            catch (StorageException e) when (e.Fault == StorageFault.Refused)
            {
                refused.Add(new(asset.Line.Number, CatalogueColumns.File, ImportFaultKind.StoreRefused, asset.Line.File, e.Message));
            }
        });
        foreach (var fault in refused.OrderBy(f => f.Line)) report(fault);
        return [.. drafts.Select(d => stored.GetValueOrDefault(d.Asset.Id)).OfType<StoredDraft>()];
    }

    /// <summary>Takes out of the store what no row refers to.</summary>
    public async Task ForgetAsync(IEnumerable<StoredDraft> unused)
    {
        foreach (var keys in unused.Select(u => u.File.StoreKey).Chunk(store.DeletesPerCall)) await store.DeleteAsync(keys, CancellationToken.None);
    }

    /// <summary>Makes room for the next pictures.</summary>
    public void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(work)) File.Delete(file);
    }

    private static Dictionary<PictureSize, Rendition> Renditions(string copy) => new()
    {
        [PictureSize.Preview] = new(PictureSizes.Preview, copy + ".preview"),
        [PictureSize.Thumbnail] = new(PictureSizes.Thumbnail, copy + ".thumbnail"),
    };

    private static Dictionary<PictureSize, OutgoingFile> Outgoing(string copy) =>
        Renditions(copy).ToDictionary(r => r.Key, r => new OutgoingFile(r.Value.Path, new FileInfo(r.Value.Path).Length, "image/webp"));

    private static ParallelOptions With(CancellationToken ct) => new() { MaxDegreeOfParallelism = Several.MaxDegreeOfParallelism, CancellationToken = ct };

    private static Guid Name(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>A file in the store that waits for its row.</summary>
sealed record StoredDraft(string Client, string Sha256, AssetFile File);
