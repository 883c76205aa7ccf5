using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>Delivery as Cloudinary reads its addresses. A derived picture has the bytes of the original here; that it is derived is told in a header.</summary>
static class CloudinaryDoubleDelivery
{
    private static readonly Regex Transformation = new("^((a|ar|b|c|dpr|e|f|fl|g|h|q|w|x|y|t)_[^,/]+)(,(a|ar|b|c|dpr|e|f|fl|g|h|q|w|x|y|t)_[^,/]+)*$");
    private static readonly string[] Formats = ["png", "jpg", "jpeg", "gif", "webp", "avif"];

    public static async Task ServeAsync(CloudinaryDoubleAccount account, CloudinaryDoubleRequest request, HttpContext http)
    {
        try
        {
            var (picture, transformation) = Find(account, http.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries));
            http.Response.Headers.ETag = $"\"{picture.Etag}\"";
            http.Response.Headers["X-Double-Derived"] = transformation;
            http.Response.ContentType = $"image/{(picture.Format == "jpg" ? "jpeg" : picture.Format)}";
            http.Response.ContentLength = picture.Bytes;
            if (request.Method == "GET") await http.Response.SendFileAsync(picture.File);
        }
        catch (CloudinaryErrorException refusal)
        {
            http.Response.StatusCode = refusal.Status;
            http.Response.Headers["X-Cld-Error"] = string.Concat(refusal.Message.Where(char.IsAscii));
        }
    }

    /// <summary>cloud / image / type / [signature] / [transformations…] / [version] / id.format, on the encoded path: the signature is over that.</summary>
    private static (CloudinaryDoublePicture Picture, string Transformation) Find(CloudinaryDoubleAccount account, string[] path)
    {
        if (path is not [CloudinaryDouble.Cloud, "image", var type, .. var rest]) throw new CloudinaryErrorException(404, "Resource not found");
        var signature = rest[0].StartsWith("s--", StringComparison.Ordinal) ? rest[0] : "";
        if (signature.Length > 0) rest = rest[1..];
        var transformations = rest.SkipLast(1).TakeWhile(s => Transformation.IsMatch(s)).ToArray();
        rest = rest[transformations.Length..];
        if (rest.Length > 1 && Regex.IsMatch(rest[0], @"^v\d+$")) rest = rest[1..];
        Check(account, type, signature, string.Join('/', [.. transformations, .. rest]), transformations.Length > 0);
        var name = Uri.UnescapeDataString(string.Join('/', rest));
        var format = Path.GetExtension(name).TrimStart('.');
        var id = Formats.Contains(format.ToLowerInvariant()) ? name[..^(format.Length + 1)] : name;
        return (account.Pictures.GetValueOrDefault((type, id)) ?? throw new CloudinaryErrorException(404, $"Resource not found - {id}"), string.Join('/', transformations));
    }

    private static void Check(CloudinaryDoubleAccount account, string type, string signature, string signed, bool isDerived)
    {
        if (signature.Length == 0 && type == "upload" && !(account.StrictTransformations && isDerived)) return;
        var text = Encoding.UTF8.GetBytes(signed + CloudinaryDouble.ApiSecret);
        string[] accepted = [Text(SHA1.HashData(text), 8), Text(SHA256.HashData(text), 8), Text(SHA256.HashData(text), 32)];
        if (!accepted.Contains(signature)) throw new CloudinaryErrorException(401, "deny or ACL failure");
    }

    private static string Text(byte[] hash, int length) => $"s--{Convert.ToBase64String(hash)[..length].Replace('+', '-').Replace('/', '_')}--";
}
