using MediaAdmin.Access;
using MediaAdmin.Catalog;
using MediaAdmin.Uploads;

namespace MediaAdmin.ImportExport;

sealed record NewVariant(long Id, long ProductId, Variant Variant);

sealed record NewPlacement(long AssetId, long ProductId, long? VariantId, int Position);

/// <summary>A picture that is not in the library yet: the entity without its file, by which bytes it will have one, and the line that named it first.</summary>
sealed record NewAsset(long Id, string Client, string Sha256, Asset Asset, CatalogueLine Line);

/// <summary>
/// What has to be written so that the catalogue is as the products of a batch have it. New rows have ids below zero, which the writer replaces.
/// What is as the file says already leaves no trace here: an import that comes twice plans nothing.
/// </summary>
sealed class ImportPlan(KnownCatalogue catalogue, PictureChoice pictures, Actor by, DateTimeOffset now)
{
    private readonly Dictionary<string, long> _clients = [];
    private readonly Dictionary<long, NewAsset> _drafts = [];
    private static readonly AssetFile NoFile = new("", 0, 0, 0, "", "", "", "");
    private long _lastId;

    public List<(long Id, Client Client)> NewClients { get; } = [];
    public List<(long Id, string Name)> RenamedClients { get; } = [];
    public List<(long Id, Product Product)> NewProducts { get; } = [];
    public List<Product> ChangedProducts { get; } = [];
    public List<NewVariant> NewVariants { get; } = [];
    public List<(long Id, string Name)> RenamedVariants { get; } = [];
    public IReadOnlyCollection<NewAsset> NewAssets => _drafts.Values;
    public Dictionary<long, Asset> Described { get; } = [];
    public List<NewPlacement> NewPlacements { get; } = [];
    public List<(long Id, int Position)> Moves { get; } = [];
    public List<TouchedPlacements> Added { get; } = [];
    public List<TouchedPlacements> Reordered { get; } = [];
    public List<ImportedProduct> Products { get; } = [];

    public void Add(SheetProduct sheet)
    {
        var client = ClientOf(sheet);
        var name = sheet.Lines.Select(l => l.Product).FirstOrDefault(n => n.Length > 0);
        var known = catalogue.Products.GetValueOrDefault((client, sheet.Sku));
        var product = known ?? Product.Create(client, sheet.Sku, name ?? sheet.Sku, now);
        var done = new ImportedProduct(sheet.Client, sheet.Sku, product.Name, IsNew: known is null);
        var id = known?.Id ?? --_lastId;
        if (known is not null && name is not null && name != known.Name)
        {
            known.Rename(null, name);
            done = done with { Name = name, Renamed = true };
        }
        var variants = VariantsOf(sheet, product, id, ref done);
        foreach (var gallery in sheet.Lines.Where(l => l.File.Length > 0).GroupBy(l => l.Variant.Length > 0 ? variants[l.Variant] : (long?)null))
            done = Place(sheet, id, gallery.Key, [.. gallery], done);
        if (known is null) NewProducts.Add((id, product));
        else if (done.Renamed || done.Variants > 0) ChangedProducts.Add(known);
        Products.Add(done);
    }

    private long ClientOf(SheetProduct sheet)
    {
        if (_clients.TryGetValue(sheet.Client, out var id)) return id;
        var name = sheet.Lines.Select(l => l.ClientName).FirstOrDefault(n => n.Length > 0);
        if (catalogue.Clients.TryGetValue(sheet.Client, out var known))
        {
            if (name is not null && name != known.Name && RenamedClients.All(c => c.Id != known.Id)) RenamedClients.Add((known.Id, name));
            return known.Id;
        }
        NewClients.Add((--_lastId, Client.Create(sheet.Client, name ?? sheet.Client, now)));
        return _clients[sheet.Client] = _lastId;
    }

