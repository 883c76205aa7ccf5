namespace MediaAdmin.Storage.Cloudinary;

/// <summary>
/// Where an account's pictures are delivered: <c>{origin}[/{cloud}]/image/{type}[/{signature}][/{transformation}]/v{version}/{public_id}.{format}</c>
/// (Cloudinary, "Transformation URL structure"). Built as the vendor's own tools build it, and never parsed.
/// </summary>
public sealed class CloudinaryDelivery(CloudinaryOptions account)
{
    private const string SharedHost = "res.cloudinary.com";

    private readonly CloudinarySignature _signature = new(account);

    /// <summary>Scheme and host. A private CDN has the cloud name in its host and not in its addresses; CNAMEs of http and https are two settings.</summary>
    public string Origin { get; } = account switch
    {
        { Secure: true, SecureDistribution.Length: > 0 } => $"https://{account.SecureDistribution}",
        { Secure: false, Cname.Length: > 0 } => $"http://{account.Cname}",
        _ => $"{(account.Secure ? "https" : "http")}://{(account.PrivateCdn ? $"{account.CloudName}-" : "")}{SharedHost}",
    };

    /// <summary>The address of one version of a picture. The format ends it always, or an id that ends in <c>.png</c> would be read as another id in that format.</summary>
    public string Address(string publicId, string version, string format, string transformation = "")
    {
        var name = $"{PublicId.Escape(publicId)}.{format}";
        var signature = account.SignUrl || account.DeliveryType != DeliveryType.Upload ? _signature.OfAddress(Join(transformation, name)) : "";
        return Join(Origin, account.PrivateCdn ? "" : account.CloudName, $"image/{account.DeliveryType.ToString().ToLowerInvariant()}", signature, transformation, $"v{version}", name);
    }

    private static string Join(params string[] parts) => string.Join('/', parts.Where(p => p.Length > 0));
}
