using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MediaAdmin.Tests.Support;

/// <summary>A span as it came over the wire: ids in hexadecimal digits, and the name of the service that sent it.</summary>
public sealed record OtlpSpan(string Service, string Trace, string Id, string Parent, string Name);

/// <summary>A collector on the loopback that takes OTLP over HTTP and keeps the spans.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly WebApplication _app;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/traces", TakeAsync);
        _app.MapPost("/v1/metrics", () => Results.Bytes([], "application/x-protobuf"));
    }

    public string Address => _app.Urls.First();
    public IReadOnlyCollection<OtlpSpan> Spans => _spans;

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The field numbers are those of opentelemetry/proto/trace/v1/trace.proto.</summary>
    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        foreach (var ofResource in Fields(body.ToArray(), 1))
        {
            var attributes = Fields(ofResource, 1).SelectMany(resource => Fields(resource, 1)).ToDictionary(a => Text(a, 1), a => Text(Fields(a, 2).Single(), 1));
            foreach (var span in Fields(ofResource, 2).SelectMany(scope => Fields(scope, 2)))
                _spans.Enqueue(new(attributes["service.name"], Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5)));
        }
        return Results.Bytes([], "application/x-protobuf");
    }

    private static string Text(byte[] message, int field) => Encoding.UTF8.GetString(Fields(message, field).FirstOrDefault() ?? []);

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).FirstOrDefault() ?? []);

    /// <summary>The values of a field that have a length: messages, texts, bytes.</summary>
    private static IEnumerable<byte[]> Fields(byte[] message, int field)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Number(message, ref at);
            switch (tag & 7)
            {
                case 0: Number(message, ref at); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                default:
                    var length = (int)Number(message, ref at);
                    if (tag >> 3 == (ulong)field) yield return message[at..(at + length)];
                    at += length;
                    break;
            }
        }
    }

    private static ulong Number(byte[] message, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            number |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return number;
        }
    }
}
