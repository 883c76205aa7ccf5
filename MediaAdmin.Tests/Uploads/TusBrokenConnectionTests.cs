using System.Net;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>tus 1.0.0, "Core Protocol", PATCH: the server keeps as much as it received when a connection breaks, and never more than announced.</summary>
public sealed class TusBrokenConnectionTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly TusClient _tus = new(shared.App.Admin);

    [Theory]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(51_199)]
    [InlineData(200_000)]
    [InlineData(4_999_999)]
    public async Task A_reset_keeps_every_byte_that_was_received(int sent)
    {
        var bytes = Journey.Bytes(5_000_000);
        var url = await _tus.CreateAsync(bytes.Length);
        using (var request = await RawRequest.PatchAsync(shared.App, url, 0, bytes.Length))
        {
            await request.SendAsync(bytes.AsMemory(0, sent));
            await shared.App.UntilAsync(url, u => u.Received == sent, $"{sent} bytes received");
            request.Reset();
        }
        Assert.Equal(sent, await _tus.OffsetAsync(url));
        Assert.Equal(Journey.Sha256(bytes[..sent]), shared.App.StagedSha256(url));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60_000)]
    public async Task A_closed_browser_keeps_every_byte_that_was_received(int sent)
    {
        var bytes = Journey.Bytes(5_000_000);
        var url = await _tus.CreateAsync(bytes.Length);
        using (var request = await RawRequest.PatchAsync(shared.App, url, 0, bytes.Length))
        {
            await request.SendAsync(bytes.AsMemory(0, sent));
            await shared.App.UntilAsync(url, u => u.Received == sent, $"{sent} bytes received");
            request.Close();
        }
        Assert.Equal(sent, await _tus.OffsetAsync(url));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(70_000)]
    public async Task A_reset_in_a_chunked_body_keeps_every_byte_that_was_received(int sent)
    {
        var bytes = Journey.Bytes(100_000);
        var url = await _tus.CreateAsync(bytes.Length);
        using (var request = await RawRequest.ChunkedPatchAsync(shared.App, url, 0))
        {
            await request.SendChunkAsync(bytes[..sent]);
            await shared.App.UntilAsync(url, u => u.Received == sent, $"{sent} bytes received");
            request.Reset();
        }
        Assert.Equal(sent, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task A_picture_cut_off_many_times_arrives_whole()
    {
        var bytes = Pictures.Png(76, bytes: 1_000_000);
        var url = await _tus.CreateAsync(bytes.Length, ("filename", "cut.png"));
        var offset = 0;
        for (var piece = 64 << 10; offset + piece < bytes.Length; offset += piece)
        {
            using var request = await RawRequest.PatchAsync(shared.App, url, offset, bytes.Length - offset);
            await request.SendAsync(bytes.AsMemory(offset, piece));
            await shared.App.UntilAsync(url, u => u.Received == offset + piece, "the piece received");
            request.Reset();
            Assert.Equal(offset + piece, await _tus.OffsetAsync(url));
        }
        using var rest = await _tus.PatchAsync(url, bytes[offset..], offset);
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        await shared.App.UntilAsync(url, UploadState.Stored);
        Assert.Equal(Journey.Sha256(bytes), (await shared.App.RowAsync(url)).Sha256);
    }

    [Fact]
    public async Task A_chunked_body_is_taken()
    {
        var bytes = Pictures.Png(77);
        var url = await _tus.CreateAsync(bytes.Length, ("filename", "chunked.png"));
        using var request = await RawRequest.ChunkedPatchAsync(shared.App, url, 0);
        foreach (var piece in bytes.Chunk(1000)) await request.SendChunkAsync(piece);
        await request.EndChunksAsync();
        Assert.Equal(204, (await request.AnswerAsync()).Status);
        await shared.App.UntilAsync(url, UploadState.Stored);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(1_000_000)]
    public async Task A_body_longer_than_announced_is_answered_413_and_nothing_of_it_is_kept(int length)
    {
        var url = await _tus.CreateAsync(10);
        using var answer = await _tus.PatchAsync(url, Journey.Bytes(length), 0);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(0, await _tus.OffsetAsync(url));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(300_000)]
    public async Task A_chunked_body_longer_than_announced_is_answered_413_and_never_more_than_announced_is_kept(int length)
    {
        var url = await _tus.CreateAsync(10);
        using var request = await RawRequest.ChunkedPatchAsync(shared.App, url, 0);
        await request.SendChunkAsync(Journey.Bytes(length));
        await request.EndChunksAsync();
        Assert.Equal(413, (await request.AnswerAsync()).Status);
        Assert.True(shared.App.Get<Staging>().Length(Journey.Id(url)) <= 10);
    }

    [Fact]
    public async Task A_malformed_chunk_ends_the_request_and_keeps_what_came_before()
    {
        var url = await _tus.CreateAsync(10);
        using var request = await RawRequest.ChunkedPatchAsync(shared.App, url, 0);
        await request.SendChunkAsync(Journey.Bytes(4));
        await shared.App.UntilAsync(url, u => u.Received == 4, "4 bytes received");
        await request.SendAsync("-5\r\nabcde\r\n"u8.ToArray());
        await request.AnswerAsync();
        Assert.Equal(4, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task A_sender_that_stops_sending_is_ended_by_the_server_and_can_go_on_later()
    {
        var url = await _tus.CreateAsync(10);
        using var request = await RawRequest.PatchAsync(shared.App, url, 0, 10);
        await request.SendAsync(Journey.Bytes(4));
        var (status, _) = await request.AnswerAsync(); // Kestrel's MinRequestBodyDataRate: about 6 s
        Assert.Contains(status, (int[])[0, 204, 408]);
        Assert.Equal(4, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task Content_encodings_are_never_unpacked()
    {
        var url = await _tus.CreateAsync(100);
        using var answer = await _tus.SendAsync(HttpMethod.Patch, url, new ByteArrayContent([0x1f, 0x8b, 8, 0]) { Headers = { { "Content-Encoding", "gzip" } } },
            ("Content-Type", "application/offset+octet-stream"), ("Upload-Offset", "0"));
        Assert.Equal(4, await _tus.OffsetAsync(url));
    }
}
