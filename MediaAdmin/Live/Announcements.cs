using System.Collections.Concurrent;

namespace MediaAdmin.Live;

/// <summary>
/// News: whoever changed something publishes a record under a topic, every open page that subscribed hears it, in this process and, by the <see cref="NewsWire"/>, in others on the same database.
/// Nothing is kept and nothing waits: a subscriber's callback must return at once (pages collect news in a <see cref="Pulse"/>).
/// </summary>
public sealed partial class Announcements
{
    private readonly ConcurrentDictionary<(Type, string), Subscription[]> _topics = new();
    private readonly ILogger<Announcements> _log;
    private readonly NewsWire? _wire;

    public Announcements(ILogger<Announcements> log, NewsWire? wire = null)
    {
        (_log, _wire) = (log, wire);
        if (wire is not null) wire.Heard += Tell;
    }

    public void Publish<T>(string topic, T news) where T : notnull
    {
        Tell(typeof(T), topic, news);
        _wire?.Send(topic, news);
    }

    private void Tell(Type type, string topic, object news)
    {
        if (!_topics.TryGetValue((type, topic), out var subscriptions)) return;
        foreach (var subscription in subscriptions)
        {
            try { subscription.Callback(news); }
            catch (Exception e) // one page's fault must not keep the news from the others
            {
                LogFailedSubscriber(e, topic);
            }
        }
    }

    /// <summary>Calls back on the publisher's thread for every piece of news until disposed.</summary>
    public IDisposable Subscribe<T>(string topic, Action<T> callback)
    {
        var key = (typeof(T), topic);
        var subscription = new Subscription(this, key, news => callback((T)news));
        _topics.AddOrUpdate(key, [subscription], (_, others) => [.. others, subscription]);
        return subscription;
    }

    private void Remove(Subscription subscription)
    {
        while (_topics.TryGetValue(subscription.Key, out var now))
        {
            var left = now.Where(s => s != subscription).ToArray();
            if (left.Length == now.Length) return;
            if (left.Length > 0 ? _topics.TryUpdate(subscription.Key, left, now) : _topics.TryRemove(new(subscription.Key, now))) return;
        }
    }

    [LoggerMessage(LogLevel.Error, "A subscriber to {Topic} failed")]
    private partial void LogFailedSubscriber(Exception exception, string topic);

    private sealed class Subscription(Announcements owner, (Type, string) key, Action<object> callback) : IDisposable
    {
        public (Type, string) Key => key;
        public Action<object> Callback => callback;
        public void Dispose() => owner.Remove(this);
    }
}
