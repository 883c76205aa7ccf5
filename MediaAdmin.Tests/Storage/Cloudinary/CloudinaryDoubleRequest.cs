using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>
/// A request read as Cloudinary reads it: fields from the query, a multipart, urlencoded or JSON body, all alike; the file on disk. A path's <c>%2F</c> is a slash.
/// </summary>
public sealed class CloudinaryDoubleRequest : IDisposable
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    private CloudinaryDoubleRequest(HttpContext http)
    {
        (Method, Path, ContentLength) = (http.Request.Method, PathOf(http), http.Request.ContentLength ?? 0);
        (ContentRange, UploadId) = (http.Request.Headers.ContentRange.ToString(), http.Request.Headers["X-Unique-Upload-Id"].ToString());
        (Authorization, UserAgent) = (http.Request.Headers.Authorization.ToString(), http.Request.Headers.UserAgent.ToString());
        foreach (var (name, values) in http.Request.Query)
            foreach (var value in values) _fields.Add(new(name, value ?? ""));
    }

    public string Method { get; }
    public string Path { get; }
    public long ContentLength { get; }
    public string ContentRange { get; }
    public string UploadId { get; }
    public string Authorization { get; }
    public string UserAgent { get; }

    /// <summary>Where the part <c>file</c> lies, and how long it is.</summary>
    public string? File { get; private set; }
    public long FileBytes { get; private set; }

    public bool IsApi => Path.StartsWith("/v1_1/", StringComparison.Ordinal);

    public string? this[string field] => _fields.LastOrDefault(f => f.Key == field) is { Key: not null, Value: var value } ? value : null;

    public IReadOnlyList<string> All(string field) => [.. _fields.Where(f => f.Key == $"{field}[]" || f.Key == field).Select(f => f.Value)];

    public bool Is(string field, bool unset = false) => this[field] is { Length: > 0 } value ? value is "1" or "true" : unset;

    public static string PathOf(HttpContext http) => Uri.UnescapeDataString(http.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0]);

    public static async Task<CloudinaryDoubleRequest> ReadAsync(HttpContext http, string folder)
    {
        var request = new CloudinaryDoubleRequest(http);
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)) return request;
        if (type.MediaType == "multipart/form-data") await request.ReadPartsAsync(new(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), http.Request.Body), folder);
        else if (type.MediaType == "application/json") request.ReadJson(await new StreamReader(http.Request.Body).ReadToEndAsync());
        else
            foreach (var (name, values) in QueryHelpers.ParseQuery(await new StreamReader(http.Request.Body).ReadToEndAsync()))
                foreach (var value in values) request._fields.Add(new(name, value ?? ""));
        return request;
    }

    /// <summary>
    /// Who may call: by Basic credentials, or by a signature over exactly what was sent but for the file, the key and the signature itself. SHA-1 and SHA-256, version 1 and 2.
    /// </summary>
    public void Authenticate(string cloud, bool mayBeSigned)
    {
        if (cloud != CloudinaryDouble.Cloud) throw new CloudinaryErrorException(401, $"Invalid cloud_name {cloud}");
        if (mayBeSigned && this["signature"] is { } signature) CheckSignature(signature);
        else if (Authorization.StartsWith("Basic ", StringComparison.Ordinal)) CheckBasic(Encoding.UTF8.GetString(Convert.FromBase64String(Authorization[6..])).Split(':', 2));
        else throw new CloudinaryErrorException(401, "Missing required parameter - api_key");
    }

    public void Dispose()
    {
        if (File is not null) System.IO.File.Delete(File);
    }

    private static void CheckBasic(string[] credentials)
    {
        if (credentials[0] != CloudinaryDouble.ApiKey) throw new CloudinaryErrorException(401, $"Unknown API key {credentials[0]}");
        if (credentials[1] != CloudinaryDouble.ApiSecret) throw new CloudinaryErrorException(401, "api_secret mismatch");
    }

    private void CheckSignature(string signature)
    {
        if (this["api_key"] != CloudinaryDouble.ApiKey) throw new CloudinaryErrorException(401, $"Unknown API key {this["api_key"]}");
        var pairs = from field in _fields
                    where field.Key is not ("file" or "api_key" or "signature" or "resource_type" or "cloud_name")
                    group field.Value by field.Key.Replace("[]", "") into values
                    select (values.Key, Value: string.Join(',', values)) into pair
                    where pair.Value.Length > 0
                    orderby pair.Key, StringComparer.Ordinal
                    select $"{pair.Key}={pair.Value}";
        var (version1, version2) = (string.Join('&', pairs), string.Join('&', pairs.Select(p => p.Replace("&", "%26"))));
        var accepted = new[] { version1, version2 }.Select(text => Encoding.UTF8.GetBytes(text + CloudinaryDouble.ApiSecret))
            .SelectMany(text => new[] { SHA1.HashData(text), SHA256.HashData(text) }).Select(Convert.ToHexStringLower);
        if (!accepted.Contains(signature)) throw new CloudinaryErrorException(401, $"Invalid Signature {signature}. String to sign - '{version1}'.");
        var signed = DateTimeOffset.FromUnixTimeSeconds(long.Parse(this["timestamp"] ?? "0", CultureInfo.InvariantCulture));
        if (DateTimeOffset.UtcNow - signed > TimeSpan.FromHours(1)) throw new CloudinaryErrorException(401, $"Stale request - reported time is {signed:yyyy-MM-dd HH:mm:ss} +0000 which is more than 1 hour ago");
    }

    private async Task ReadPartsAsync(MultipartReader parts, string folder)
    {
        while (await parts.ReadNextSectionAsync() is { } part)
        {
            var disposition = ContentDispositionHeaderValue.Parse(part.ContentDisposition);
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (name == "file" && (disposition.FileName.HasValue || disposition.FileNameStar.HasValue))
            {
                File = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N"));
                await using var file = System.IO.File.Create(File);
                await part.Body.CopyToAsync(file);
                FileBytes = file.Length;
            }
            else
            {
                _fields.Add(new(name, await new StreamReader(part.Body).ReadToEndAsync()));
            }
        }
    }

    private void ReadJson(string json)
    {
        foreach (var property in JsonDocument.Parse(json).RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Array) _fields.AddRange(property.Value.EnumerateArray().Select(v => KeyValuePair.Create($"{property.Name}[]", v.ToString())));
            else if (property.Value.ValueKind != JsonValueKind.Null) _fields.Add(new(property.Name, property.Value.ToString().ToLowerInvariant() is "true" or "false" ? property.Value.ToString().ToLowerInvariant() : property.Value.ToString()));
        }
    }
}
