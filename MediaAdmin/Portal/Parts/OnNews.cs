using MediaAdmin.Live;
using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Portal.Parts;

/// <summary>
/// Invisible: hears the news under <see cref="Topic"/> while the page that placed it lives, and hands over what has collected
/// with each beat of the circuit's <see cref="Pulse"/>, on the page's own thread.
/// </summary>
public sealed class OnNews<T> : ComponentBase, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Action _flush;
    private List<T> _collected = [];
    private IDisposable? _subscription;
    private string? _subscribed;
    private ITimer? _timer;
    private bool _resting;

    public OnNews() => _flush = () => _ = InvokeAsync(FlushAsync);

    [Inject] public required Announcements News { get; set; }
    [Inject] public required Pulse Pulse { get; set; }
    [Inject] public required TimeProvider Clock { get; set; }
    [Parameter, EditorRequired] public required string Topic { get; set; }
    [Parameter, EditorRequired] public EventCallback<IReadOnlyList<T>> Do { get; set; }

    /// <summary>For pages that ask the database each time: how long they are left alone afterwards. What comes meanwhile goes together then.</summary>
    [Parameter] public TimeSpan Rest { get; set; }

    protected override void OnParametersSet()
    {
        if (_subscribed == Topic) return;
        _subscription?.Dispose();
        _subscription = News.Subscribe<T>(Topic, Collect);
        _subscribed = Topic;
    }

    protected override bool ShouldRender() => false;

    private void Collect(T news)
    {
        lock (_lock) _collected.Add(news);
        Pulse.Request(_flush);
    }

    private async Task FlushAsync()
    {
        if (_resting || _subscription is null) return;
        List<T> due;
        lock (_lock) (due, _collected) = (_collected, []);
        if (due.Count == 0) return;
        _resting = Rest > TimeSpan.Zero;
        try { await Do.InvokeAsync(due); }
        catch (Exception e) { await DispatchExceptionAsync(e); } // no event of the browser waits for this: the error boundary shows it
        if (!_resting) return;
        _timer ??= Clock.CreateTimer(_ => _ = InvokeAsync(RiseAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Rest, Timeout.InfiniteTimeSpan);
    }

    private Task RiseAsync()
    {
        _resting = false;
        return FlushAsync();
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _subscription = null;
        _timer?.Dispose();
    }
}
