using System.Collections.Concurrent;
using System.Net;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Crash;

/// <summary>A picture that a client wants in a gallery, and where it went.</summary>
public sealed record SentPicture(byte[] Bytes, string FileName)
{
    public string Sha256 { get; } = Journey.Sha256(Bytes);
    public string Url { get; set; } = "";
}

/// <summary>
/// A plain tus client over several connections that never gives up: whatever breaks, it asks by HEAD how much is there and goes on from that.
/// A creation whose answer was lost is made anew, as every client must.
/// </summary>
public sealed class ResumingClient(HttpClient http, long product)
{
    private const int Connections = 4, Pieces = 12;
    private static readonly TimeSpan BetweenPieces = TimeSpan.FromMilliseconds(4), BeforeTryingAgain = TimeSpan.FromMilliseconds(40);

    private readonly TusClient _tus = new(http);

    public ConcurrentBag<SentPicture> Sent { get; } = [];

    /// <summary>Ends when the server has acknowledged the last byte of every picture.</summary>
    public Task SendAsync(IEnumerable<SentPicture> pictures) => Parallel.ForEachAsync(
        pictures, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (picture, _) => await SendAsync(picture));

    private async Task SendAsync(SentPicture picture)
    {
        var url = await AgainAsync(() => _tus.CreateAsync(picture.Bytes.Length, ("filename", picture.FileName), ("product", $"{product}")));
        while (await AgainAsync(() => _tus.OffsetAsync(url)) is var offset && offset < picture.Bytes.Length)
        {
            if (await TryAsync(() => PatchAsync(url, picture.Bytes, offset))) break;
        }
        picture.Url = url;
        Sent.Add(picture);
    }

    private async Task<bool> PatchAsync(string url, byte[] bytes, long offset)
    {
        using var answer = await _tus.SendAsync(HttpMethod.Patch, url, new Trickle(bytes.AsMemory((int)offset)),
            ("Upload-Offset", $"{offset}"), ("Content-Type", "application/offset+octet-stream"));
        return answer.StatusCode == HttpStatusCode.NoContent
            ? answer.Headers.GetValues("Upload-Offset").Single() == $"{bytes.Length}"
            : throw new Xunit.Sdk.XunitException($"PATCH at {offset}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<T> AgainAsync<T>(Func<Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                await Task.Delay(BeforeTryingAgain); // the server is down; how long is what the campaign decides
            }
        }
    }

    private static async Task<bool> TryAsync(Func<Task<bool>> send)
    {
        try
        {
            return await send();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>A body that comes in pieces, as over a real network, so that there is a middle to be killed in.</summary>
    private sealed class Trickle(ReadOnlyMemory<byte> bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = (bytes.Length / Pieces) + 1;
            for (var at = 0; at < bytes.Length; at += piece)
            {
                await stream.WriteAsync(bytes.Slice(at, Math.Min(piece, bytes.Length - at)));
                await stream.FlushAsync();
                await Task.Delay(BetweenPieces);
            }
        }

        protected override bool TryComputeLength(out long length) => (length = bytes.Length) >= 0;
    }
}
