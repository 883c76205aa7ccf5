using System.Net;
using MediaAdmin.Tests.Support;

namespace MediaAdmin.Tests.Crash;

/// <summary>
/// A portal that was killed in every window between the first byte and <em>stored</em> at once, one upload in each, and then started again.
/// Windows too short to hit from outside are built while it is down: the files and rows are exactly those that a kill there leaves.
/// </summary>
public sealed class AfterCrash : IAsyncLifetime
{
    public MediaProcess Portal { get; } = new();
    public Books Books { get; }

    public SentPicture Created { get; } = New(1);
    public SentPicture Halfway { get; } = New(2);
    public SentPicture Full { get; } = New(3);
    public SentPicture Queued { get; } = New(4);
    public SentPicture Running { get; } = Slow(5);
    public SentPicture HalfPut { get; } = New(6);
    public SentPicture Put { get; } = New(7);
    public SentPicture PutThenRenamed { get; } = New(8);
    public SentPicture Committed { get; } = New(9);
    public SentPicture Cancelled { get; } = New(10);

    public AfterCrash() => Books = new(Portal.Data);

    public TusClient Tus => new(Portal.Admin);

    public async Task InitializeAsync()
    {
        await Portal.StartAsync();
        await ReachTheWindowsAsync();
        Portal.Kill();
        LeaveTheRest();
        await Portal.StartAsync();
    }

    public Task DisposeAsync() => Portal.DisposeAsync().AsTask();

    private async Task ReachTheWindowsAsync()
    {
        var (product, renamed) = (await Portal.NewProductAsync(), await Portal.NewProductAsync("Renamed"));
        foreach (var picture in (SentPicture[])[Created, Full, Queued]) await CreateAsync(picture, product);
        foreach (var picture in (SentPicture[])[HalfPut, Put, Committed, Cancelled]) picture.Url = await Tus.UploadAsync(picture.Bytes, picture.FileName, product);
        PutThenRenamed.Url = await Tus.UploadAsync(PutThenRenamed.Bytes, PutThenRenamed.FileName, renamed);
        await Eventually.HoldsAsync(() => Task.FromResult(Books.Count("Uploads", "State = 'Stored'") == 5), "five to be stored");
        await CreateAsync(Halfway, product);
        await SendHalfAsync(Halfway);
        await CreateAsync(Running, product);
        await Task.WhenAll(Tus.PatchAsync(Running.Url, Running.Bytes, 0), Books.UntilJobRunsAsync(Running));
    }

    private async Task CreateAsync(SentPicture picture, long product) =>
        picture.Url = await Tus.CreateAsync(picture.Bytes.Length, ("filename", picture.FileName), ("product", $"{product}"));

    /// <summary>Sends half of the body and leaves the server waiting for the rest.</summary>
    private async Task SendHalfAsync(SentPicture picture)
    {
        var half = picture.Bytes.AsMemory(0, picture.Bytes.Length / 2);
        _ = Tus.SendAsync(HttpMethod.Patch, picture.Url, new Stuck(half, picture.Bytes.Length), ("Upload-Offset", "0"), ("Content-Type", "application/offset+octet-stream"))
            .ContinueWith(broken => broken.Exception, TaskScheduler.Default); // it ends with the kill
        var staged = Path.Combine(Books.Staging, Journey.Id(picture.Url).ToString("N"));
        await Eventually.HoldsAsync(() => Task.FromResult(new FileInfo(staged) is { Exists: true } file && file.Length == half.Length), "half of the bytes");
    }

    private void LeaveTheRest()
    {
        foreach (var picture in (SentPicture[])[Full, Queued, HalfPut, Put, PutThenRenamed, Committed]) Books.Stage(Journey.Id(picture.Url), picture.Bytes);
        Books.Write($"update Uploads set State = 'Queued', ReceivedAt = CreatedAt where Id = {Books.Sql(Journey.Id(Queued.Url))}");
        foreach (var picture in (SentPicture[])[HalfPut, Put, PutThenRenamed]) TakeBack(picture, "Storing");
        var original = Books.StoredFiles.Single(f => f.Contains(Journey.Id(HalfPut.Url).ToString("N")) && f.EndsWith("original.png", StringComparison.Ordinal));
        File.Move(original, original + ".tmp");
        Books.Write("update Products set Sku = 'RENAMED-1' where Name = 'Renamed'");
        Books.Stage(Journey.Id(Committed.Url), [1, 2, 3], ".preview");
        TakeBack(Cancelled, "Cancelled");
    }

    /// <summary>To the moment after the store has the picture and before the rows say so.</summary>
    private void TakeBack(SentPicture picture, string state)
    {
        var upload = Books.Sql(Journey.Id(picture.Url));
        Books.Write($"""
            delete from Placements where AssetId = (select AssetId from Uploads where Id = {upload});
            delete from Assets where Id = (select AssetId from Uploads where Id = {upload});
            update Uploads set State = '{state}', AssetId = null, StoredAt = null where Id = {upload};
            """);
    }

    /// <summary>So many pixels that examining them takes long enough to be seen, and killed, at it.</summary>
    public static SentPicture Slow(int seed) => new(Pictures.Png(seed, 7000, 5000), $"slow-{seed}.png");

    private static SentPicture New(int seed) => new(Pictures.Png(seed), $"window-{seed}.png");

    private sealed class Stuck(ReadOnlyMemory<byte> first, long length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(first);
            await stream.FlushAsync();
            await new TaskCompletionSource().Task;
        }

        protected override bool TryComputeLength(out long known) => (known = length) >= 0;
    }
}
