using System.ComponentModel.DataAnnotations;

namespace MediaAdmin.Storage.Cloudinary;

/// <summary>The delivery types under which an account may keep pictures: open to all; originals, or everything, by signed addresses only (Cloudinary, "Control access to assets").</summary>
public enum DeliveryType { Upload, Private, Authenticated }

public enum SignatureAlgorithm { Sha1, Sha256 }

/// <summary>
/// Section <c>Cloudinary</c>: the account, how it delivers, and how politely it is spoken to. <c>CLOUDINARY_URL</c> gives the account in one
/// piece, as with every tool of the vendor (<see cref="CloudinaryUrl"/>). A class, not a record: its text must not show the secret.
/// </summary>
public sealed class CloudinaryOptions
{
    public const string Section = "Cloudinary";

    /// <summary>Cloudinary, "Cloud name": 2 to 128 letters, digits and dashes, beginning with a letter; capitals count.</summary>
    [RegularExpression("[a-zA-Z][a-zA-Z0-9-]{1,127}", ErrorMessage = "Cloudinary:CloudName is no cloud name: give 2 to 128 letters, digits and dashes, a letter first, as the Cloudinary console shows it.")]
    public string CloudName { get; set; } = "";
    public string ApiKey { get; set; } = "";
    public string ApiSecret { get; set; } = "";

    /// <summary>Where the API is; accounts in Europe and Asia have hosts of their own.</summary>
    [RegularExpression("https?://[^/?#@]+/?", ErrorMessage = "Cloudinary:UploadPrefix is no address of a host; give one such as https://api-eu.cloudinary.com, without a path.")]
    public string UploadPrefix { get; set; } = "https://api.cloudinary.com";

    /// <summary>The host that delivers, when it is not Cloudinary's own: a custom CNAME. With <see cref="PrivateCdn"/> its addresses leave the cloud name out.</summary>
    [RegularExpression("[^/?#@]+", ErrorMessage = "Cloudinary:SecureDistribution is no name of a host; give one such as img.example.com, without https:// and without a path.")]
    public string SecureDistribution { get; set; } = "";
    public bool PrivateCdn { get; set; }

    /// <summary>False: addresses begin with http://, at <see cref="Cname"/> where one is given.</summary>
    public bool Secure { get; set; } = true;
    [RegularExpression("[^/?#@]+", ErrorMessage = "Cloudinary:Cname is no name of a host; give one such as img.example.com, without http:// and without a path.")]
    public string Cname { get; set; } = "";

    public SignatureAlgorithm SignatureAlgorithm { get; set; }

    /// <summary>2 escapes <c>&amp;</c> in what is signed, as the vendor's tools do since June 2025; 1 does not.</summary>
    [Range(1, 2)]
    public int SignatureVersion { get; set; } = 2;

    /// <summary>Sign delivery addresses: for accounts with strict transformations. Those of pictures that are not open to all are signed anyway.</summary>
    public bool SignUrl { get; set; }
    public bool LongUrlSignature { get; set; }
    public DeliveryType DeliveryType { get; set; }

    /// <summary>The tag on everything this portal stores, by which it knows its own pictures in an account that holds others too.</summary>
    [RegularExpression("[^,]{1,255}", ErrorMessage = "Cloudinary:Tag is no tag: give 1 to 255 characters without a comma.")]
    public string Tag { get; set; } = "mediaadmin";

    /// <summary>Calls under way at once; Cloudinary advises at most ten.</summary>
    [Range(1, 32)]
    public int Parallel { get; set; } = 8;

    /// <summary>How long an attempt may go without a byte taken or an answer given.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call is tried again at once, and the first wait; each further wait is about twice as long.</summary>
    [Range(1, 10)]
    public int Retries { get; set; } = 3;
    [Range(typeof(TimeSpan), "00:00:00.0010000", "00:01:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long Cloudinary is left alone once most calls fail.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5000000", "01:00:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls of the hour's Admin API allowance that deleting and listing leave to people: connection tests, figures.</summary>
    [Range(0, 1000)]
    public int AdminReserve { get; set; } = 50;

    /// <summary>A larger file travels in pieces of this size; each but the last must have 5 MiB, no request, with what goes around it, more than 100 MB (Cloudinary, "Chunked asset upload").</summary>
    [Range(5 * 1024 * 1024, 99_000_000)]
    public int ChunkBytes { get; set; } = 20_000_000;

    /// <summary>The options as the configuration gives them; sound when <see cref="CloudinaryUrl.Faults"/> and the checks of each setting find nothing.</summary>
    public static CloudinaryOptions Read(IConfiguration configuration) => CloudinaryUrl.Over(configuration).Get<CloudinaryOptions>() ?? new();
}
