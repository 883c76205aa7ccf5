namespace MediaAdmin.Catalog;

/// <summary>
/// One picture in the library: the facts of its file, where its bytes lie, and the words that describe it.
/// It exists only once its bytes are in the store; whether it is in the trash is a fact here, what follows from that is policy elsewhere.
/// </summary>
public sealed class Asset
{
    /// <summary>On PostgreSQL whoever takes pictures to the trash or out of it, and whoever places pictures that are there already, does so in turn: else one that goes could be placed while it goes.</summary>
    public const string TrashTurn = "trash";

    public const int MaxFileName = 255, MaxTitle = 300, MaxAlt = 1000;

    public long Id { get; private set; }
    public long? ClientId { get; private set; }
    public string FileName { get; private set; } = "";
    public string ContentType { get; private set; } = "";
    public long Bytes { get; private set; }
    public int Width { get; private set; }
    public int Height { get; private set; }

    /// <summary>SHA-256 of the stored bytes, lower-case hex; empty where nobody has read them: the picture was in the store before the portal knew it.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Name of the store that holds the bytes (<c>local</c>, <c>cloudinary</c>, <c>s3</c>), the key it knows them by, and the version it gave them.</summary>
    public string Store { get; private set; } = "";
    public string StoreKey { get; private set; } = "";
    public string StoreVersion { get; private set; } = "";

    public string Title { get; private set; } = "";
    public string AltEn { get; private set; } = "";
    public string AltTr { get; private set; } = "";
    public List<string> Tags { get; private set; } = [];

    /// <summary>It says nothing that the page does not say: no alt text is missing.</summary>
    public bool IsDecorative { get; private set; }

    /// <summary>64 bits that pictures which look alike have nearly in common (difference hash, read as unsigned); null when not known.</summary>
    public long? PerceptualHash { get; private set; }

    /// <summary>File name, title, alt texts and tags folded by <see cref="Folding"/>: what a search looks through.</summary>
    public string SearchText { get; private set; } = "";

    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it went to the trash, and by which act; both null while it is in the library.</summary>
    public DateTimeOffset? TrashedAt { get; private set; }
    public Guid? TrashId { get; private set; }

    public static Asset Create(long? clientId, string fileName, AssetFile file, string createdBy, DateTimeOffset now)
    {
        var asset = new Asset { ClientId = clientId, Title = Path.GetFileNameWithoutExtension(fileName), CreatedBy = createdBy, CreatedAt = now };
        asset.Replace(fileName, file);
        return asset;
    }

    /// <summary>The picture is another one from now on, in all the same places, with the same words.</summary>
    public void Replace(string fileName, AssetFile file)
    {
        (FileName, ContentType, Bytes, Width, Height, Sha256) = (fileName, file.ContentType, file.Bytes, file.Width, file.Height, file.Sha256);
        (Store, StoreKey, StoreVersion, PerceptualHash) = (file.Store, file.StoreKey, file.StoreVersion, file.PerceptualHash);
        Index();
    }

    public void Describe(string? title, string? altEn, string? altTr, IReadOnlyList<string>? tags, bool? isDecorative = null)
    {
        IsDecorative = isDecorative ?? IsDecorative;
        Title = title ?? Title;
        AltEn = altEn ?? AltEn;
        AltTr = altTr ?? AltTr;
        if (tags is not null) Tags = Plain(tags);
        Index();
    }

    public void Describe(AssetWords words) => Describe(words.Title, words.AltEn, words.AltTr, words.Tags, words.IsDecorative);

    /// <summary>Tags without empty ones, and none twice in whatever case.</summary>
    internal static List<string> Plain(IEnumerable<string> tags) => [.. tags.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    private void Index() => SearchText = Folding.Fold(string.Join(' ', [FileName, Title, AltEn, AltTr, .. Tags]));
}

/// <summary>The facts of one stored file: what it is (pixels as seen upright, bytes, SHA-256 in lower-case hex) and where it lies.</summary>
public sealed record AssetFile(string ContentType, long Bytes, int Width, int Height, string Sha256, string Store, string StoreKey, string StoreVersion, long? PerceptualHash = null);

/// <summary>
/// An asset in a gallery: that of a product, or of one of its variants. The positions give the order; the places that people see count from 1
/// without gaps over what is shown, and the first is the main picture. A placement whose asset or product is in the trash keeps its position
/// unseen, so that it comes back exactly where it stood, whatever else happened to the gallery meanwhile.
/// </summary>
public sealed class Placement
{
    private Placement() { }

    public Placement(long assetId, long productId, long? variantId, int position) =>
        (AssetId, ProductId, VariantId, Position) = (assetId, productId, variantId, position);

    public long Id { get; private set; }
    public long AssetId { get; private set; }
    public Asset? Asset { get; private set; }
    public long ProductId { get; private set; }
    public long? VariantId { get; private set; }
    public int Position { get; private set; }

    /// <summary>The act that took it out of sight; null while it is shown.</summary>
    public Guid? TrashId { get; private set; }
}
