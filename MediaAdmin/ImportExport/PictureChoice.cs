using MediaAdmin.Uploads;

namespace MediaAdmin.ImportExport;

/// <summary>The bytes that a line means: SHA-256 as stored, "" when not known; whether a file is at hand to make a picture of; whether its name alone may mean a picture of the library.</summary>
sealed record LineBytes(string Sha256, bool AtHand, bool ByName);

/// <summary>
/// Which picture a line means: one with its bytes that the gallery shows, else of the same name, else any of the client; without known bytes the one of its name in the gallery,
/// in the product, in the client's library, when there is only one. No line of a gallery gets what an earlier one has.
/// </summary>
sealed class PictureChoice(KnownCatalogue catalogue, IReadOnlyDictionary<int, LineBytes> bytes, Action<ImportFault> report)
{
    private readonly Dictionary<(string Client, string Sha256), List<(long Id, string Name)>> _new = [];

    public string Sha256Of(CatalogueLine line) => bytes[line.Number].Sha256;

    /// <summary>One more picture that later lines may mean.</summary>
    public void Add(string client, string sha256, long id, string name)
    {
        if (!_new.TryGetValue((client, sha256), out var list)) _new[(client, sha256)] = list = [];
        list.Add((id, name));
    }

    /// <summary>False when the line means no picture, which is reported; null for a new one.</summary>
    public bool TryChoose(SheetProduct sheet, long product, CatalogueLine line, IReadOnlyList<long> gallery, IReadOnlySet<long> taken, out long? chosen)
    {
        chosen = null;
        if (!bytes.TryGetValue(line.Number, out var meant)) return false; // its file has a fault that was told
        var (found, fault) = meant.Sha256.Length > 0 ? ByBytes(sheet, line, meant, gallery, taken) : meant.ByName ? ByName(sheet, product, line, gallery, taken) : (null, ImportFaultKind.FileMissing);
        chosen = found;
        if (fault is not { } kind) return true;
        var name = UploadFileName.Clean(line.File);
        report(new(line.Number, CatalogueColumns.File, kind, kind == ImportFaultKind.FileMissing ? line.File : name, sheet.Client));
        return false;
    }

    private (long? Asset, ImportFaultKind? Fault) ByBytes(SheetProduct sheet, CatalogueLine line, LineBytes meant, IReadOnlyList<long> gallery, IReadOnlySet<long> taken)
    {
        var name = UploadFileName.Clean(line.File);
        var known = catalogue.Clients.TryGetValue(sheet.Client, out var client) ? catalogue.BySha256[(client.Id, meant.Sha256)].Select(a => (a.Id, Name: a.FileName)) : [];
        var all = known.Concat(_new.GetValueOrDefault((sheet.Client, meant.Sha256), [])).ToList();
        var free = all.Where(a => !taken.Contains(a.Id)).OrderByDescending(a => gallery.Contains(a.Id)).ThenByDescending(a => a.Name == name).ToList();
        if (free is [var best, ..]) return (best.Id, null);
        if (meant.AtHand) return (null, null);
        return (null, all.Count > 0 ? ImportFaultKind.SamePicture : meant.ByName ? ImportFaultKind.NotInLibrary : ImportFaultKind.FileMissing);
    }

    private (long? Asset, ImportFaultKind? Fault) ByName(SheetProduct sheet, long product, CatalogueLine line, IReadOnlyList<long> gallery, IReadOnlySet<long> taken)
    {
        var name = UploadFileName.Clean(line.File);
        bool IsCalledSo(long id) => catalogue.Assets.GetValueOrDefault(id)?.FileName == name;
        if (gallery.FirstOrDefault(a => !taken.Contains(a) && IsCalledSo(a)) is > 0 and var here) return (here, null);
        var near = product > 0 ? catalogue.Placements[product].Where(l => l.TrashId is null).Select(l => l.AssetId).Distinct().Where(IsCalledSo).ToList() : [];
        if (near is [var only]) return taken.Contains(only) ? (null, ImportFaultKind.SamePicture) : (only, null);
        if (near.Count > 1) return (null, ImportFaultKind.SeveralInLibrary);
        if (!catalogue.Clients.TryGetValue(sheet.Client, out var client) || !catalogue.ByName.TryGetValue((client.Id, name), out var found)) return (null, ImportFaultKind.NotInLibrary);
        if (found.Count > 1) return (null, ImportFaultKind.SeveralInLibrary);
        return taken.Contains(found.Asset.Id) ? (null, ImportFaultKind.SamePicture) : (found.Asset.Id, null);
    }
}
