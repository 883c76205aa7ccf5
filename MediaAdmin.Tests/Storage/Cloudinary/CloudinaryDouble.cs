using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using MediaAdmin.Storage.Cloudinary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>
/// Cloudinary on a port of the loopback, as far as the portal speaks with it: a real HTTP server that checks signatures, keeps pictures, enforces limits and
/// plays faults. It shares no code with the client; CloudinarySdkTests hold it to what the vendor's own SDK expects.
/// </summary>
public sealed class CloudinaryDouble : IAsyncDisposable
{
    public const string Cloud = "demo", ApiKey = "123456789012345", ApiSecret = "s3cr3t-Key_123";

    private readonly WebApplication _server;
    private int _underWay;

    private CloudinaryDouble()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _server = builder.Build();
        _server.Run(ServeAsync);
    }

    public CloudinaryDoubleAccount Account { get; } = new();

    public CloudinaryScript Script { get; } = new();

    /// <summary>Every request, in the order in which they were read to the end.</summary>
    public ConcurrentQueue<CloudinaryDoubleRequest> Requests { get; } = new();

    /// <summary>The most calls of the API that were under way at once.</summary>
    public int MostUnderWay { get; private set; }

    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Pages of other hosts may upload, as at Cloudinary; false: a browser refuses, as behind a proxy that filters.</summary>
    public bool LetsPagesIn { get; set; } = true;

    /// <summary>The largest single request; Cloudinary's front end takes 100 MB.</summary>
    public long MaxRequestBytes { get; set; } = 100_000_000;

    public string Authority { get; private set; } = "";

    /// <summary>The account as the vendor's tools read it; the pictures are delivered from the same port.</summary>
    public string CloudinaryUrl => $"cloudinary://{ApiKey}:{ApiSecret}@{Cloud}?upload_prefix=http%3A%2F%2F{Authority}&secure=false&cname={Authority}";

    public static async Task<CloudinaryDouble> StartAsync()
    {
        var started = new CloudinaryDouble();
        await started._server.StartAsync();
        started.Authority = new Uri(started._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;
        return started;
    }

    /// <summary>The options of a client that is patient enough for tests and no more.</summary>
    public CloudinaryOptions Options(Action<CloudinaryOptions>? change = null)
    {
        var options = new CloudinaryOptions
        {
            CloudName = Cloud,
            ApiKey = ApiKey,
            ApiSecret = ApiSecret,
            UploadPrefix = $"http://{Authority}",
            Secure = false,
            Cname = Authority,
            FirstRetry = TimeSpan.FromMilliseconds(5),
        };
        change?.Invoke(options);
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        Script.LetGo();
        await _server.DisposeAsync();
        Account.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        if (LetsPagesIn && CloudinaryDoubleRequest.PathOf(http).EndsWith("/upload", StringComparison.Ordinal)) http.Response.Headers.AccessControlAllowOrigin = "*";
        if (http.Request.Method == "OPTIONS") return; // what a browser asks before it sends
        var fault = Script.For($"{http.Request.Method} {CloudinaryDoubleRequest.PathOf(http)}");
        if (fault?.AtByte is { } bytes)
        {
            await http.Request.Body.ReadAtLeastAsync(new byte[bytes], (int)bytes, throwOnEndOfStream: false);
            http.Abort();
            return;
        }
        using var request = await CloudinaryDoubleRequest.ReadAsync(http, Account.Folder);
        lock (Requests) MostUnderWay = Math.Max(MostUnderWay, Interlocked.Increment(ref _underWay));
        Requests.Enqueue(request);
        try
        {
            await Script.PassAsync();
            if (fault is null || fault.AfterEffect) await AnswerAsync(http, request, fault is null ? http.Response : null);
            if (fault is not null) await fault.PlayAsync(http);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <param name="response">Null: the work is done and the answer lost.</param>
    private async Task AnswerAsync(HttpContext http, CloudinaryDoubleRequest request, HttpResponse? response)
    {
        try
        {
            if (!request.IsApi)
            {
                await CloudinaryDoubleDelivery.ServeAsync(Account, request, http);
                return;
            }
            if (request.ContentLength > MaxRequestBytes) throw new CloudinaryErrorException(413, "");
            var answer = CloudinaryDoubleApi.Answer(Account, request, http.Response.Headers);
            if (response is not null) await WriteAsync(response, 200, answer);
        }
        catch (Exception e) when (e is not CloudinaryErrorException && response is not null && !response.HasStarted) // a mistake of the double must not look like Cloudinary's
        {
            await WriteAsync(response, 500, new { error = new { message = $"The double itself failed. {e}" } });
        }
        catch (CloudinaryErrorException refusal)
        {
            http.Response.Headers["X-Request-Id"] = "0123456789abcdef";
            if (response is null) return;
            if (refusal.Status == 413) await new CloudinaryFault { Status = 413, Body = "<html>Request Entity Too Large</html>" }.PlayAsync(http); // its front end speaks HTML
            else await WriteAsync(response, refusal.Status, new { error = new { message = refusal.Message } });
        }
    }

    private static async Task WriteAsync(HttpResponse response, int status, object body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body));
    }
}

/// <summary>An error as Cloudinary tells it.</summary>
public sealed class CloudinaryErrorException(int status, string message) : Exception(message)
{
    public int Status => status;
}
