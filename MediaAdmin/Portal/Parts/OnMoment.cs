using Microsoft.AspNetCore.Components;

namespace MediaAdmin.Portal.Parts;

/// <summary>Invisible: calls <see cref="Do"/> once, on the page's own thread, when <see cref="Moment"/> has come. Another moment takes the place of the one before.</summary>
public sealed class OnMoment : ComponentBase, IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
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
        _timer?.Dispose();
        if (Moment is not { } moment) return;
        var wait = moment - Clock.GetUtcNow() + Step; // a timer drops the parts of a millisecond, and would come too early
        _timer = Clock.CreateTimer(_ => _ = InvokeAsync(DoAsync), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    protected override bool ShouldRender() => false;

    private async Task DoAsync()
    {
        try { await Do.InvokeAsync(); }
        catch (Exception e) { await DispatchExceptionAsync(e); } // no event of the browser waits for this: the error boundary shows it
    }

    public void Dispose() => _timer?.Dispose();
}
