using MediaAdmin.Catalog;

namespace MediaAdmin.Uploads.Planning;

/// <summary>
/// NoProduct: no reading of the name is a product. SeveralProducts: products of several clients have this SKU. NoVariant: the product is known, the variant is not.
/// SamePlace: another file wants the same place. Taken: a picture stands there. Ready: nothing to say.
/// </summary>
public enum PlanState { NoProduct, SeveralProducts, NoVariant, SamePlace, Taken, Ready }

/// <summary>A picture that stands in a gallery already, at a place from 1.</summary>
public sealed record PlanPicture(long AssetId, long? VariantId, int Place, string FileName);

/// <summary>A product that files may go to, with what stands in its galleries.</summary>
public sealed record PlanProduct(long Id, string Client, string Sku, string Name, IReadOnlyList<VariantView> Variants, IReadOnlyList<PlanPicture> Pictures)
{
    public PlanPicture? At(long? variant, int? place) => Pictures.FirstOrDefault(p => p.VariantId == variant && p.Place == place);
}

/// <summary>
/// Where one file goes. <paramref name="File"/> is its number in the order dropped, from 0; <paramref name="Read"/> what its name was taken for. With <paramref name="Replaces"/>
/// it becomes the file of the picture that stands at its place, else that one moves on by one.
/// </summary>
public sealed record PlanRow(int File, string Path, FileReading? Read, PlanProduct? Product, long? Variant, int? Place, PlanState State, bool LeftOut = false, bool Replaces = false)
{
    public bool IsSent => !LeftOut && State is (PlanState.Taken or PlanState.Ready);

    public PlanPicture? Standing => State == PlanState.Taken ? Product?.At(Variant, Place) : null;
}

/// <summary>Files for one gallery, in the order in which they shall stand there.</summary>
public sealed record PlannedGallery(long Product, long? Variant, IReadOnlyList<PlanRow> Rows);

/// <summary>Which file goes where, and what is not clear about it. Every correction gives a new plan in which all rows have been judged again.</summary>
public sealed class UploadPlan
{
    internal UploadPlan(IEnumerable<PlanRow> rows) => Rows = Judge(FromOne([.. rows]));

    /// <summary>In the order dropped.</summary>
    public IReadOnlyList<PlanRow> Rows { get; }

    public int Sent => Rows.Count(r => r.IsSent);

    /// <summary>Neither sent nor left out: what still needs a choice.</summary>
    public int Open => Rows.Count(r => !r.LeftOut && !r.IsSent);

    /// <summary>To this product, together with every other file without a product that was taken for the same SKU.</summary>
    public UploadPlan Choose(int file, PlanProduct product)
    {
        var chosen = Rows[file];
        return new(Rows.Select(r => r.File == file || (r.Product is null && r.Read is not null && r.Read.Sku == chosen.Read?.Sku && r.Read.Client == chosen.Read.Client) ? To(r, product) : r));
    }

    /// <summary>To a variant of its product, or to the product itself; so does every other file of that product with the same unknown word.</summary>
    public UploadPlan ChooseVariant(int file, long? variant)
    {
        var chosen = Rows[file];
        var isOpen = chosen.State == PlanState.NoVariant;
        return new(Rows.Select(r => r.File == file || (isOpen && r.State == PlanState.NoVariant && r.Product!.Id == chosen.Product!.Id && r.Read!.Variant == chosen.Read!.Variant)
            ? r with { Variant = variant, State = PlanState.Ready } : r));
    }

    /// <summary>To the gallery that another file goes to, at its own place when that is free there, else at the end.</summary>
    public UploadPlan Bring(int file, int to)
    {
        if (file == to || Rows[to] is not { Product: { } product } there) return this;
        var wanted = Rows[file].Place ?? Rows[file].Read?.Place;
        var isFree = wanted is not { } place || (product.At(there.Variant, place) is null && !Rows.Any(r => r.File != file && r is { LeftOut: false } && r.Product?.Id == product.Id && r.Variant == there.Variant && r.Place == place));
        return Change(file, r => r with { Product = product, Variant = there.Variant, Place = isFree ? wanted : null, State = there.State == PlanState.NoVariant ? PlanState.NoVariant : PlanState.Ready, LeftOut = false, Replaces = false });
    }

    /// <summary>To another place of its gallery, from 1; null is the end.</summary>
    public UploadPlan Move(int file, int? place) => Change(file, r => r with { Place = place is > 0 ? place : null, Replaces = false });

    public UploadPlan LeaveOut(int file, bool leftOut) => Change(file, r => r with { LeftOut = leftOut });

    public UploadPlan Replace(int file, bool replaces) => Change(file, r => r with { Replaces = replaces });

    /// <summary>What goes to galleries, gallery by gallery; of equal wishes the one dropped first comes first.</summary>
    public IReadOnlyList<PlannedGallery> Galleries() =>
        [.. Rows.Where(r => r.IsSent).GroupBy(r => (r.Product!.Id, r.Variant)).Select(g => new PlannedGallery(g.Key.Id, g.Key.Variant, [.. g.OrderBy(r => r.Place ?? int.MaxValue)]))];

    private UploadPlan Change(int file, Func<PlanRow, PlanRow> change) => new(Rows.Select(r => r.File == file ? change(r) : r));

    private static PlanRow To(PlanRow row, PlanProduct product)
    {
        var variant = row.Read is { Variant.Length: > 0 } read ? PlanMatch.Variant(product, read) : null;
        return row with { Product = product, Variant = variant?.Id, Place = row.Place ?? row.Read?.Place, State = variant is null && row.Read is { Variant.Length: > 0 } ? PlanState.NoVariant : PlanState.Ready };
    }

    /// <summary>Galleries whose files count from 0 are counted from 1.</summary>
    private static List<PlanRow> FromOne(List<PlanRow> rows)
    {
        var fromZero = rows.Where(r => r is { Product: not null, Place: 0 }).Select(r => (r.Product!.Id, r.Variant)).ToHashSet();
        return rows.ConvertAll(r => r.Product is not null && fromZero.Contains((r.Product.Id, r.Variant)) ? r with { Place = r.Place + 1 } : r);
    }

    private static List<PlanRow> Judge(List<PlanRow> rows)
    {
        var crowded = rows.Where(r => r is { LeftOut: false, Place: not null, Product: not null } && r.State != PlanState.NoVariant)
            .GroupBy(r => (r.Product!.Id, r.Variant, r.Place)).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return rows.ConvertAll(r => r.Product is null || r.State == PlanState.NoVariant ? r : r with
        {
            State = !r.LeftOut && crowded.Contains((r.Product.Id, r.Variant, r.Place)) ? PlanState.SamePlace
                : r.Place is not null && r.Product.At(r.Variant, r.Place) is not null ? PlanState.Taken : PlanState.Ready,
        });
    }
}