    private Dictionary<string, long> VariantsOf(SheetProduct sheet, Product product, long productId, ref ImportedProduct done)
    {
        var ids = product.Variants.ToDictionary(v => v.Sku, v => v.Id);
        foreach (var lines in sheet.Lines.Where(l => l.Variant.Length > 0).GroupBy(l => l.Variant))
        {
            var name = lines.Select(l => l.VariantName).FirstOrDefault(n => n.Length > 0);
            if (!ids.TryGetValue(lines.Key, out var id))
            {
                NewVariants.Add(new(ids[lines.Key] = --_lastId, productId, product.AddVariant(lines.Key, name ?? lines.Key)));
                done = done with { Variants = done.Variants + 1 };
            }
            else if (name is not null && product.Variants.First(v => v.Sku == lines.Key).Name != name)
            {
                RenamedVariants.Add((id, name));
                done = done with { VariantsRenamed = done.VariantsRenamed + 1 };
            }
        }
        return ids;
    }

    private ImportedProduct Place(SheetProduct sheet, long product, long? variant, IReadOnlyList<CatalogueLine> lines, ImportedProduct done)
    {
        var whole = product > 0 ? catalogue.Placements[product].Where(l => l.VariantId == variant).ToList() : [];
        var shown = whole.Where(l => l.TrashId is null).ToList();
        var before = shown.Select(l => l.AssetId).ToList();
        var (named, taken, drafts) = (new List<(long, int?)>(), new HashSet<long>(), _drafts.Count);
        foreach (var line in lines)
        {
            if (!pictures.TryChoose(sheet, product, line, before, taken, out var found)) continue;
            var asset = found ?? Draft(sheet, line);
            taken.Add(asset);
            named.Add((asset, line.Position));
            if (Describe(asset, line)) done = done with { Described = done.Described + 1 };
        }
        var after = GalleryArrangement.Arrange(before, named);
        var (placed, moved) = (after.Count - before.Count, GalleryArrangement.Moved(before, after));
        Write(whole, shown, after, product, variant);
        if (placed > 0) Added.Add(new(product, variant, placed));
        else if (moved > 0) Reordered.Add(new(product, variant, moved));
        return done with { Placed = done.Placed + placed, Moved = done.Moved + moved, Stored = done.Stored + _drafts.Count - drafts };
    }

    private long Draft(SheetProduct sheet, CatalogueLine line)
    {
        var name = UploadFileName.Clean(line.File);
        var asset = Asset.Create(null, name, NoFile, by.Id, now);
        _drafts[--_lastId] = new(_lastId, sheet.Client, pictures.Sha256Of(line), asset, line);
        pictures.Add(sheet.Client, pictures.Sha256Of(line), _lastId, name);
        return _lastId;
    }

    /// <summary>True for a picture of the library that gets other words, once.</summary>
    private bool Describe(long id, CatalogueLine line)
    {
        if (line is { Title: null, Alt: null, AltTr: null, Tags: null, Decorative: null }) return false;
        var asset = id < 0 ? _drafts[id].Asset : catalogue.Assets[id];
        var before = (asset.Title, asset.AltEn, asset.AltTr, asset.IsDecorative, Tags: asset.Tags.ToList());
        asset.Describe(line.Title, line.Alt, line.AltTr, line.Tags, line.Decorative);
        var same = (asset.Title, asset.AltEn, asset.AltTr, asset.IsDecorative) == (before.Title, before.AltEn, before.AltTr, before.IsDecorative) && asset.Tags.SequenceEqual(before.Tags);
        return id > 0 && !same && Described.TryAdd(id, asset);
    }

    /// <summary>The positions that the shown pictures have now are given out anew; those of new ones lie behind everything, also behind what is in the trash.</summary>
    private void Write(List<Placement> whole, List<Placement> shown, IReadOnlyList<long> after, long product, long? variant)
    {
        var (slots, last) = (shown.Select(l => l.Position).ToList(), whole.Count == 0 ? 0 : whole.Max(l => l.Position));
        while (slots.Count < after.Count) slots.Add(++last);
        var there = shown.ToDictionary(l => l.AssetId);
        foreach (var (asset, position) in after.Zip(slots))
            if (!there.TryGetValue(asset, out var placement)) NewPlacements.Add(new(asset, product, variant, position));
            else if (placement.Position != position) Moves.Add((placement.Id, position));
    }
}
