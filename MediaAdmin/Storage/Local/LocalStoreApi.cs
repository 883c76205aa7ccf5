using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace MediaAdmin.Storage.Local;

/// <summary>Serves the local store's pictures: by range, with a strong ETag, cacheable for ever because an address never changes its content.</summary>
public static class LocalStoreApi
{
    public const string Prefix = "/media";

    /// <summary>The caller adds the policy: who may look is not the store's business.</summary>
    public static IEndpointConventionBuilder MapLocalStore(this IEndpointRouteBuilder app) =>
        app.MapMethods(Prefix + "/{**path}", [HttpMethods.Get, HttpMethods.Head], Serve).ExcludeFromDescription();

    private static Results<PhysicalFileHttpResult, NotFound> Serve(string path, LocalStore store, HttpResponse response)
    {
        if (store.Find(path) is not { } file) return TypedResults.NotFound();
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox"; // a picture that is also a page must not run as one
        var version = Path.GetFileName(Path.GetDirectoryName(file));
        return TypedResults.PhysicalFile(file, ContentType(file), lastModified: File.GetLastWriteTimeUtc(file),
            entityTag: new EntityTagHeaderValue($"\"{version}-{Path.GetFileNameWithoutExtension(file)}\""), enableRangeProcessing: true);
    }

    private static string ContentType(string file) => Path.GetExtension(file) switch
    {
        ".jpg" => "image/jpeg",
        ".png" => "image/png",
        ".webp" => "image/webp",
        ".gif" => "image/gif",
        ".avif" => "image/avif",
        _ => "application/octet-stream",
    };
}
