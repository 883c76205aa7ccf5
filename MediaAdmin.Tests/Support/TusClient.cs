using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace MediaAdmin.Tests.Support;

/// <summary>Speaks tus 1.0.0 as plainly as possible, so that a test can also say it wrongly.</summary>
public sealed class TusClient(HttpClient http)
{
    public static string Metadata(params (string Key, string Value)[] pairs) =>
        string.Join(',', pairs.Select(p => p.Value.Length == 0 ? p.Key : $"{p.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(p.Value))}"));

    /// <summary>Sends one request; headers with a null value are left out, so that a test can take one away.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, HttpContent? body = null, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = body };
        var all = new Dictionary<string, string?> { ["Tus-Resumable"] = "1.0.0" };
        foreach (var (name, value) in headers) all[name] = value;
        foreach (var (name, value) in all)
        {
            if (value is null) continue;
            if (name == "Content-Type") request.Content!.Headers.TryAddWithoutValidation(name, value);
            else request.Headers.TryAddWithoutValidation(name, value);
        }
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<string> CreateAsync(long length, params (string Key, string Value)[] metadata)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/uploads", null, ("Upload-Length", $"{length}"), ("Upload-Metadata", metadata.Length == 0 ? null : Metadata(metadata)));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    public Task<HttpResponseMessage> PatchAsync(string url, byte[] bytes, long offset, params (string Name, string? Value)[] headers)
    {
        var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return SendAsync(HttpMethod.Patch, url, body, [("Upload-Offset", $"{offset}"), .. headers]);
    }

    public async Task<long> OffsetAsync(string url)
    {
        using var answer = await SendAsync(HttpMethod.Head, url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single());
    }

    /// <summary>A whole upload in two requests; returns its address.</summary>
    public async Task<string> UploadAsync(byte[] bytes, string fileName, long? product = null, params (string Key, string Value)[] more)
    {
        (string, string)[] place = product is null ? [] : [("product", $"{product}")];
        var url = await CreateAsync(bytes.Length, [("filename", fileName), .. place, .. more]);
        using var answer = await PatchAsync(url, bytes, 0);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return url;
    }
}
