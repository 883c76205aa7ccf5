using System.Net;
using System.Security.Cryptography;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;

namespace MediaAdmin.Tests.Uploads;

/// <summary>tus 1.0.0, "Checksum": only what is verified counts.</summary>
public sealed class TusChecksumTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const int Mismatch = 460;
    private readonly TusClient _tus = new(shared.App.Admin);

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("md5")]
    public async Task The_right_checksum_is_taken(string algorithm)
    {
        var bytes = Journey.Bytes(100_000);
        var url = await _tus.CreateAsync(200_000);
        using var answer = await _tus.PatchAsync(url, bytes, 0, ("Upload-Checksum", Sum(algorithm, bytes)));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(100_000, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task The_checksum_is_that_of_this_request_not_of_the_file()
    {
        var bytes = Journey.Bytes(2000);
        var url = await _tus.CreateAsync(3000);
        using var first = await _tus.PatchAsync(url, bytes[..1000], 0, ("Upload-Checksum", Sum("sha1", bytes[..1000])));
        using var second = await _tus.PatchAsync(url, bytes[1000..], 1000, ("Upload-Checksum", Sum("sha1", bytes[1000..])));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        Assert.Equal(Journey.Sha256(bytes), shared.App.StagedSha256(url));
    }

    [Theory]
    [InlineData(100, 50)]
    [InlineData(100, 100)]
    [InlineData(1_000_000, 900_000)]
    public async Task A_wrong_checksum_is_answered_460_and_the_piece_is_dropped(int length, int piece)
    {
        var url = await _tus.CreateAsync(length + 10);
        using var before = await _tus.PatchAsync(url, Journey.Bytes(10), 0);
        using var answer = await _tus.PatchAsync(url, Journey.Bytes(piece), 10, ("Upload-Checksum", Sum("sha1", Journey.Bytes(piece, seed: 2))));
        Assert.Equal(Mismatch, (int)answer.StatusCode);
        Assert.Equal(10, await _tus.OffsetAsync(url));
        Assert.Equal(UploadState.Receiving, (await shared.App.UploadAsync(url)).State);
    }

    [Fact]
    public async Task After_a_wrong_checksum_the_same_bytes_can_be_sent_again()
    {
        var bytes = Pictures.Png(72);
        var url = await _tus.CreateAsync(bytes.Length, ("filename", "again.png"));
        using var wrong = await _tus.PatchAsync(url, bytes, 0, ("Upload-Checksum", Sum("sha1", [1])));
        using var right = await _tus.PatchAsync(url, bytes, 0, ("Upload-Checksum", Sum("sha1", bytes)));
        Assert.Equal((Mismatch, HttpStatusCode.NoContent), ((int)wrong.StatusCode, right.StatusCode));
        await shared.App.UntilAsync(url, UploadState.Stored);
    }

    [Theory]
    [InlineData("crc32 AAAAAA==")]
    [InlineData("SHA1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")]
    [InlineData("sha1")]
    [InlineData("sha1 ")]
    [InlineData("sha1 not-base64")]
    [InlineData("sha1 AAAA")]
    [InlineData("sha256 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")]
    [InlineData("sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0= extra")]
    [InlineData("qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")]
    public async Task An_unknown_algorithm_or_a_malformed_digest_is_answered_400(string checksum)
    {
        var url = await _tus.CreateAsync(10);
        using var answer = await _tus.PatchAsync(url, [1, 2, 3], 0, ("Upload-Checksum", checksum));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task A_piece_that_breaks_off_before_it_is_verified_does_not_count()
    {
        var bytes = Journey.Bytes(100_000);
        var url = await _tus.CreateAsync(100_000);
        using var before = await _tus.PatchAsync(url, bytes[..1000], 0);
        var id = Journey.Id(url);
        using (var request = await RawRequest.BeginAsync(shared.App, "PATCH", url, "Upload-Offset: 1000", "Content-Type: application/offset+octet-stream", "Content-Length: 99000", $"Upload-Checksum: {Sum("sha1", bytes[1000..])}"))
        {
            await request.SendAsync(bytes.AsMemory(1000, 60_000));
            await Eventually.HoldsAsync(() => Task.FromResult(new FileInfo(shared.App.Get<Staging>().Bytes(id)).Length == 61_000), "61000 bytes in the staging file");
            request.Reset();
        }
        Assert.Equal(1000, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task What_a_process_that_died_had_not_verified_does_not_count()
    {
        var url = await _tus.CreateAsync(100);
        using var before = await _tus.PatchAsync(url, Journey.Bytes(10), 0);
        LeaveUnverified(url, Journey.Bytes(60, seed: 2), verified: 10);
        Assert.Equal(10, await _tus.OffsetAsync(url));
        using var next = await _tus.PatchAsync(url, [1, 2], 10);
        Assert.Equal(HttpStatusCode.NoContent, next.StatusCode);
        Assert.Equal(12, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task The_sweep_does_not_complete_a_full_file_that_is_not_verified()
    {
        var url = await _tus.CreateAsync(60);
        LeaveUnverified(url, Journey.Bytes(60), verified: 0);
        await shared.App.SweepAsync();
        Assert.Equal(UploadState.Receiving, (await shared.App.UploadAsync(url)).State);
        Assert.Equal(0, await _tus.OffsetAsync(url));
    }

    [Fact]
    public async Task Bytes_sent_with_the_creation_are_verified_too()
    {
        using var answer = await _tus.SendAsync(HttpMethod.Post, "/api/uploads", new ByteArrayContent([1, 2, 3]),
            ("Content-Type", "application/offset+octet-stream"), ("Upload-Length", "10"), ("Upload-Checksum", Sum("sha1", [9])));
        Assert.Equal(Mismatch, (int)answer.StatusCode);
        Assert.Equal(0, await _tus.OffsetAsync(answer.Headers.Location!.ToString()));
    }

    /// <summary>What a kill in the middle of a piece with a checksum leaves behind.</summary>
    private void LeaveUnverified(string url, byte[] bytes, long verified)
    {
        var staging = shared.App.Get<Staging>();
        staging.BeginUnverified(Journey.Id(url), verified);
        File.WriteAllBytes(staging.Bytes(Journey.Id(url)), bytes);
    }

    private static string Sum(string algorithm, byte[] bytes)
    {
#pragma warning disable CA5350, CA5351 // named by the protocol; they find damage, they guard no secret
        var digest = algorithm switch { "sha1" => SHA1.HashData(bytes), "md5" => MD5.HashData(bytes), _ => SHA256.HashData(bytes) };
#pragma warning restore CA5350, CA5351
        return $"{algorithm} {Convert.ToBase64String(digest)}";
    }
}
