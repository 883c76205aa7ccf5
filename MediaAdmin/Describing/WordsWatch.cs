using MediaAdmin.Catalog;
using MediaAdmin.Jobs;
using MediaAdmin.Live;

namespace MediaAdmin.Describing;

/// <summary>Has the store told soon after words, places or products have changed here; what comes within a moment goes together. What it does not hear, the schedule finds.</summary>
sealed class WordsWatch(Announcements news, JobScheduler jobs, TimeProvider clock) : IHostedService, IDisposable
{
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);
    private IDisposable[] _subscriptions = [];
    private ITimer? _timer;
    private int _pending;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscriptions = [
            news.Subscribe<AssetsChanged>(AssetsChanged.Topic, _ => Soon()),
            news.Subscribe<ProductsChanged>(ProductsChanged.Topic, _ => Soon()),
            news.Subscribe<GalleryChanged>(GalleryChanged.AllTopic, _ => Soon()),
        ];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var subscription in Interlocked.Exchange(ref _subscriptions, [])) subscription.Dispose();
        _timer?.Dispose();
    }

    private void Soon()
    {
        if (Interlocked.Exchange(ref _pending, 1) == 0) _timer?.Change(Together, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        Interlocked.Exchange(ref _pending, 0);
        jobs.Wake(StoreWordsJob.Name, clock.GetUtcNow());
    }
}
