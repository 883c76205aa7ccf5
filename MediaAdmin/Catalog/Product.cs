namespace MediaAdmin.Catalog;

/// <summary>
/// What is sold. Its SKU is unique within its client. It owns the version of its gallery: every change of the gallery raises it,
/// so that two people cannot overwrite each other unseen.
/// </summary>
public sealed class Product
{
    public const int MaxSku = 80, MaxName = 300;

    private readonly List<Variant> _variants = [];

    public long Id { get; private set; }
    public long ClientId { get; private set; }
    public string Sku { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>SKU, name and variant SKUs folded by <see cref="Folding"/>: what a search looks through.</summary>
    public string SearchText { get; private set; } = "";
    public int GalleryVersion { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it went to the trash with its pictures, and by which act.</summary>
    public DateTimeOffset? TrashedAt { get; private set; }
    public Guid? TrashId { get; private set; }
    public IReadOnlyList<Variant> Variants => _variants;

    public static Product Create(long clientId, string sku, string name, DateTimeOffset now)
    {
        var product = new Product { ClientId = clientId, Sku = sku, Name = name, CreatedAt = now };
        product.Index();
        return product;
    }

    public void Rename(string? sku, string? name)
    {
        Sku = sku ?? Sku;
        Name = name ?? Name;
        Index();
    }

    public Variant AddVariant(string sku, string name)
    {
        var variant = new Variant(sku, name, _variants.Count + 1);
        _variants.Add(variant);
        Index();
        return variant;
    }

    /// <summary>What a search looks through, also for variants that were saved past this object.</summary>
    internal static string Searched(string sku, string name, IEnumerable<string> variantSkus) => Folding.Fold(string.Join(' ', [sku, name, .. variantSkus]));

    private void Index() => SearchText = Searched(Sku, Name, _variants.Select(v => v.Sku));
}

/// <summary>One version of a product: a colour, a size. Its SKU is unique within the product.</summary>
public sealed class Variant
{
    private Variant() { }

    internal Variant(string sku, string name, int position) => (Sku, Name, Position) = (sku, name, position);

    public long Id { get; private set; }
    public long ProductId { get; private set; }
    public string Sku { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Position { get; private set; }
}
