using System.Net.Sockets;
using System.Text;

namespace MediaAdmin.Tests.Support;

/// <summary>A request written on a bare socket, for what no well-behaved client says: half a body, a reset, the same header twice.</summary>
public sealed class RawRequest : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Connects and writes the request line and the headers; the key of an Admin and the tus version are always among them.</summary>
    public static async Task<RawRequest> BeginAsync(MediaApp app, string method, string path, params string[] headers)
    {
        var request = new RawRequest();
        await request._socket.ConnectAsync(app.Address.Host, app.Address.Port);
        string[] all = [$"{method} {path} HTTP/1.1", $"Host: {app.Address.Authority}", $"X-API-Key: {MediaApp.AdminKey}", "Tus-Resumable: 1.0.0", .. headers];
        await request.SendAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", all) + "\r\n\r\n"));
        return request;
    }

    /// <summary>A PATCH that says how long its body is.</summary>
    public static Task<RawRequest> PatchAsync(MediaApp app, string path, long offset, long length) =>
        BeginAsync(app, "PATCH", path, $"Upload-Offset: {offset}", "Content-Type: application/offset+octet-stream", $"Content-Length: {length}");

    /// <summary>A PATCH that does not say how long its body is.</summary>
    public static Task<RawRequest> ChunkedPatchAsync(MediaApp app, string path, long offset) =>
        BeginAsync(app, "PATCH", path, $"Upload-Offset: {offset}", "Content-Type: application/offset+octet-stream", "Transfer-Encoding: chunked");

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    public async Task SendChunkAsync(byte[] bytes)
    {
        await SendAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"));
        await SendAsync(bytes);
        await SendAsync("\r\n"u8.ToArray());
    }

    public Task EndChunksAsync() => SendAsync("0\r\n\r\n"u8.ToArray());

    /// <summary>The status of the answer and its headers as text; the body is not read.</summary>
    public async Task<(int Status, string Head)> AnswerAsync()
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(Eventually.Patience);
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await _socket.ReceiveAsync(buffer, limit.Token);
            if (read == 0) break;
            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        var text = head.ToString();
        return (text.Length == 0 ? 0 : int.Parse(text.Split(' ')[1]), text);
    }

    /// <summary>Says no more, as a closed browser does.</summary>
    public void Close() => _socket.Close();

    /// <summary>Cuts the connection off (RST), as a lost network does.</summary>
    public void Reset()
    {
        _socket.LingerState = new(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();
}
