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

    public OnNews() => _flush = () => _ = InvokeAsync(FlushAsync);

    [Inject] public required Announcements News { get; set; }
    [Inject] public required Pulse Pulse { get; set; }
    [Parameter, EditorRequired] public required string Topic { get; set; }
    [Parameter, EditorRequired] public EventCallback<IReadOnlyList<T>> Do { get; set; }

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
        List<T> due;
        lock (_lock) (due, _collected) = (_collected, []);
        if (due.Count == 0 || _subscription is null) return;
        try { await Do.InvokeAsync(due); }
        catch (Exception e) { await DispatchExceptionAsync(e); } // no event of the browser waits for this: the error boundary shows it
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _subscription = null;
    }
}
