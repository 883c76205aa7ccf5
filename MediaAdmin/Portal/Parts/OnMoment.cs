using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Portal.Parts;

/// <summary>Invisible: calls <see cref="Do"/> once, on the page's own thread, when <see cref="Moment"/> has come. Another moment takes the place of the one before.</summary>
public sealed class OnMoment : ComponentBase, IDisposable
{
    private DateTimeOffset? _set;
    private ITimer? _timer;

    [Inject] public required TimeProvider Clock { get; set; }

    /// <summary>Null: never.</summary>
    [Parameter, EditorRequired] public DateTimeOffset? Moment { get; set; }
    [Parameter, EditorRequired] public EventCallback Do { get; set; }

    protected override void OnParametersSet()
    {
        if (_set == Moment || !RendererInfo.IsInteractive) return;
        _set = Moment;
        Wait();
    }

    protected override bool ShouldRender() => false;

    private void Wait()
    {
        _timer?.Dispose();
        if (Moment is not { } moment) return;
        var wait = Math.Ceiling((moment - Clock.GetUtcNow()).TotalMilliseconds);
        _timer = Clock.CreateTimer(_ => _ = InvokeAsync(RingAsync), null, TimeSpan.FromMilliseconds(Math.Max(0, wait)), Timeout.InfiniteTimeSpan);
    }

    private async Task RingAsync()
    {
        if (Moment > Clock.GetUtcNow())
        {
            Wait(); // a timer goes by a coarser clock and may be some milliseconds early
            return;
        }
        try { await Do.InvokeAsync(); }
        catch (Exception e) { await DispatchExceptionAsync(e); } // no event of the browser waits for this: the error boundary shows it
    }

    public void Dispose() => _timer?.Dispose();
}
