using MediaAdmin.Live;
using MediaAdmin.Tests.Support;
using MediaAdmin.Uploads;
using Microsoft.Extensions.DependencyInjection;

namespace MediaAdmin.Tests.Uploads;

/// <summary>What open pages hear of an upload.</summary>
public sealed class UploadNewsTests
{
    private const int Piece = 200_000;
    private readonly MovedClock _clock = new();

    [Fact]
    public async Task Batch_owner_and_product_hear_of_an_upload_and_its_progress_only_grows()
    {
        await using var app = StartApp(null);
        var product = await app.NewProductAsync();
        var bytes = Pictures.Png(37, bytes: 5 * Piece);
        var batch = await app.Admin.ExpectAsync(new { product, files = new[] { new { name = "news.png", size = bytes.Length } } });
        var owner = (await app.Admin.BatchAsync(batch.Batch))[0].Owner;
        using var ofBatch = new Listener(app, UploadChanged.BatchTopic(batch.Batch));
        using var ofOwner = new Listener(app, UploadChanged.OwnerTopic(owner));
        using var ofProduct = new Listener(app, UploadChanged.ProductTopic(product));

        await SendAsync(app, batch.Uploads[0].Url, bytes, 0, ofBatch);
        await app.UntilAsync(batch.Uploads[0].Url, UploadState.Stored);
        foreach (var listener in (Listener[])[ofBatch, ofOwner, ofProduct])
            await Eventually.HoldsAsync(() => Task.FromResult(listener.Heard is [.., { State: UploadState.Stored }]), "the last news");

        var progress = ofBatch.Heard.Select(v => v.Progress).ToList();
        Assert.Equal(progress.Order(), progress);
        Assert.True(progress.Distinct().Count() >= 7, string.Join(' ', progress));
        Assert.Equal(ofBatch.Heard, ofOwner.Heard);
        Assert.Equal(ofBatch.Heard, ofProduct.Heard);
    }

    [Fact]
    public async Task An_upload_that_began_before_the_server_was_started_again_is_heard_of_too()
    {
        var data = Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;
        var bytes = Pictures.Png(38, bytes: 3 * Piece);
        ExpectedBatch batch;
        await using (var before = StartApp(data))
        {
            batch = await before.Admin.ExpectAsync(new { files = new[] { new { name = "again.png", size = bytes.Length } } });
            using var first = await new TusClient(before.Admin).PatchAsync(batch.Uploads[0].Url, bytes[..Piece], 0);
        }
        await using (var after = StartApp(data))
        {
            using var listener = new Listener(after, UploadChanged.BatchTopic(batch.Batch));
            await SendAsync(after, batch.Uploads[0].Url, bytes, Piece, listener);
            Assert.Contains(listener.Heard, v => v is { State: UploadState.Receiving, Received: > Piece });
        }
        Directory.Delete(data, recursive: true);
    }

    private MediaApp StartApp(string? data) => new(services: s => s.AddSingleton<TimeProvider>(_clock), dataDirectory: data);

    /// <summary>Sends piece by piece; between two pieces enough time goes by for the news not to be held back.</summary>
    private async Task SendAsync(MediaApp app, string url, byte[] bytes, int offset, Listener listener)
    {
        using var request = await RawRequest.PatchAsync(app, url, offset, bytes.Length - offset);
        foreach (var piece in bytes[offset..].Chunk(Piece))
        {
            _clock.PutForward(TimeSpan.FromSeconds(1));
            await request.SendAsync(piece);
            offset += piece.Length;
            await app.UntilAsync(url, u => u.Received == offset, "the piece received");
            await Eventually.HoldsAsync(() => Task.FromResult(listener.Heard.Count > 0), "news");
        }
        Assert.Equal(204, (await request.AnswerAsync()).Status);
    }

    private sealed class Listener : IDisposable
    {
        private readonly List<UploadView> _heard = [];
        private readonly IDisposable _subscription;

        public Listener(MediaApp app, string topic) => _subscription = app.Get<Announcements>().Subscribe<UploadChanged>(topic, n =>
        {
            lock (_heard) _heard.Add(n.Upload);
        });

        public IReadOnlyList<UploadView> Heard
        {
            get { lock (_heard) return [.. _heard]; }
        }

        public void Dispose() => _subscription.Dispose();
    }
}
