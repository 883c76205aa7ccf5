using System.Collections.Concurrent;
using MediaAdmin.Storage;
using MediaAdmin.Storage.Cloudinary;
using MediaAdmin.Tests.Support;
using Microsoft.Extensions.Logging;

namespace MediaAdmin.Tests.Storage.Cloudinary;

/// <summary>The store, its client and the double it speaks with, and everything that was logged.</summary>
public sealed class CloudinaryStand : IAsyncDisposable
{
    private readonly string _outbox = Directory.CreateTempSubdirectory("mediaadmin-test-").FullName;

    private CloudinaryStand(CloudinaryDouble cloudinary, CloudinaryOptions options)
    {
        (Cloudinary, Options) = (cloudinary, options);
        Client = new(options, Clock, Log);
        Store = new(Client, options);
    }

    public CloudinaryDouble Cloudinary { get; }
    public CloudinaryOptions Options { get; }
    public CloudinaryClient Client { get; }
    public CloudinaryStore Store { get; }
    public MovedClock Clock { get; } = new();
    public Lines Log { get; } = new();

    public static async Task<CloudinaryStand> StartAsync(Action<CloudinaryOptions>? change = null)
    {
        var cloudinary = await CloudinaryDouble.StartAsync();
        return new(cloudinary, cloudinary.Options(change));
    }

    /// <summary>A picture on its way: PNG by its first bytes, of exactly this length.</summary>
    public OutgoingPicture Picture(string key, int seed = 1, long bytes = 5000)
    {
        var path = Path.Combine(_outbox, Guid.NewGuid().ToString("N"));
        using (var file = File.Create(path))
        {
            file.Write(Pictures.Png(seed));
            file.SetLength(bytes);
        }
        return new(key, $"{seed}-{bytes}", new(path, bytes, "image/png"), new Dictionary<PictureSize, OutgoingFile>());
    }

    public Task<StoredPicture> PutAsync(string key, int seed = 1, long bytes = 5000) => Store.PutAsync(Picture(key, seed, bytes), new Progress<long>(), default);

    /// <summary>Requests of the API whose method and path begin so.</summary>
    public IReadOnlyList<CloudinaryDoubleRequest> Asked(string methodAndPath) =>
        [.. Cloudinary.Requests.Where(r => $"{r.Method} {r.Path}".StartsWith(methodAndPath.Replace(" /", $" /v1_1/{CloudinaryDouble.Cloud}/"), StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Cloudinary.DisposeAsync();
        Directory.Delete(_outbox, recursive: true);
    }

    public sealed class Lines : ILogger<CloudinaryClient>
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
    }
}
